-- The secret that a machine's agent shares with the services, a new one with each enrolment. The default is for the
-- version before this one, which does not know of it.
ALTER TABLE machine ADD COLUMN message_key text NOT NULL
    DEFAULT encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64');
