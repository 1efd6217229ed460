-- The secret that a machine's agent shares with the services. It is made here, so that the version before this one,
-- which does not know of it, can register machines, too; another key of an agent brings another secret.
ALTER TABLE machine ADD COLUMN message_key text NOT NULL
    DEFAULT encode(sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea), 'base64');
