-- What the heartbeats of a machine add up to in a minute; minutes become hours when they are old. Sums and
-- not means, so that rows can be added to in any order. By the model type of what ran: '' when nothing did.
CREATE TABLE machine_load_minute (
    machine_id uuid               NOT NULL,
    since      timestamptz        NOT NULL,
    model_type text               NOT NULL,
    heartbeats integer            NOT NULL,
    -- 0 to 1 over all cores.
    cpu_sum    double precision   NOT NULL,
    cpu_max    double precision   NOT NULL,
    -- Bytes.
    memory_sum double precision   NOT NULL,
    memory_max double precision   NOT NULL,
    disk_sum   double precision   NOT NULL,
    disk_min   double precision   NOT NULL,
    -- For each GPU by index: reports of its utilisation (0 to 1), their sum, reports of its memory, their sum.
    gpu_sums   double precision[] NOT NULL,
    -- For each GPU by index: its highest utilisation, its highest memory.
    gpu_peaks  double precision[] NOT NULL,
    PRIMARY KEY (machine_id, since, model_type)
) WITH (fillfactor = 70);
CREATE INDEX machine_load_minute_by_time ON machine_load_minute (since);

CREATE TABLE machine_load_hour (LIKE machine_load_minute INCLUDING ALL);

CREATE VIEW machine_load_history AS
SELECT * FROM machine_load_minute UNION ALL SELECT * FROM machine_load_hour;

-- Element by element; the shorter one goes on with nothing.
CREATE FUNCTION sum_by_index(one double precision[], other double precision[]) RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(coalesce(a, 0) + coalesce(b, 0) ORDER BY i), '{}')
    FROM unnest(one, other) WITH ORDINALITY AS pair (a, b, i)
$$;
CREATE FUNCTION max_by_index(one double precision[], other double precision[]) RETURNS double precision[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(greatest(a, b) ORDER BY i), '{}')
    FROM unnest(one, other) WITH ORDINALITY AS pair (a, b, i)
$$;
CREATE AGGREGATE sum_by_index(double precision[]) (
    SFUNC = sum_by_index, STYPE = double precision[], INITCOND = '{}', PARALLEL = SAFE);
CREATE AGGREGATE max_by_index(double precision[]) (
    SFUNC = max_by_index, STYPE = double precision[], INITCOND = '{}', PARALLEL = SAFE);

-- What kind of model a run makes; NULL for runs from before.
ALTER TABLE run_settings ADD COLUMN model_type text;
