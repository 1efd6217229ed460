-- Each entry of the journal has a number in its day and a hash over itself and the entry before it, so
-- that nobody can change or remove one unnoticed. How: docs/adr/0019. The text of the data is kept as it
-- came: jsonb would write it anew.

-- One row a day that has entries; it stays when the entries go.
CREATE TABLE journal_day (
    day            date        PRIMARY KEY,
    entries        bigint      NOT NULL,
    last_hash      bytea       NOT NULL,
    -- The day before that has entries, and its last hash; NULL and zeros for the first of all.
    previous_day   date,
    previous_hash  bytea       NOT NULL,
    -- Where the entries are archived.
    archive        text,
    archive_sha256 text,
    -- Since when the entries are no longer here.
    expired_at     timestamptz
) WITH (fillfactor = 50);

ALTER TABLE journal_entry ADD COLUMN day date, ADD COLUMN number bigint, ADD COLUMN hash bytea;

-- What is there already is chained in the order in which it came; the service does the same in Java for
-- what comes (ChainHash).
CREATE FUNCTION journal_field(value text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN value IS NULL THEN '\xffffffff'::bytea
        ELSE int4send(octet_length(convert_to(value, 'UTF8'))) || convert_to(value, 'UTF8') END
$$;
CREATE FUNCTION journal_time(value timestamptz) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT (extract(epoch FROM value) * 1000000)::bigint::text
$$;
CREATE FUNCTION journal_link(previous bytea, content bytea) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(previous || content)
$$;
CREATE AGGREGATE journal_links(bytea) (
    SFUNC = journal_link,
    STYPE = bytea,
    INITCOND = '\x0000000000000000000000000000000000000000000000000000000000000000'
);

WITH arrived AS (
    SELECT *, (received_at AT TIME ZONE 'UTC')::date AS arrival_day FROM journal_entry
), numbered AS (
    SELECT *, row_number() OVER (PARTITION BY arrival_day ORDER BY id) AS arrival_number FROM arrived
), linked AS (
    SELECT id, arrival_day, arrival_number,
        journal_links(
            journal_field(to_char(arrival_day, 'YYYY-MM-DD')) || journal_field(arrival_number::text)
            || journal_field(event_id) || journal_field(type) || journal_field(source) || journal_field(subject)
            || journal_field(journal_time(time)) || journal_field(journal_time(received_at))
            || journal_field(project_id::text) || journal_field(process_id::text)
            || journal_field(machine_id::text) || journal_field(trace_id) || journal_field(actor)
            || journal_field(data::text)
        ) OVER (ORDER BY arrival_day, arrival_number) AS link
    FROM numbered
)
UPDATE journal_entry SET day = arrival_day, number = arrival_number, hash = link
FROM linked WHERE linked.id = journal_entry.id;

INSERT INTO journal_day (day, entries, last_hash, previous_day, previous_hash)
SELECT day, number, hash, lag(day) OVER (ORDER BY day),
    coalesce(lag(hash) OVER (ORDER BY day), decode(repeat('00', 32), 'hex'))
FROM (SELECT DISTINCT ON (day) day, number, hash FROM journal_entry ORDER BY day, number DESC) AS last_entry;

DROP AGGREGATE journal_links(bytea);
DROP FUNCTION journal_link(bytea, bytea);
DROP FUNCTION journal_time(timestamptz);
DROP FUNCTION journal_field(text);

-- What jsonb cannot hold is refused as before: it cannot be shown.
ALTER TABLE journal_entry
    ALTER COLUMN day SET NOT NULL,
    ALTER COLUMN number SET NOT NULL,
    ALTER COLUMN hash SET NOT NULL,
    ALTER COLUMN data TYPE json USING data::text::json,
    ADD CONSTRAINT journal_entry_data_is_storable CHECK (data::jsonb IS NOT NULL),
    ADD CONSTRAINT journal_entry_number UNIQUE (day, number);

CREATE FUNCTION journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Not about the values (class 22 or 23): whoever tries is to wait, not to lose what he brings.
    RAISE EXCEPTION '%: the journal is only ever appended to, by a service that chains its entries', TG_NAME
        USING ERRCODE = 'object_not_in_prerequisite_state';
END $$;
CREATE FUNCTION journal_refuse_deletion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM (SELECT DISTINCT day FROM deleted) AS d
            LEFT JOIN journal_day USING (day) WHERE journal_day.expired_at IS NULL) THEN
        RAISE EXCEPTION '%: only days that have expired can be deleted from the journal', TG_NAME
            USING ERRCODE = 'object_not_in_prerequisite_state';
    END IF;
    RETURN NULL;
END $$;

-- A replica of an earlier version would append without chaining; it waits until it is replaced.
CREATE TRIGGER journal_entry_is_chained BEFORE INSERT ON journal_entry
    FOR EACH ROW WHEN (NEW.hash IS NULL) EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_entry_is_final BEFORE UPDATE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
CREATE TRIGGER journal_entry_stays AFTER DELETE ON journal_entry
    REFERENCING OLD TABLE AS deleted
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse_deletion();
CREATE TRIGGER journal_day_stays BEFORE DELETE OR TRUNCATE ON journal_day
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuse();
