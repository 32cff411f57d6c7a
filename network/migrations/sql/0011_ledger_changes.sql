-- A server process keeps what is taken of duct sections in memory, as it keeps the ducts. It follows the ledger by
-- this note of each statement that wrote or removed lines: which sections, by which transaction.
CREATE TABLE network_ledgerchange (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction bigint NOT NULL DEFAULT pg_current_xact_id()::text::bigint,
    sections bigint[] NOT NULL,
    -- Notes up to this transaction were removed: who could not see one of them yet has to read everything anew.
    forgotten bigint
);
CREATE INDEX network_ledgerchange_transaction ON network_ledgerchange (transaction);

CREATE FUNCTION network_note_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    note bigint;
BEGIN
    INSERT INTO network_ledgerchange (sections)
    SELECT array_agg(DISTINCT section_id) FROM changed WHERE section_id IS NOT NULL HAVING count(*) > 0
    RETURNING id INTO note;
    IF note % 1000 = 0 THEN
        WITH gone AS (DELETE FROM network_ledgerchange WHERE id <= note - 20000 RETURNING transaction)
        INSERT INTO network_ledgerchange (sections, forgotten)
        SELECT '{}', max(transaction) FROM gone HAVING count(*) > 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER line_noted_insert AFTER INSERT ON network_claimline REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_lines();
CREATE TRIGGER line_noted_delete AFTER DELETE ON network_claimline REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_lines();

-- What takes something of sections (or of what lies in them) during a period, and until when at most (NULL: for
-- all of it): their own lines, and those on what contains them if exclusive or a damage.
CREATE FUNCTION network_takings(sections bigint[], during daterange)
RETURNS TABLE (section_id bigint, holder_id bigint, period daterange, expires_at timestamptz) LANGUAGE sql STABLE AS $$
    WITH reach AS (
        SELECT s.id AS target_id, s.id AS section_id FROM unnest(sections) s (id)
        UNION ALL
        SELECT a.section_id, a.ancestor_id FROM network_ancestors(sections) a
    )
    SELECT r.target_id, l.holder_id, l.period, h.expires_at
    FROM reach r
    JOIN network_claimline l ON l.section_id = r.section_id AND l.period && during
         AND (r.target_id = r.section_id OR l.exclusive OR NOT l.inside)
    JOIN network_holder h ON h.id = l.holder_id
         AND (r.target_id = r.section_id OR l.exclusive OR h.effect = 'blocked')
$$;

DROP FUNCTION network_taken_sections(bigint[], daterange);
CREATE OR REPLACE FUNCTION network_taking_lines(sections bigint[], during daterange)
RETURNS TABLE (section_id bigint, holder_id bigint, period daterange) LANGUAGE sql STABLE
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    SELECT section_id, holder_id, period FROM network_takings(sections, during)
    WHERE expires_at IS NULL OR expires_at > now()
$$;
