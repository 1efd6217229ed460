-- The keys that this service signs with: one at a time for all replicas, and the one before it, of which only the open half is left.
CREATE TABLE signing_key (
    id         text        PRIMARY KEY,
    public_key text        NOT NULL,
    secret_key text,
    created_at timestamptz NOT NULL,
    CHECK (id <> '')
);
CREATE UNIQUE INDEX signing_key_in_use ON signing_key ((true)) WHERE secret_key IS NOT NULL;

-- By which the machine's agent is known; none before its enrolment.
ALTER TABLE machine ADD COLUMN public_key text;

-- The newest heartbeat of the incarnation that holds the machine: one that is not newer is a repetition.
ALTER TABLE machine ADD COLUMN heartbeat_sequence bigint;

-- Codes that wait for their agents, as SHA-256.
CREATE TABLE enrolment_code (
    machine_id uuid        PRIMARY KEY REFERENCES machine (id) ON DELETE CASCADE,
    digest     text        NOT NULL UNIQUE,
    expires_at timestamptz NOT NULL
);

-- Proofs of agents that were used, until they would be over anyway.
CREATE TABLE used_assertion (
    machine_id   uuid        NOT NULL REFERENCES machine (id) ON DELETE CASCADE,
    assertion_id text        NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (machine_id, assertion_id)
);
CREATE INDEX used_assertion_by_end ON used_assertion (expires_at);
