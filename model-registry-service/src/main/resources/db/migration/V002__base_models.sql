CREATE TABLE base_model (
    id           uuid PRIMARY KEY,
    name         text        NOT NULL,
    architecture text        NOT NULL,
    weights      text        NOT NULL,
    built_in     boolean     NOT NULL,
    description  text        NOT NULL,
    created_at   timestamptz NOT NULL
);
CREATE UNIQUE INDEX base_model_name ON base_model (lower(name));

INSERT INTO base_model (id, name, architecture, weights, built_in, description, created_at)
VALUES ('019ab000-0000-7000-8000-000000000018', 'base-resnet18', 'resnet18', 'RANDOM', true,
        'ResNet-18 with random starting weights; small, and quick to train from scratch.',
        '2026-11-23T00:00:00Z');
