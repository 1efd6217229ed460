-- What a template said at each of its revisions, the present one included.
CREATE TABLE template_revision (
    template_id uuid        NOT NULL REFERENCES template ON DELETE CASCADE,
    revision    integer     NOT NULL,
    content     jsonb       NOT NULL,
    saved_at    timestamptz NOT NULL,
    PRIMARY KEY (template_id, revision)
);

-- Of what was there before, the present revision is all that is known.
INSERT INTO template_revision (template_id, revision, content, saved_at)
SELECT id, revision,
       jsonb_strip_nulls(jsonb_build_object(
           'name', name, 'description', description, 'modelType', model_type,
           'baseModel', base_model, 'datasetId', dataset_id, 'parameters', parameters)),
       updated_at
FROM template;

-- Which templates begin from a base model, whose names are compared without case.
CREATE INDEX template_base_model ON template (lower(base_model));
