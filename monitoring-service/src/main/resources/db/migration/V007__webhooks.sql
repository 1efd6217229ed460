-- Who wants to be told of events, and how to sign for them.
CREATE TABLE webhook (
    id          uuid        PRIMARY KEY,
    version     bigint      NOT NULL DEFAULT 0,
    -- NULL: events of all projects, and those of none.
    project_id  uuid,
    url         text        NOT NULL,
    event_types text[]      NOT NULL,
    description text,
    enabled     boolean     NOT NULL,
    secret      text        NOT NULL,
    created_at  timestamptz NOT NULL,
    updated_at  timestamptz NOT NULL
);

-- Each event once for each webhook; a row is its log.
CREATE TABLE webhook_delivery (
    id              uuid        PRIMARY KEY,
    webhook_id      uuid        NOT NULL REFERENCES webhook ON DELETE CASCADE,
    event_id        text        NOT NULL,
    event_type      text        NOT NULL,
    -- The event as it is sent: a CloudEvent in JSON.
    body            text        NOT NULL,
    status          text        NOT NULL,
    attempts        integer     NOT NULL DEFAULT 0,
    -- While a replica sends it, this is when another one may take over. NULL: never again.
    next_attempt_at timestamptz,
    last_attempt_at timestamptz,
    last_status     integer,
    last_error      text,
    created_at      timestamptz NOT NULL,
    -- Later than created_at after a replay.
    pending_since   timestamptz NOT NULL,
    UNIQUE (webhook_id, event_id)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_attempt_at)
    WHERE next_attempt_at IS NOT NULL;
CREATE INDEX webhook_delivery_by_age ON webhook_delivery (webhook_id, created_at DESC, id DESC);
CREATE INDEX webhook_delivery_old ON webhook_delivery USING brin (created_at);
