-- By the order of arrival only what asks for it may read. Of a run that has grown since the statistics were
-- taken the planner expects a row or two, and takes for any of its iterations whichever index begins with the
-- run: with this one it would read the whole run for them. Every position is above 0; who wants the index says so.
DROP INDEX metric_point_by_position;
CREATE INDEX metric_point_by_position ON metric_point (run_id, position) WHERE position > 0;

-- In the order in which they are asked for: else the planner would, for the same reason, rather read the whole run.
DROP INDEX metric_point_evaluations;
CREATE INDEX metric_point_evaluations ON metric_point (run_id, iteration, position)
    WHERE average_precision IS NOT NULL OR accuracy IS NOT NULL OR test_loss IS NOT NULL;

-- Of a run that is not among the ones it has counted the planner takes one row for granted, and reads and sorts
-- it all where it was asked for the last row. Without counts it expects a two-hundredth of the table.
DO $$
DECLARE
    part regclass;
BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'metric_point'::regclass LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN run_id SET STATISTICS 0', part);
    END LOOP;
END $$;
