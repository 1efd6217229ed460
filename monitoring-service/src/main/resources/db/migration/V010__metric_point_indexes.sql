-- By the order of arrival only what asks for it may read. Of a run that has grown since the statistics were
-- taken the planner expects a row or two, and takes for any of its iterations whichever index begins with the
-- run: with this one it would read the whole run for them. Every position is above 0; who wants the index says so.
DROP INDEX metric_point_by_position;
CREATE INDEX metric_point_by_position ON metric_point (run_id, position) WHERE position > 0;

-- In the order in which they are asked for: else the planner would, for the same reason, rather read the whole run.
DROP INDEX metric_point_evaluations;
CREATE INDEX metric_point_evaluations ON metric_point (run_id, iteration, position)
    WHERE average_precision IS NOT NULL OR accuracy IS NOT NULL OR test_loss IS NOT NULL;
