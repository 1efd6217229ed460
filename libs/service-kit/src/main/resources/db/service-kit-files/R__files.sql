-- For services that keep files in the object storage. Repeatable: a version of the kit would lie
-- below those of the services, which are there already.

-- Objects to remove from the storage, since a database transaction cannot.
CREATE TABLE IF NOT EXISTS object_disposal (
    object_key text        PRIMARY KEY,
    not_before timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS object_disposal_due ON object_disposal (not_before);

-- What the last look at a file in the storage found.
CREATE TABLE IF NOT EXISTS file_integrity (
    object_key  text        PRIMARY KEY,
    state       text        NOT NULL CHECK (state IN ('INTACT', 'MISSING', 'DAMAGED')),
    checked_at  timestamptz NOT NULL,
    problem     text
);
CREATE INDEX IF NOT EXISTS file_integrity_bad ON file_integrity (state) WHERE state <> 'INTACT';

-- One row: what the last reconciliation of database and storage found and did.
CREATE TABLE IF NOT EXISTS reconciliation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    report   jsonb   NOT NULL
);
