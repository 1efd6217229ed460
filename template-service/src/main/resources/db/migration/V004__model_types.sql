-- What models can be for; templates refer to a type by its name, which never changes.
CREATE TABLE model_type (
    name        text        PRIMARY KEY,
    name_key    text        NOT NULL UNIQUE,
    title       text        NOT NULL,
    description text        NOT NULL,
    -- The training parameters that differ from the platform's defaults.
    parameters  jsonb       NOT NULL,
    built_in    boolean     NOT NULL,
    revision    integer     NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

INSERT INTO model_type (name, name_key, title, description, parameters, built_in, revision, created_at, updated_at)
VALUES ('classifier', 'classifier', 'Document classifier',
        'Sorts page images into classes, such as invoice, letter, form. Learns from a folder of images for each class.',
        '{}', true, 1, '2026-11-26T00:00:00Z', '2026-11-26T00:00:00Z');

ALTER TABLE template ADD CONSTRAINT template_model_type FOREIGN KEY (model_type) REFERENCES model_type;
CREATE INDEX template_model_type ON template (model_type);
