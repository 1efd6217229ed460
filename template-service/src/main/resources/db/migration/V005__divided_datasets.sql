-- How the service divided images that came without sets; null where they came with them.
ALTER TABLE dataset ADD COLUMN split jsonb;
