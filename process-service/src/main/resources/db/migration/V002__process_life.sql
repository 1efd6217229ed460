-- A start that waits for its machine does not hold it.
ALTER TABLE training_process
    ADD COLUMN queued_at            timestamptz,
    ADD COLUMN restarting           boolean NOT NULL DEFAULT false,
    ADD COLUMN from_scratch         boolean NOT NULL DEFAULT false,
    ADD COLUMN report_awaited_since timestamptz,
    -- The name in lower case, for searching; see machine.name_key.
    ADD COLUMN name_key             text,
    DROP COLUMN resume;
UPDATE training_process SET name_key = lower(name);
ALTER TABLE training_process
    ALTER COLUMN name_key SET NOT NULL,
    -- Heartbeats of running processes write their progress: leave room for the new version of a row.
    SET (fillfactor = 70);

DROP INDEX process_holds_machine;
CREATE UNIQUE INDEX process_holds_machine ON training_process (machine_id)
    WHERE status IN ('CREATED', 'STARTING', 'RUNNING', 'STOPPING') AND queued_at IS NULL;
CREATE INDEX process_queue ON training_process (machine_id, queued_at, id)
    WHERE queued_at IS NOT NULL;
CREATE INDEX process_by_end ON training_process (finished_at)
    WHERE status IN ('SUCCEEDED', 'FAILED', 'STOPPED');

ALTER TABLE machine
    ADD COLUMN draining    boolean NOT NULL DEFAULT false,
    -- The lease: which agent holds the machine, by its last sign of life.
    ADD COLUMN agent_id    uuid,
    ADD COLUMN incarnation bigint,
    ADD COLUMN agent_host  text,
    -- Written every few seconds without touching an index: leave room for the new version of a row.
    SET (fillfactor = 50);
CREATE INDEX machine_draining ON machine (id) WHERE draining;
