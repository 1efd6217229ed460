-- Whose each row is; see docs/adr/0032. What was there before is the default tenant's. Not here: object_disposal,
-- file_integrity and reconciliation, which are about objects of the storage, whose keys nobody has who does not see
-- their row.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['model', 'model_series', 'model_alias', 'base_model', 'gate']
    LOOP
        EXECUTE format('ALTER TABLE %I ADD COLUMN tenant text COLLATE "C" NOT NULL DEFAULT ''default''', name);
        EXECUTE format('ALTER TABLE %I ALTER COLUMN tenant SET DEFAULT
            nullif(current_setting(''trainyard.tenant'', true), ''''), ADD CHECK (tenant <> '''')', name);
    END LOOP;

    -- What comes with the platform, and what somebody adds who acts for all tenants, is shared by all: it belongs
    -- to '*', and each of them may see it, not change it.
    UPDATE base_model SET tenant = '*' WHERE built_in;
    ALTER TABLE base_model ALTER COLUMN tenant SET DEFAULT
        coalesce(nullif(current_setting('trainyard.tenant', true), ''), '*');
    CREATE POLICY shared ON base_model FOR SELECT USING (
        tenant = '*' AND current_setting('trainyard.last_tenant', true) <> '');

    FOREACH name IN ARRAY ARRAY['model', 'model_series', 'model_alias', 'base_model', 'gate']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY', name);
        -- One name, all names, or none: a range does for each, and an index can tell it.
        EXECUTE format('CREATE POLICY tenant ON %I USING (
            tenant >= current_setting(''trainyard.tenant'', true)
            AND tenant <= current_setting(''trainyard.last_tenant'', true))', name);
    END LOOP;
END $$;

-- Keys hold ids that come from outside: nobody may take those of somebody else's projects and processes.
ALTER TABLE model_series DROP CONSTRAINT model_series_pkey, ADD PRIMARY KEY (tenant, project_id, name_key);
ALTER TABLE model_alias DROP CONSTRAINT model_alias_pkey, ADD PRIMARY KEY (tenant, project_id, name_key, alias_key);
ALTER TABLE gate DROP CONSTRAINT gate_pkey, ADD PRIMARY KEY (tenant, scope, owner_id);
ALTER TABLE model DROP CONSTRAINT model_process_id_attempt_key, ADD UNIQUE (tenant, process_id, attempt);
DROP INDEX model_name_version;
CREATE UNIQUE INDEX model_name_version ON model (tenant, project_id, name_key, version);
DROP INDEX model_import;
CREATE UNIQUE INDEX model_import ON model (tenant, project_id, import_key);
ALTER TABLE base_model DROP CONSTRAINT base_model_name_key,
    ADD CONSTRAINT base_model_name_key UNIQUE (tenant, name_key);
DROP INDEX model_newest;
CREATE INDEX model_newest ON model (tenant, status, created_at DESC, id);
