ALTER TABLE model
    -- The base model's name as it is compared: in one case and one Unicode form.
    ADD COLUMN base_model_key    text,
    ADD COLUMN base_model_sha256 text;

UPDATE model SET base_model_key = lower(base_model);

-- A NUL in a text, which JSON can write and PostgreSQL cannot keep, is in no config that a trainer
-- wrote.
UPDATE model SET base_model_sha256 = config::json #>> '{training,baseModelSha256}'
WHERE position('\u0000' IN config) = 0
  AND config::json #>> '{training,baseModelSha256}' ~ '^[0-9a-f]{64}$';

CREATE INDEX model_base_model ON model (base_model_key);
CREATE INDEX model_base_model_sha256 ON model (base_model_sha256);
CREATE INDEX model_sha256 ON model (sha256);
CREATE INDEX model_dataset ON model (dataset_id);
CREATE INDEX model_machine ON model (machine_id);
CREATE INDEX base_model_source ON base_model (source_model_id);
CREATE INDEX base_model_sha256 ON base_model (sha256);
