-- Whose change an event tells of; NULL for what belongs to no tenant, and for rows from before.
-- Not kept apart: the relay sends the events of all tenants, and nobody else reads them.
-- Repeatable, since a version of the kit lies below those of the services, which are there already.
ALTER TABLE outbox ADD COLUMN IF NOT EXISTS tenant text;
ALTER TABLE outbox_rejected ADD COLUMN IF NOT EXISTS tenant text;
