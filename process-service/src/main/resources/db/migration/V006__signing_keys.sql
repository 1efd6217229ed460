-- The keys that this service signs commands with: one at a time for all replicas, and the one before it, of which only the open half is left.
CREATE TABLE signing_key (
    id         text        PRIMARY KEY,
    public_key text        NOT NULL,
    secret_key text,
    created_at timestamptz NOT NULL,
    CHECK (id <> '')
);
CREATE UNIQUE INDEX signing_key_in_use ON signing_key ((true)) WHERE secret_key IS NOT NULL;
