-- The 5 % and the 95 % quantile; remaining_seconds is the median.
ALTER TABLE metric_point
    ADD COLUMN remaining_seconds_low double precision,
    ADD COLUMN remaining_seconds_high double precision;
