-- An upload of a pending model that goes to the storage in parts, as the storage knows it; all or none.
ALTER TABLE model
    ADD COLUMN upload_id text,
    ADD COLUMN upload_part_bytes bigint CHECK (upload_part_bytes > 0),
    ADD COLUMN upload_size_bytes bigint CHECK (upload_size_bytes > 0),
    ADD COLUMN upload_sha256 text,
    ADD CHECK (num_nulls(upload_id, upload_part_bytes, upload_size_bytes, upload_sha256) IN (0, 4));
