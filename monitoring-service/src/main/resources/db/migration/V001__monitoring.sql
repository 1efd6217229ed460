-- Grows with every change of a point, so that a stream can be resumed after any of them.
CREATE SEQUENCE metric_position;

CREATE TABLE metric_point (
    process_id         uuid             NOT NULL,
    attempt            integer          NOT NULL,
    iteration          integer          NOT NULL,
    position           bigint           NOT NULL DEFAULT nextval('metric_position'),
    epoch              double precision NOT NULL,
    time               timestamptz      NOT NULL,
    learning_rate      double precision,
    train_loss         double precision,
    images_per_second  double precision,
    remaining_seconds  double precision,
    average_precision  double precision,
    accuracy           double precision,
    test_loss          double precision,
    PRIMARY KEY (process_id, attempt, iteration)
);
CREATE INDEX metric_point_by_position ON metric_point (process_id, position);
CREATE INDEX metric_point_evaluations ON metric_point (process_id, attempt, iteration)
    WHERE average_precision IS NOT NULL;

CREATE TABLE log_line (
    process_id uuid        NOT NULL,
    attempt    integer     NOT NULL,
    line       bigint      NOT NULL,
    time       timestamptz NOT NULL,
    text       text        NOT NULL,
    PRIMARY KEY (process_id, attempt, line)
);

CREATE TABLE journal_entry (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event_id    text        NOT NULL UNIQUE,
    type        text        NOT NULL,
    source      text        NOT NULL,
    subject     text,
    time        timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    process_id  uuid,
    machine_id  uuid,
    trace_id    text,
    data        jsonb       NOT NULL
);
CREATE INDEX journal_entry_by_time ON journal_entry (time DESC, id DESC);
CREATE INDEX journal_entry_by_process ON journal_entry (process_id, time DESC);
CREATE INDEX journal_entry_by_machine ON journal_entry (machine_id, time DESC);
CREATE INDEX journal_entry_by_type ON journal_entry (type, time DESC);

-- What the process events and start commands said of a process last.
CREATE TABLE monitored_process (
    process_id     uuid        PRIMARY KEY,
    name           text        NOT NULL,
    status         text        NOT NULL,
    attempt        integer     NOT NULL,
    project_id     uuid,
    template_id    uuid,
    template_name  text,
    machine_id     uuid,
    machine_name   text,
    model_id       uuid,
    failure        jsonb,
    first_seen_at  timestamptz NOT NULL,
    updated_at     timestamptz NOT NULL
);
CREATE INDEX monitored_process_by_age ON monitored_process (first_seen_at DESC);

-- In a table of its own: commands and events come on different topics, in either order.
CREATE TABLE run_settings (
    process_id uuid    PRIMARY KEY,
    attempt    integer NOT NULL,
    iterations integer NOT NULL,
    batch_size integer NOT NULL,
    device     text    NOT NULL
);

CREATE TABLE monitored_machine (
    machine_id uuid        PRIMARY KEY,
    name       text        NOT NULL,
    address    text        NOT NULL,
    enabled    boolean     NOT NULL,
    available  boolean     NOT NULL,
    updated_at timestamptz NOT NULL
);

-- The last heartbeat of each machine; earlier ones are not kept.
CREATE TABLE machine_load (
    machine_id    uuid        PRIMARY KEY,
    agent_version text,
    reported_at   timestamptz NOT NULL,
    received_at   timestamptz NOT NULL,
    hardware      jsonb,
    load          jsonb,
    run           jsonb
);
