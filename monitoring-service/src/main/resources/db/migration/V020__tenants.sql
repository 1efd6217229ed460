-- Whose each row is; see docs/adr/0032. What was there before is the default tenant's. Not here: metric_point,
-- metric_stretch, metric_gap and metric_rollup, which are loaded with COPY, for tables without policies alone, and
-- hold nothing but the number of a run, whose row says whose it is; journal_day, which chains the entries of all;
-- deleted_process, which holds ids that are gone.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['metric_run', 'log_line', 'journal_entry', 'monitored_process', 'run_settings',
        'monitored_machine', 'machine_load', 'machine_load_minute', 'machine_load_hour', 'webhook',
        'webhook_delivery']
    LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN tenant text COLLATE "C" NOT NULL DEFAULT ''default''', name);
        EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant SET DEFAULT
            nullif(current_setting(''trainyard.tenant'', true), ''''), ADD CHECK (tenant <> '''')', name);
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        -- One name, all names, or none: a range does for each, and an index can tell it.
        EXECUTE format('CREATE POLICY tenant ON %I USING (
            tenant >= current_setting(''trainyard.tenant'', true)
            AND tenant <= current_setting(''trainyard.last_tenant'', true))', name);
    END LOOP;

    -- What is about a machine that all tenants share belongs to '*', and each of them may see it.
    FOREACH name IN ARRAY ARRAY['journal_entry', 'monitored_machine', 'machine_load', 'machine_load_minute',
        'machine_load_hour']
    LOOP
        EXECUTE format('CREATE POLICY shared ON %I FOR SELECT USING (
            tenant = ''*'' AND current_setting(''trainyard.last_tenant'', true) <> '''')', name);
    END LOOP;
END $$;

-- Read in this order; whose an entry is, the index tells.
DROP INDEX journal_entry_by_time;
CREATE INDEX journal_entry_by_time ON journal_entry (time DESC, id DESC, tenant);
DROP INDEX monitored_process_by_age;
CREATE INDEX monitored_process_by_age ON monitored_process (first_seen_at DESC, process_id, tenant);
