-- The last version given out per project and name, so that no version is ever given twice.
CREATE TABLE model_series (
    project_id   uuid NOT NULL,
    name_key     text NOT NULL,
    last_version int  NOT NULL,
    PRIMARY KEY (project_id, name_key)
);

CREATE TABLE model (
    id                  uuid PRIMARY KEY,
    revision            bigint      NOT NULL,
    name                text        NOT NULL,
    -- The name as it is compared: in one case and one Unicode form.
    name_key            text        NOT NULL,
    version             int         NOT NULL CHECK (version > 0),
    status              text        NOT NULL CHECK (status IN ('PENDING', 'READY')),
    description         text,
    project_id          uuid        NOT NULL,
    project_name        text,
    template_id         uuid        NOT NULL,
    template_name       text,
    process_id          uuid        NOT NULL,
    attempt             int         NOT NULL,
    machine_id          uuid        NOT NULL,
    model_type          text        NOT NULL,
    base_model          text,
    dataset_id          uuid,
    dataset_version     int,
    metrics             text        NOT NULL,
    architecture        text,
    classes             text[],
    image_size          int,
    archive_key         text,
    sha256              text,
    size_bytes          bigint,
    config              text,
    created_at          timestamptz NOT NULL,
    ready_at            timestamptz,
    upload_requested_at timestamptz NOT NULL,
    upload_expires_at   timestamptz NOT NULL,
    UNIQUE (process_id, attempt),
    CHECK (status = 'PENDING' OR (archive_key IS NOT NULL AND sha256 IS NOT NULL
        AND size_bytes IS NOT NULL AND config IS NOT NULL AND ready_at IS NOT NULL))
);

CREATE UNIQUE INDEX model_name_version ON model (project_id, name_key, version);
CREATE INDEX model_newest ON model (status, created_at DESC, id);
CREATE INDEX model_template ON model (template_id);
CREATE INDEX model_archive ON model (archive_key);

-- Objects to remove from the storage, since a database transaction cannot.
CREATE TABLE object_disposal (
    object_key text PRIMARY KEY,
    not_before timestamptz NOT NULL
);
CREATE INDEX object_disposal_due ON object_disposal (not_before);
