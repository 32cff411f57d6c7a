-- A search asks about some hundred sections at a time. The planner cannot know how few lines these have and
-- would read the whole ledger, so only index lookups are left to it.

-- The lines by which something is taken of sections (or of what lies in them) during a period: their own,
-- and those on what contains them if exclusive or a damage.
CREATE FUNCTION network_taking_lines(sections bigint[], during daterange)
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

-- Those of many sections of usable ducts that are not free during a period: what
-- `network_section_states` says, without working out rooms and states.
CREATE FUNCTION network_taken_sections(sections bigint[], during daterange) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT section_id FROM network_taking_lines(sections, during)
$$;

-- Those of many sections in which there is less room (mm²) than needed.
CREATE FUNCTION network_sections_without_room(sections bigint[], during daterange, needed double precision)
RETURNS SETOF bigint LANGUAGE sql STABLE
SET enable_hashjoin = off SET enable_mergejoin = off SET enable_seqscan = off AS $$
    SELECT section_id FROM network_section_states(sections, during)
    WHERE NOT room_open OR COALESCE(room_limit, 0) - room_taken + 0.001 < needed
$$;
