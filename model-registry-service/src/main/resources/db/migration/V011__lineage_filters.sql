ALTER TABLE model
    -- What config.yaml says, for filters: lists do not read it.
    ADD COLUMN dataset_digest    text,
    ADD COLUMN template_revision int,
    ADD COLUMN code_version      text;

-- As in V007, which looked for the base model's digest under a name that no trainer has written.
UPDATE model m
SET dataset_digest = substring(c.facts #>> '{lineage,datasetDigest}' FROM '^[0-9a-f]{64}$'),
    template_revision = substring(c.facts #>> '{lineage,templateRevision}' FROM '^[1-9][0-9]{0,8}$')::int,
    code_version = substring(c.facts #>> '{versions,trainer}' FROM '^.{1,255}$'),
    base_model_sha256 = coalesce(m.base_model_sha256,
        substring(c.facts #>> '{training,baseWeightsSha256}' FROM '^[0-9a-f]{64}$'))
FROM (SELECT id, config::json AS facts FROM model WHERE position('\u0000' IN config) = 0) AS c
WHERE c.id = m.id;

CREATE INDEX model_dataset_digest ON model (dataset_digest);
CREATE INDEX model_code_version ON model (code_version);
