CREATE TABLE machine (
    id            uuid        PRIMARY KEY,
    name          text        NOT NULL,
    -- The name in lower case; made by the service, since the database's lower() depends on its locale.
    name_key      text        NOT NULL CONSTRAINT machine_name_unique UNIQUE,
    address       text        NOT NULL,
    description   text,
    enabled       boolean     NOT NULL,
    version       bigint      NOT NULL,
    created_at    timestamptz NOT NULL,
    updated_at    timestamptz NOT NULL,
    -- What heartbeats say; written without touching the version.
    available     boolean     NOT NULL,
    last_seen_at  timestamptz,
    agent_version text,
    hardware      text,
    machine_load  text
);

CREATE TABLE training_process (
    id              uuid        PRIMARY KEY,
    name            text        NOT NULL,
    status          text        NOT NULL,
    enabled         boolean     NOT NULL,
    attempt         integer     NOT NULL,
    resume          boolean     NOT NULL,
    -- No foreign key: a finished process outlives its machine.
    machine_id      uuid        NOT NULL,
    machine_name    text        NOT NULL,
    project_id      uuid        NOT NULL,
    template_id     uuid        NOT NULL,
    -- The template as it was at creation, as JSON.
    snapshot        text        NOT NULL,
    last_sequence   bigint      NOT NULL,
    stage           text,
    progress        text,
    notices         text        NOT NULL,
    model_id        uuid,
    failure         text,
    command_sent_at timestamptz,
    missing_since   timestamptz,
    created_at      timestamptz NOT NULL,
    started_at      timestamptz,
    running_at      timestamptz,
    finished_at     timestamptz,
    updated_at      timestamptz NOT NULL,
    CONSTRAINT process_status_known CHECK (
        status IN ('CREATED', 'STARTING', 'RUNNING', 'SUCCEEDED', 'FAILED', 'STOPPING', 'STOPPED'))
);

-- One process per machine, whatever races.
CREATE UNIQUE INDEX process_holds_machine ON training_process (machine_id)
    WHERE status IN ('CREATED', 'STARTING', 'RUNNING', 'STOPPING');
CREATE INDEX process_by_creation ON training_process (created_at, id);
CREATE INDEX process_by_machine ON training_process (machine_id);
CREATE INDEX process_by_project ON training_process (project_id);
CREATE INDEX process_by_template ON training_process (template_id);

CREATE TABLE process_stage (
    id          uuid        PRIMARY KEY,
    process_id  uuid        NOT NULL REFERENCES training_process ON DELETE CASCADE,
    attempt     integer     NOT NULL,
    stage       text        NOT NULL,
    failed      boolean     NOT NULL,
    message     text,
    occurred_at timestamptz NOT NULL,
    CONSTRAINT process_stage_once UNIQUE (process_id, attempt, stage)
);
