-- Old lines are found by their time; rows come about in its order, so that a small index will do.
CREATE INDEX log_line_by_time ON log_line USING brin (time);
