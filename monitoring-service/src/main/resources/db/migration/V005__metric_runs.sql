-- Measurements are only ever appended, with COPY. What says whether a report is new is the run's row, not
-- an index over all points; a partition is a month of arrival, so that old ones are dropped whole.
CREATE TABLE metric_run (
    id                bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    process_id        uuid        NOT NULL,
    attempt           integer     NOT NULL,
    -- Every report up to here is stored, but those in metric_gap. NULL: none has been counted yet.
    last_sequence     bigint,
    last_iteration    integer     NOT NULL DEFAULT 0,
    points            bigint      NOT NULL DEFAULT 0,
    -- Names of the values that the training has named itself, in order.
    scalars           text[]      NOT NULL DEFAULT '{}',
    first_received_at timestamptz NOT NULL,
    last_received_at  timestamptz NOT NULL,
    UNIQUE (process_id, attempt)
) WITH (fillfactor = 70);

-- Reports that have not come, though later ones have.
CREATE TABLE metric_gap (
    run_id           bigint  NOT NULL REFERENCES metric_run ON DELETE CASCADE,
    first_sequence   bigint  NOT NULL,
    last_sequence    bigint  NOT NULL,
    after_iteration  integer NOT NULL,
    before_iteration integer NOT NULL,
    PRIMARY KEY (run_id, first_sequence)
);

ALTER TABLE metric_point RENAME TO metric_point_before;
ALTER INDEX metric_point_by_position RENAME TO metric_point_before_by_position;
ALTER INDEX metric_point_evaluations RENAME TO metric_point_before_evaluations;

CREATE TABLE metric_point (
    run_id                 bigint           NOT NULL,
    iteration              integer          NOT NULL,
    position               bigint           NOT NULL DEFAULT nextval('metric_position'),
    received_at            timestamptz      NOT NULL,
    epoch                  double precision NOT NULL,
    time                   timestamptz      NOT NULL,
    learning_rate          double precision,
    train_loss             double precision,
    images_per_second      double precision,
    remaining_seconds      double precision,
    remaining_seconds_low  double precision,
    remaining_seconds_high double precision,
    average_precision      double precision,
    accuracy               double precision,
    test_loss              double precision,
    -- What the training has named itself: {"name": value}
    scalars                jsonb
) PARTITION BY RANGE (received_at);
CREATE INDEX metric_point_by_iteration ON metric_point (run_id, iteration, position);
CREATE INDEX metric_point_by_position ON metric_point (run_id, position);
CREATE INDEX metric_point_evaluations ON metric_point (run_id, iteration)
    WHERE average_precision IS NOT NULL OR accuracy IS NOT NULL OR test_loss IS NOT NULL;
-- Takes what no month has been made for.
CREATE TABLE metric_point_other PARTITION OF metric_point DEFAULT;
-- The month before for what is there, this one and the next for what comes until the service makes more.
DO $$
DECLARE
    month timestamptz;
BEGIN
    PERFORM set_config('TimeZone', 'UTC', true);
    FOR months IN -1..1 LOOP
        month := date_trunc('month', now()) + make_interval(months => months);
        EXECUTE format('CREATE TABLE %I PARTITION OF metric_point FOR VALUES FROM (%L) TO (%L)',
            to_char(month, '"metric_point_"YYYY_MM'), month, month + interval '1 month');
    END LOOP;
END $$;

-- The first, last, smallest and largest value of each stretch of iterations, so that a long run is
-- drawn without reading it. Complete below rolled_to.
CREATE TABLE metric_rollup (
    run_id    bigint  PRIMARY KEY REFERENCES metric_run ON DELETE CASCADE,
    rolled_to integer NOT NULL DEFAULT 0
);
CREATE TABLE metric_stretch (
    run_id          bigint           NOT NULL REFERENCES metric_run ON DELETE CASCADE,
    metric          text             NOT NULL,
    iterations      integer          NOT NULL,
    first_iteration integer          NOT NULL,
    first_value     double precision NOT NULL,
    last_iteration  integer          NOT NULL,
    last_value      double precision NOT NULL,
    min_iteration   integer          NOT NULL,
    min_value       double precision NOT NULL,
    max_iteration   integer          NOT NULL,
    max_value       double precision NOT NULL,
    points          integer          NOT NULL,
    PRIMARY KEY (run_id, metric, iterations, first_iteration)
);

INSERT INTO metric_run (process_id, attempt, last_iteration, points, first_received_at, last_received_at)
SELECT process_id, attempt, max(iteration), count(*), date_trunc('month', now()) - interval '1 day', now()
FROM metric_point_before GROUP BY process_id, attempt;
INSERT INTO metric_rollup (run_id) SELECT id FROM metric_run;
INSERT INTO metric_point (run_id, iteration, position, received_at, epoch, time, learning_rate, train_loss,
    images_per_second, remaining_seconds, remaining_seconds_low, remaining_seconds_high, average_precision,
    accuracy, test_loss)
SELECT run.id, iteration, position, run.first_received_at, epoch, time, learning_rate, train_loss, images_per_second,
    remaining_seconds, remaining_seconds_low, remaining_seconds_high, average_precision, accuracy, test_loss
FROM metric_point_before JOIN metric_run AS run USING (process_id, attempt)
ORDER BY position;
DROP TABLE metric_point_before;
