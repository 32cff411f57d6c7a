-- The functions as 0002 and 0004 made them.
DROP FUNCTION network_refuse_overfull(bigint[], jsonb);
CREATE OR REPLACE FUNCTION network_refuse_overfull(sections bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    fault bigint;
BEGIN
    WITH line AS MATERIALIZED (
        SELECT l.section_id, l.period, l.room_mm2, h.kind
        FROM network_claimline l JOIN network_holder h ON h.id = l.holder_id
        WHERE l.section_id = ANY (sections) AND NOT l.exclusive AND NOT l.inside
          AND (h.expires_at IS NULL OR h.expires_at > now())
    ), moment AS (
        SELECT DISTINCT m.section_id, greatest(COALESCE(lower(o.period), '-infinity'::date),
                                               COALESCE(lower(m.period), '-infinity'::date)) AS at
        FROM line m JOIN line o ON o.section_id = m.section_id AND o.period && m.period
        WHERE m.kind = 'claim' AND m.room_mm2 > 0
    ), load AS (
        SELECT m.section_id, m.at, sum(o.room_mm2) AS taken
        FROM moment m JOIN line o ON o.section_id = m.section_id
             AND COALESCE(lower(o.period), '-infinity'::date) <= m.at
             AND COALESCE(upper(o.period), 'infinity'::date) > m.at
        GROUP BY m.section_id, m.at
    )
    SELECT load.section_id INTO fault
    FROM load JOIN assets_ductsection s ON s.id = load.section_id JOIN assets_duct d ON d.id = s.duct_id
    WHERE load.taken > COALESCE(network_room_limit(d.type_id), 0) + 0.001
    LIMIT 1;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'there is not enough room in a duct section'
            USING ERRCODE = '23514', CONSTRAINT = 'claimed_room_within_limit', DETAIL = fault::text;
    END IF;
END $$;
CREATE OR REPLACE FUNCTION network_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    roomy bigint[];
BEGIN
    IF EXISTS (
        SELECT FROM new_rows l JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'
        JOIN assets_ductsection s ON s.id = l.section_id JOIN assets_duct d ON d.id = s.duct_id
        WHERE NOT l.inside
          AND (d.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               AND COALESCE(upper(l.period) > CURRENT_DATE, true)
               OR NOT daterange(d.valid_from, d.valid_to) @> l.period)
        UNION ALL
        SELECT FROM new_rows l JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'
        JOIN assets_strand s ON s.id = l.strand_id JOIN assets_cable k ON k.id = s.cable_id
        WHERE k.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
           AND COALESCE(upper(l.period) > CURRENT_DATE, true)
           OR NOT daterange(k.valid_from, k.valid_to) @> l.period) THEN
        RAISE EXCEPTION 'capacity exists only within the validity and life cycle of its object'
            USING ERRCODE = '23514', CONSTRAINT = 'claim_within_validity';
    END IF;
    PERFORM network_refuse_damaged(ARRAY(
        SELECT l.id FROM new_rows l JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'));
    roomy := ARRAY(SELECT DISTINCT section_id FROM new_rows
                   WHERE section_id IS NOT NULL AND NOT exclusive AND NOT inside);
    IF cardinality(roomy) > 0 THEN
        PERFORM 1 FROM assets_duct WHERE id IN
            (SELECT duct_id FROM assets_ductsection WHERE id = ANY (roomy))
            ORDER BY id FOR NO KEY UPDATE;
        PERFORM network_refuse_overfull(roomy);
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION network_sections_between(duct bigint, from_site bigint, to_site bigint)
RETURNS TABLE (section_id bigint, rank double precision) LANGUAGE sql STABLE AS $$
    WITH step AS (
        SELECT s.id, s.rank,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS enters,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS leaves
        FROM assets_ductsection s JOIN assets_segment g ON g.id = s.segment_id
        WHERE s.duct_id = duct
    ), extent AS (
        SELECT a.rank AS low, b.rank AS high FROM step a JOIN step b ON b.rank >= a.rank
        WHERE (a.enters = from_site AND b.leaves = to_site)
           OR (a.enters = to_site AND b.leaves = from_site)
        ORDER BY b.rank - a.rank LIMIT 1
    )
    SELECT step.id, step.rank FROM step, extent WHERE step.rank BETWEEN extent.low AND extent.high
$$;
CREATE OR REPLACE FUNCTION network_ancestors(sections bigint[])
RETURNS TABLE (section_id bigint, ancestor_id bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT id AS section_id, parent_id AS ancestor_id FROM assets_ductsection
        WHERE id = ANY (sections) AND parent_id IS NOT NULL
        UNION ALL
        SELECT up.section_id, s.parent_id FROM up JOIN assets_ductsection s ON s.id = up.ancestor_id
        WHERE s.parent_id IS NOT NULL
    )
    SELECT section_id, ancestor_id FROM up
$$;
CREATE OR REPLACE FUNCTION network_descendants(sections bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT id FROM assets_ductsection WHERE id = ANY (sections)
        UNION ALL
        SELECT s.id FROM down JOIN assets_ductsection s ON s.parent_id = down.id
    )
    SELECT id FROM down
$$;
CREATE OR REPLACE FUNCTION network_lock_ducts(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assets_duct WHERE id IN (
        SELECT u.duct_id FROM network_heldunit u WHERE u.holder_id = ANY (holders)
        UNION
        SELECT s.duct_id FROM network_holder h
            JOIN assets_cablesection c ON c.cable_id = h.cable_id
            JOIN assets_ductsection s ON s.id = c.duct_section_id
            WHERE h.id = ANY (holders)
        UNION
        SELECT p.duct_id FROM network_holder h
            JOIN assets_ductsection s ON s.duct_id = h.duct_id
            JOIN assets_ductsection p ON p.id = s.parent_id
            WHERE h.id = ANY (holders)
        ) ORDER BY id FOR NO KEY UPDATE;
    PERFORM 1 FROM network_holder WHERE id = ANY (holders) ORDER BY id FOR NO KEY UPDATE;
END $$;
CREATE OR REPLACE FUNCTION network_write_physical_lines(holders bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH taking AS MATERIALIZED (
        SELECT row_number() OVER () AS n, t.*, h.kind,
               ARRAY[h.organisation_id, COALESCE(k.operator_id, d.operator_id), COALESCE(k.used_by_id, d.used_by_id)] AS parties
        FROM network_physical_takings(holders) t
        JOIN network_holder h ON h.id = t.holder_id
        LEFT JOIN assets_cable k ON k.id = h.cable_id
        LEFT JOIN assets_duct d ON d.id = h.duct_id
    ), cover AS (
        SELECT t.n, l.holder_id AS under, l.exclusive, t.period * l.period AS period,
               CASE WHEN l.exclusive OR row_number() OVER (
                        PARTITION BY l.id, t.inside ORDER BY t.holder_id) > 1
                    THEN t.room ELSE greatest(t.room - l.room_mm2, 0) END AS room
        FROM taking t
        JOIN network_claimline l ON (l.section_id = t.section_id OR l.strand_id = t.strand_id)
             AND l.period && t.period
             AND (l.exclusive OR (l.room_mm2 > 0 AND NOT t.inside AND t.kind <> 'damage'))
        JOIN network_holder c ON c.id = l.holder_id AND c.kind = 'claim'
             AND (t.kind = 'damage' OR c.organisation_id = ANY (t.parties))
    ), rest AS (
        SELECT t.n, unnest(datemultirange(t.period) - COALESCE(
                   (SELECT range_agg(c.period) FROM cover c WHERE c.n = t.n), '{}')) AS period
        FROM taking t
    )
    INSERT INTO network_claimline
        (holder_id, section_id, strand_id, period, exclusive, inside, room_mm2, under_id, key)
    SELECT t.holder_id, t.section_id, t.strand_id, c.period, false, t.inside, c.room, c.under,
           CASE WHEN c.exclusive THEN c.under ELSE 0 END
    FROM taking t JOIN cover c ON c.n = t.n
    UNION ALL
    SELECT t.holder_id, t.section_id, t.strand_id, r.period, false, t.inside, t.room, NULL, 0
    FROM taking t JOIN rest r ON r.n = t.n
$$;
CREATE OR REPLACE FUNCTION network_physical_neighbours(holders bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH touched AS (
        SELECT b.section_id FROM network_heldunit u
        CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
        WHERE u.holder_id = ANY (holders) AND u.duct_id IS NOT NULL
        UNION
        SELECT section_id FROM network_claimline
        WHERE holder_id = ANY (holders) AND section_id IS NOT NULL AND NOT inside
    ), strands AS (
        SELECT strand_id FROM network_heldunit WHERE holder_id = ANY (holders) AND strand_id IS NOT NULL
    )
    SELECT COALESCE(array_agg(DISTINCT h.id), '{}') FROM network_claimline l
    JOIN network_holder h ON h.id = l.holder_id AND h.kind <> 'claim'
    WHERE l.section_id IN (SELECT section_id FROM touched)
       OR l.strand_id IN (SELECT strand_id FROM strands)
$$;
DROP FUNCTION network_derive(bigint[], bigint[]);
CREATE OR REPLACE FUNCTION network_derive(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    physical bigint[];
    was text := COALESCE(current_setting('trassenbuch.deriving', true), '');
BEGIN
    IF COALESCE(cardinality(holders), 0) = 0 THEN RETURN; END IF;
    PERFORM network_lock_ducts(holders);
    physical := network_physical_neighbours(holders);
    physical := ARRAY(SELECT unnest(physical) UNION
                      SELECT id FROM network_holder WHERE id = ANY (holders) AND kind <> 'claim');
    PERFORM set_config('trassenbuch.deriving', 'on', true);
    DELETE FROM network_claimline WHERE holder_id = ANY (holders || physical);
    PERFORM network_write_claim_lines(holders);
    IF cardinality(physical) > 0 THEN
        PERFORM network_write_physical_lines(physical);
    END IF;
    PERFORM set_config('trassenbuch.deriving', was, true);
END $$;
CREATE OR REPLACE FUNCTION network_run_pending_derivations() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    holders bigint[];
    cables bigint[];
    ducts bigint[];
    damages bigint[];
BEGIN
    WITH mine AS (DELETE FROM network_pendingderivation WHERE transaction = pg_current_xact_id()
                  RETURNING concept, ids)
    SELECT array_agg(DISTINCT i) FILTER (WHERE concept = 'holder'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'cable'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'duct'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'damage')
    INTO holders, cables, ducts, damages
    FROM mine, unnest(ids) i;
    IF COALESCE(cables, ducts, damages) IS NOT NULL THEN
        holders := holders || network_upsert_physical_holders(cables, ducts, damages);
    END IF;
    IF ducts IS NOT NULL THEN
        holders := holders || network_holders_on_ducts(ducts);
    END IF;
    PERFORM network_derive(ARRAY(SELECT DISTINCT i FROM unnest(holders) i ORDER BY i));
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION network_section_states(sections bigint[], during daterange)
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
CREATE TRIGGER claim_line_checks AFTER INSERT ON network_claimline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_check_lines();
DROP FUNCTION network_holders_of_strands(bigint[]);
DROP FUNCTION network_with_children(bigint[]);
DROP FUNCTION network_refuse_invalid(bigint[]);
DROP FUNCTION network_check_units(bigint[]);
DROP FUNCTION network_claimed_loads(bigint[], bigint[]);
DROP FUNCTION network_room_loads(bigint[], daterange, bigint[]);
DROP FUNCTION network_lock_plant(bigint[]);
DROP FUNCTION network_ducts_of(bigint[]);
DROP FUNCTION network_ducts_around(bigint[]);
DROP INDEX network_claimline_under;
