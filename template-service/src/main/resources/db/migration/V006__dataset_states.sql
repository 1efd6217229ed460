-- A dataset is a row from the beginning of its upload; what was there before is READY.
ALTER TABLE dataset ADD COLUMN status text NOT NULL DEFAULT 'READY';
-- Why it was REJECTED.
ALTER TABLE dataset ADD COLUMN violations jsonb NOT NULL DEFAULT '[]';
-- When it became READY or REJECTED.
ALTER TABLE dataset ADD COLUMN ended_at timestamptz;
UPDATE dataset SET ended_at = created_at;
ALTER TABLE dataset ALTER COLUMN version DROP NOT NULL;
ALTER TABLE dataset ALTER COLUMN digest DROP NOT NULL;
ALTER TABLE dataset ALTER COLUMN object_key DROP NOT NULL;
ALTER TABLE dataset ADD CONSTRAINT dataset_ready CHECK
    (status <> 'READY' OR (version IS NOT NULL AND digest IS NOT NULL AND object_key IS NOT NULL));
CREATE INDEX dataset_rejected ON dataset (ended_at) WHERE status = 'REJECTED';

-- What it takes to go on with a dataset that is UPLOADING or CHECKING, whoever began it.
CREATE TABLE dataset_upload (
    dataset_id     uuid             PRIMARY KEY REFERENCES dataset ON DELETE CASCADE,
    kind           text             NOT NULL,
    -- What was received, in the storage.
    object_key     text             NOT NULL,
    multipart_id   text,
    part_bytes     bigint,
    test_share     double precision NOT NULL,
    seed           bigint           NOT NULL,
    -- When it must have arrived.
    deadline       timestamptz      NOT NULL,
    -- When the next attempt to check it may begin; moved on while one is at work. Null: UPLOADING.
    check_at       timestamptz,
    -- Counts the attempts; only the newest may end the check.
    attempt        integer          NOT NULL,
    tries_left     integer          NOT NULL,
    images_checked integer          NOT NULL,
    images         integer          NOT NULL
);
CREATE INDEX dataset_upload_check ON dataset_upload (check_at);
CREATE INDEX dataset_upload_deadline ON dataset_upload (deadline) WHERE check_at IS NULL;
