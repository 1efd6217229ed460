-- The processes that need a dataset: said by the process service before it makes one, then by its events.
CREATE TABLE dataset_use (
    process_id  uuid    PRIMARY KEY,
    -- Unknown where an event of an older process service is all there is.
    dataset_id  uuid,
    template_id uuid    NOT NULL,
    -- False for one that failed or was stopped: it can be started again.
    unfinished  boolean NOT NULL,
    held_at     timestamptz NOT NULL,
    -- Until then an event must have told that there is such a process; null once it has.
    expires_at  timestamptz
);
CREATE INDEX dataset_use_dataset ON dataset_use (dataset_id);
CREATE INDEX dataset_use_template ON dataset_use (template_id) WHERE unfinished;
