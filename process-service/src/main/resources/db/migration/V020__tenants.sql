-- Whose each row is; see docs/adr/0032. What was there before is the default tenant's. Not here: signing_key, which
-- is the service's own; enrolment_code and used_assertion, which are asked by agents that are not known yet.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['machine', 'training_process', 'process_stage']
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
END $$;

-- A machine that somebody registers who acts for all tenants is shared by all: it belongs to '*', and each of
-- them may see it, not change it.
ALTER TABLE machine ALTER COLUMN tenant SET DEFAULT
    coalesce(nullif(current_setting('trainyard.tenant', true), ''), '*');
CREATE POLICY shared ON machine FOR SELECT USING (
    tenant = '*' AND current_setting('trainyard.last_tenant', true) <> '');
ALTER TABLE machine DROP CONSTRAINT machine_name_unique,
    ADD CONSTRAINT machine_name_unique UNIQUE (tenant, name_key);

DROP INDEX process_by_creation;
CREATE INDEX process_by_creation ON training_process (tenant, created_at, id);
