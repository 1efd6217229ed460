-- Whose each row is; see docs/adr/0032. What was there before is the default tenant's. Not here: model_type is
-- everybody's; object_disposal, file_integrity and reconciliation are about objects of the storage, whose keys
-- nobody has who does not see their row.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['project', 'dataset', 'dataset_version', 'dataset_upload', 'dataset_image',
        'dataset_report', 'dataset_thumbnail', 'dataset_use', 'template', 'template_revision']
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

ALTER TABLE project DROP CONSTRAINT project_name_key_key, ADD CONSTRAINT project_name UNIQUE (tenant, name_key);
DROP INDEX project_created;
CREATE INDEX project_created ON project (tenant, created_at);
CREATE INDEX template_of_tenant ON template (tenant, created_at);
DROP INDEX template_base_model;
CREATE INDEX template_base_model ON template (tenant, lower(base_model));

-- Asked for by id from outside, so that nobody may take the id of somebody else's process.
ALTER TABLE dataset_use DROP CONSTRAINT dataset_use_pkey, ADD PRIMARY KEY (tenant, process_id);
