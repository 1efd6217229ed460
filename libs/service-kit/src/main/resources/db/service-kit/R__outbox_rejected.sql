-- Events that can never be sent as they are, moved out of the way with the reason until somebody decides.
-- Repeatable, since a version of the kit lies below those of the services, which are there already.
CREATE TABLE IF NOT EXISTS outbox_rejected (
    id          bigint      PRIMARY KEY,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    topic       text        NOT NULL,
    message_key text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    traceparent text,
    data        text        NOT NULL,
    rejected_at timestamptz NOT NULL DEFAULT now(),
    reason      text        NOT NULL
);
