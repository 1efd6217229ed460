ALTER TABLE base_model
    -- The name as it is compared: in one case and one Unicode form.
    ADD COLUMN name_key        text,
    ADD COLUMN classes         text[],
    ADD COLUMN image_size      int,
    -- The trained model that it was made from; it may be gone since.
    ADD COLUMN source_model_id uuid,
    -- An archive of random weights is made when it is first asked for.
    ADD COLUMN archive_key     text,
    ADD COLUMN sha256          text,
    ADD COLUMN size_bytes      bigint,
    ADD CHECK (weights IN ('RANDOM', 'TRAINED')),
    ADD CHECK (archive_key IS NULL OR (sha256 IS NOT NULL AND size_bytes IS NOT NULL)),
    ADD CHECK (weights = 'RANDOM' OR archive_key IS NOT NULL);

UPDATE base_model SET name_key = lower(name), classes = '{}', image_size = 224;

ALTER TABLE base_model
    ALTER COLUMN name_key SET NOT NULL,
    ALTER COLUMN classes SET NOT NULL,
    ALTER COLUMN image_size SET NOT NULL;

DROP INDEX base_model_name;
ALTER TABLE base_model ADD CONSTRAINT base_model_name_key UNIQUE (name_key);
CREATE INDEX base_model_archive ON base_model (archive_key);

INSERT INTO base_model (id, name, name_key, architecture, weights, built_in, description, classes, image_size, created_at)
VALUES ('019ab000-0000-7000-8000-000000000050', 'base-resnet50', 'base-resnet50', 'resnet50', 'RANDOM', true,
        'ResNet-50 with random starting weights; larger and slower, for many images.', '{}', 224,
        '2026-11-23T00:00:01Z');
