-- How many images have come one by one; null where the dataset comes as an archive.
ALTER TABLE dataset_upload ADD COLUMN received_images integer;
-- SHA-256 of the archive as the client says it, lower-case hex; null where it does not say.
ALTER TABLE dataset_upload ADD COLUMN announced_sha256 text;

CREATE TABLE dataset_image (
    id          uuid        PRIMARY KEY,
    dataset_id  uuid        NOT NULL REFERENCES dataset_upload ON DELETE CASCADE,
    -- In the archive that is made of them.
    path        text        COLLATE "C" NOT NULL,
    object_key  text        NOT NULL UNIQUE,
    size_bytes  bigint      NOT NULL,
    digest      text        NOT NULL,
    -- What was wrong with it and does not matter.
    warning     text,
    received_at timestamptz NOT NULL,
    UNIQUE (dataset_id, path)
);
