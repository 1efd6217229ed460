-- Statistics of runs from before none were taken would stay for ever. A column that gets a type, if only the one
-- it has, loses them; nothing is written anew.
ALTER TABLE metric_point ALTER COLUMN run_id TYPE bigint;
