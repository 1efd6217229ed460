-- The table of the kit, which both services with files have; see db/service-kit-files.
ALTER TABLE ownerless_object RENAME TO object_disposal;
ALTER TABLE object_disposal RENAME COLUMN remove_at TO not_before;
ALTER INDEX ownerless_object_due RENAME TO object_disposal_due;
