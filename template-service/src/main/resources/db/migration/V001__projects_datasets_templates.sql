-- name_key: the name without case, see NameKey; names are unique inside their parent.
CREATE TABLE project (
    id          uuid        PRIMARY KEY,
    name        text        NOT NULL,
    name_key    text        NOT NULL UNIQUE,
    description text        NOT NULL,
    revision    integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);
CREATE INDEX project_created ON project (created_at);

-- A dataset's versions are rows of their own and never change.
CREATE TABLE dataset (
    id           uuid        PRIMARY KEY,
    project_id   uuid        NOT NULL REFERENCES project,
    name         text        NOT NULL,
    name_key     text        NOT NULL,
    version      integer     NOT NULL,
    description  text        NOT NULL,
    classes      jsonb       NOT NULL,
    train_images integer     NOT NULL,
    test_images  integer     NOT NULL,
    size_bytes   bigint      NOT NULL,
    digest       text        NOT NULL,
    warnings     jsonb       NOT NULL,
    object_key   text        NOT NULL,
    created_at   timestamptz NOT NULL,
    UNIQUE (project_id, name_key, version)
);
CREATE INDEX dataset_created ON dataset (project_id, created_at);

-- Outlives the datasets, so that a version is never given twice.
CREATE TABLE dataset_version (
    project_id   uuid    NOT NULL REFERENCES project ON DELETE CASCADE,
    name_key     text    NOT NULL,
    last_version integer NOT NULL,
    PRIMARY KEY (project_id, name_key)
);

-- Objects in the storage that no dataset owns: being uploaded, or left by a deleted dataset.
CREATE TABLE ownerless_object (
    object_key text        PRIMARY KEY,
    remove_at  timestamptz NOT NULL
);
CREATE INDEX ownerless_object_due ON ownerless_object (remove_at);

CREATE TABLE template (
    id          uuid        PRIMARY KEY,
    project_id  uuid        NOT NULL REFERENCES project,
    name        text        NOT NULL,
    name_key    text        NOT NULL,
    description text        NOT NULL,
    model_type  text        NOT NULL,
    base_model  text        NOT NULL,
    dataset_id  uuid        REFERENCES dataset,
    parameters  jsonb       NOT NULL,
    revision    integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL,
    UNIQUE (project_id, name_key)
);
CREATE INDEX template_created ON template (project_id, created_at);
CREATE INDEX template_dataset ON template (dataset_id);
