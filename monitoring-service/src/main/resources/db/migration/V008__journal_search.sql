-- The journal is searched by project, by who caused an event, by trace and by subject, too.
ALTER TABLE journal_entry ADD COLUMN project_id uuid, ADD COLUMN actor text;
UPDATE journal_entry SET project_id = (data ->> 'projectId')::uuid
WHERE data ->> 'projectId' ~ '^[0-9a-fA-F-]{36}$';
CREATE INDEX journal_entry_by_project ON journal_entry (project_id, time DESC) WHERE project_id IS NOT NULL;
CREATE INDEX journal_entry_by_actor ON journal_entry (actor, time DESC) WHERE actor IS NOT NULL;
CREATE INDEX journal_entry_by_trace ON journal_entry (trace_id) WHERE trace_id IS NOT NULL;
CREATE INDEX journal_entry_by_subject ON journal_entry (subject, time DESC);
