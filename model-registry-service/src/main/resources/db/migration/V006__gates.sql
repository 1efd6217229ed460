-- What a model must reach, for a project or, before that, for a template.
CREATE TABLE gate (
    scope                     text        NOT NULL CHECK (scope IN ('PROJECT', 'TEMPLATE')),
    owner_id                  uuid        NOT NULL,
    revision                  bigint      NOT NULL,
    minimum_average_precision double precision CHECK (minimum_average_precision BETWEEN 0 AND 1),
    maximum_class_drop        double precision CHECK (maximum_class_drop BETWEEN 0 AND 1),
    alias                     text        NOT NULL,
    changed_at                timestamptz NOT NULL,
    PRIMARY KEY (scope, owner_id),
    CHECK (minimum_average_precision IS NOT NULL OR maximum_class_drop IS NOT NULL)
);

ALTER TABLE model
    DROP CONSTRAINT model_status_check,
    ADD CONSTRAINT model_status_check CHECK (status IN ('PENDING', 'READY', 'REJECTED_BY_GATE')),
    -- Why the gate rejected it: a list of texts as JSON.
    ADD COLUMN gate_reasons text,
    ADD CHECK ((status = 'REJECTED_BY_GATE') = (gate_reasons IS NOT NULL));
