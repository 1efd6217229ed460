-- Who caused an event; NULL where nobody in particular did. Repeatable, as outbox_rejected, and after it by its name.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS actor text;
ALTER TABLE outbox_rejected ADD COLUMN IF NOT EXISTS actor text;
