-- A replica that does not know imports yet goes on registering models during an update.
ALTER TABLE model ALTER COLUMN origin SET DEFAULT 'TRAINED';
