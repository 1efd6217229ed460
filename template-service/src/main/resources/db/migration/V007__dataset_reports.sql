-- What a check found, whether the dataset became READY or REJECTED.
CREATE TABLE dataset_report (
    dataset_id uuid  PRIMARY KEY REFERENCES dataset ON DELETE CASCADE,
    content    jsonb NOT NULL
);
CREATE TABLE dataset_thumbnail (
    dataset_id uuid    NOT NULL REFERENCES dataset_report ON DELETE CASCADE,
    number     integer NOT NULL,
    -- In the archive that was sent, and in the dataset.
    file       text    NOT NULL,
    path       text    NOT NULL,
    test       boolean NOT NULL,
    class_name text    NOT NULL,
    jpeg       bytea   NOT NULL,
    PRIMARY KEY (dataset_id, number)
);

-- Whether an upload comes in parts is told by its multipart_id.
ALTER TABLE dataset_upload DROP COLUMN kind;
