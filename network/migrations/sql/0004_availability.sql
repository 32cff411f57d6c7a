-- The one definition of what is free. A section is free in a period if nothing is taken of it, of
-- what lies in it, or exclusively of what contains it, at any moment of the period. A hold whose time
-- has run out takes nothing. Room is the square of a diameter (mm²), at the fullest moment.
CREATE FUNCTION network_section_states(sections bigint[], during daterange)
RETURNS TABLE (section_id bigint, state text, room_limit double precision, room_taken double precision,
               room_open boolean)
LANGUAGE sql STABLE AS $$
    WITH target AS (
        SELECT s.id, t.inner_mm, t.id AS type_id,
               d.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               OR NOT daterange(d.valid_from, d.valid_to) @> during AS out_of_use
        FROM assets_ductsection s JOIN assets_duct d ON d.id = s.duct_id
        JOIN assets_ducttype t ON t.id = d.type_id
        WHERE s.id = ANY (sections)
    ), reach AS (
        SELECT id AS target_id, id AS section_id FROM target
        UNION ALL
        SELECT a.section_id, a.ancestor_id FROM network_ancestors(sections) a
    ), line AS (
        SELECT r.target_id, r.target_id = l.section_id AS own, l.period, l.exclusive, l.inside, l.room_mm2, h.effect
        FROM reach r
        JOIN network_claimline l ON l.section_id = r.section_id AND l.period && during
             AND (r.target_id = r.section_id OR l.exclusive OR NOT l.inside)
        JOIN network_holder h ON h.id = l.holder_id
             AND (h.expires_at IS NULL OR h.expires_at > now())
             AND (r.target_id = r.section_id OR l.exclusive OR h.effect = 'blocked')
    ), peak AS (
        SELECT m.target_id, max(m.room) AS room FROM (
            SELECT a.target_id, a.period, sum(b.room_mm2) AS room
            FROM (SELECT DISTINCT target_id, period FROM line WHERE own AND room_mm2 > 0) a
            JOIN line b ON b.target_id = a.target_id AND b.own AND b.room_mm2 > 0
                 AND COALESCE(lower(b.period), '-infinity'::date)
                     <= greatest(COALESCE(lower(a.period), '-infinity'::date), COALESCE(lower(during), '-infinity'::date))
                 AND COALESCE(upper(b.period), 'infinity'::date)
                     > greatest(COALESCE(lower(a.period), '-infinity'::date), COALESCE(lower(during), '-infinity'::date))
            GROUP BY a.target_id, a.period) m
        GROUP BY m.target_id
    ), worst AS (
        SELECT target_id, bool_or(effect = 'blocked') AS blocked, bool_or(effect = 'occupied') AS occupied,
               bool_or(exclusive) AS closed
        FROM line GROUP BY target_id
    )
    SELECT t.id,
           CASE WHEN t.out_of_use OR w.blocked THEN 'blocked' WHEN w.occupied THEN 'occupied'
                WHEN w.target_id IS NOT NULL THEN 'reserved' ELSE 'free' END,
           network_room_limit(t.type_id), COALESCE(p.room, 0),
           NOT (t.out_of_use OR COALESCE(w.blocked OR w.closed, false))
    FROM target t LEFT JOIN worst w ON w.target_id = t.id LEFT JOIN peak p ON p.target_id = t.id
$$;

CREATE FUNCTION network_strand_states(strands bigint[], during daterange)
RETURNS TABLE (strand_id bigint, state text) LANGUAGE sql STABLE AS $$
    SELECT s.id,
           CASE WHEN c.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
                     OR NOT daterange(c.valid_from, c.valid_to) @> during
                     OR bool_or(h.effect = 'blocked') THEN 'blocked'
                WHEN bool_or(h.effect = 'occupied') THEN 'occupied'
                WHEN bool_or(h.effect = 'reserved') THEN 'reserved' ELSE 'free' END
    FROM assets_strand s JOIN assets_cable c ON c.id = s.cable_id
    LEFT JOIN network_claimline l ON l.strand_id = s.id AND l.period && during
    LEFT JOIN network_holder h ON h.id = l.holder_id AND (h.expires_at IS NULL OR h.expires_at > now())
    WHERE s.id = ANY (strands)
    GROUP BY s.id, c.id
$$;

-- Counts of innermost tubes today, for the given segments; five classes for maps (0 none … 4 mostly free).
CREATE FUNCTION network_refresh_capacity(segments bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH innermost AS (
        SELECT s.segment_id, s.id FROM assets_ductsection s
        JOIN assets_duct d ON d.id = s.duct_id JOIN assets_ducttype t ON t.id = d.type_id
        WHERE s.segment_id = ANY (segments) AND s.is_live AND t.kind <> 'bundle'
          AND NOT EXISTS (SELECT FROM assets_ductsection c WHERE c.parent_id = s.id AND c.is_live)
    ), ids AS (
        SELECT array_agg(id) AS sections FROM innermost
    ), counted AS (
        SELECT i.segment_id, count(*) AS total, count(*) FILTER (WHERE st.state = 'free') AS free,
               count(*) FILTER (WHERE st.state = 'reserved') AS reserved,
               count(*) FILTER (WHERE st.state = 'occupied') AS occupied,
               count(*) FILTER (WHERE st.state = 'blocked') AS blocked
        FROM ids CROSS JOIN LATERAL network_section_states(ids.sections, daterange(CURRENT_DATE, CURRENT_DATE, '[]')) st
        JOIN innermost i ON i.id = st.section_id
        GROUP BY i.segment_id
    ), change AS (
        SELECT s.segment_id, min(moment) AS at
        FROM assets_ductsection s JOIN network_claimline l ON l.section_id = s.id
        JOIN network_holder h ON h.id = l.holder_id
        CROSS JOIN LATERAL (VALUES (h.expires_at), (lower(l.period)::timestamptz), (upper(l.period)::timestamptz)) m (moment)
        WHERE s.segment_id = ANY (segments) AND moment > now()
        GROUP BY s.segment_id
    )
    INSERT INTO network_segmentcapacity (segment_id, tubes_total, tubes_free, tubes_reserved, tubes_occupied,
                                         tubes_blocked, free_class, computed_at, next_change_at)
    SELECT g.id, COALESCE(c.total, 0), COALESCE(c.free, 0), COALESCE(c.reserved, 0), COALESCE(c.occupied, 0),
           COALESCE(c.blocked, 0),
           CASE WHEN COALESCE(c.total, 0) = 0 THEN NULL WHEN c.free = 0 THEN 0
                ELSE 1 + least(3, floor(4.0 * (c.free - 1) / c.total))::int END,
           now(), change.at
    FROM assets_segment g LEFT JOIN counted c ON c.segment_id = g.id LEFT JOIN change ON change.segment_id = g.id
    WHERE g.id = ANY (segments)
    ON CONFLICT (segment_id) DO UPDATE SET
        tubes_total = EXCLUDED.tubes_total, tubes_free = EXCLUDED.tubes_free,
        tubes_reserved = EXCLUDED.tubes_reserved, tubes_occupied = EXCLUDED.tubes_occupied,
        tubes_blocked = EXCLUDED.tubes_blocked, free_class = EXCLUDED.free_class,
        computed_at = EXCLUDED.computed_at, next_change_at = EXCLUDED.next_change_at
$$;

-- Takes at most `most` segments from the queue or past their next change; several readers may run it at
-- once. Returns how many were refreshed.
CREATE FUNCTION network_refresh_due_capacity(most integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    due bigint[];
BEGIN
    WITH taken AS (
        DELETE FROM network_capacityqueue WHERE id IN
            (SELECT id FROM network_capacityqueue ORDER BY id LIMIT most FOR UPDATE SKIP LOCKED)
        RETURNING segment_id
    ), lapsed AS (
        SELECT segment_id FROM network_segmentcapacity WHERE next_change_at <= now()
        ORDER BY next_change_at LIMIT most FOR UPDATE SKIP LOCKED
    )
    SELECT array_agg(DISTINCT segment_id ORDER BY segment_id) INTO due
    FROM (SELECT segment_id FROM taken UNION ALL SELECT segment_id FROM lapsed) d;
    IF due IS NULL THEN RETURN 0; END IF;
    PERFORM network_refresh_capacity(due);
    RETURN cardinality(due);
END $$;
