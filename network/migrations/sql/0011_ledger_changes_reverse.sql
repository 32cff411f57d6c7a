CREATE OR REPLACE FUNCTION network_taking_lines(sections bigint[], during daterange)
RETURNS TABLE (section_id bigint, holder_id bigint, period daterange) LANGUAGE sql STABLE
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    WITH reach AS (
        SELECT s.id AS target_id, s.id AS section_id FROM unnest(sections) s (id)
        UNION ALL
        SELECT a.section_id, a.ancestor_id FROM network_ancestors(sections) a
    )
    SELECT r.target_id, l.holder_id, l.period
    FROM reach r
    JOIN network_claimline l ON l.section_id = r.section_id AND l.period && during
         AND (r.target_id = r.section_id OR l.exclusive OR NOT l.inside)
    JOIN network_holder h ON h.id = l.holder_id
         AND (h.expires_at IS NULL OR h.expires_at > now())
         AND (r.target_id = r.section_id OR l.exclusive OR h.effect = 'blocked')
$$;
CREATE FUNCTION network_taken_sections(sections bigint[], during daterange) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT section_id FROM network_taking_lines(sections, during)
$$;
DROP FUNCTION network_takings(bigint[], daterange);
DROP TRIGGER line_noted_delete ON network_claimline;
DROP TRIGGER line_noted_insert ON network_claimline;
DROP FUNCTION network_note_lines();
DROP TABLE network_ledgerchange;
