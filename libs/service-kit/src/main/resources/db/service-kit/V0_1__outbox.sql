-- Events written in the transaction that changes the state, until the broker has them.
CREATE TABLE outbox (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    uuid        NOT NULL,
    type        text        NOT NULL,
    topic       text        NOT NULL,
    message_key text        NOT NULL,
    occurred_at timestamptz NOT NULL,
    traceparent text,
    data        text        NOT NULL
);
