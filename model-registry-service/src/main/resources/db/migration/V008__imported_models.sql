ALTER TABLE model
    ADD COLUMN origin text NOT NULL DEFAULT 'TRAINED' CHECK (origin IN ('TRAINED', 'IMPORTED')),
    -- What a client called its import, so that a second try finds the first.
    ADD COLUMN import_key text,
    ALTER COLUMN template_id DROP NOT NULL,
    ALTER COLUMN process_id DROP NOT NULL,
    ALTER COLUMN attempt DROP NOT NULL,
    ALTER COLUMN machine_id DROP NOT NULL,
    ADD CHECK (origin = 'IMPORTED' OR (template_id IS NOT NULL AND process_id IS NOT NULL
        AND attempt IS NOT NULL AND machine_id IS NOT NULL)),
    ADD CHECK (origin = 'TRAINED' OR status <> 'PENDING');
ALTER TABLE model ALTER COLUMN origin DROP DEFAULT;

CREATE UNIQUE INDEX model_import ON model (project_id, import_key);
