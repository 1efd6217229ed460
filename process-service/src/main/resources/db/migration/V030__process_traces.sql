-- The request that began the newest attempt: what is done for it later, by whatever cause, is of the same trace.
ALTER TABLE training_process ADD COLUMN traceparent text;
