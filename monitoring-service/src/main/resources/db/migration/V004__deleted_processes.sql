-- An agent that was away may still send what it measured: that is neither shown nor kept.
CREATE TABLE deleted_process (
    process_id uuid        PRIMARY KEY,
    deleted_at timestamptz NOT NULL
);
-- What has come so far of processes that were deleted before there was this table goes too, but for those
-- that were created again.
INSERT INTO deleted_process (process_id, deleted_at)
SELECT process_id, min(received_at) FROM journal_entry
WHERE type = 'dev.trainyard.process.deleted' AND process_id IS NOT NULL
    AND process_id NOT IN (SELECT process_id FROM monitored_process)
GROUP BY process_id;
