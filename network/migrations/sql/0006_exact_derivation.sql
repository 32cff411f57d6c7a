-- Derivation made exact: the same lines whatever was derived before them, whoever derives at the same
-- time, and in whichever order things came. docs/ledger.md tells what each rule is for.

CREATE INDEX network_claimline_under ON network_claimline (under_id) WHERE under_id IS NOT NULL;

-- ---------------------------------------------------------------- reading the plant
-- A duct may pass a site twice. Of the stretches between two sites the first one is meant that
-- contains no other: a split or merge of segments does not change which one that is.
CREATE OR REPLACE FUNCTION network_sections_between(duct bigint, from_site bigint, to_site bigint)
RETURNS TABLE (section_id bigint, rank double precision) LANGUAGE sql STABLE AS $$
    WITH step AS (
        SELECT s.id, s.rank,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS enters,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS leaves
        FROM assets_ductsection s JOIN assets_segment g ON g.id = s.segment_id
        WHERE s.duct_id = duct
    ), candidate AS (
        SELECT a.rank AS low, b.rank AS high FROM step a JOIN step b ON b.rank >= a.rank
        WHERE (a.enters = from_site AND b.leaves = to_site)
           OR (a.enters = to_site AND b.leaves = from_site)
    ), extent AS (
        SELECT c.low, c.high FROM candidate c
        WHERE NOT EXISTS (SELECT FROM candidate i WHERE i.low >= c.low AND i.high <= c.high
                          AND (i.low, i.high) <> (c.low, c.high))
        ORDER BY c.low LIMIT 1
    )
    SELECT step.id, step.rank FROM step, extent WHERE step.rank BETWEEN extent.low AND extent.high
$$;

-- Both as 0002 made them, but led by the given ids: `id = ANY (…)` compares every section with every id
-- where the array is not a constant.
CREATE OR REPLACE FUNCTION network_ancestors(sections bigint[])
RETURNS TABLE (section_id bigint, ancestor_id bigint) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up AS (
        SELECT s.id AS section_id, s.parent_id AS ancestor_id
        FROM (SELECT DISTINCT unnest(sections) AS id) given JOIN assets_ductsection s ON s.id = given.id
        WHERE s.parent_id IS NOT NULL
        UNION ALL
        SELECT up.section_id, s.parent_id FROM up JOIN assets_ductsection s ON s.id = up.ancestor_id
        WHERE s.parent_id IS NOT NULL
    )
    SELECT section_id, ancestor_id FROM up
$$;
CREATE OR REPLACE FUNCTION network_descendants(sections bigint[]) RETURNS SETOF bigint
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT DISTINCT unnest(sections) AS id
        UNION ALL
        SELECT s.id FROM down JOIN assets_ductsection s ON s.parent_id = down.id
    )
    SELECT id FROM down
$$;

-- Ducts with all that contains them and all that lies in them, anywhere.
CREATE FUNCTION network_ducts_around(ducts bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH own AS (
        SELECT array_agg(id) AS sections FROM assets_ductsection WHERE duct_id = ANY (ducts)
    )
    SELECT unnest(ducts)
    UNION
    SELECT s.duct_id FROM own CROSS JOIN LATERAL network_ancestors(own.sections) a
    JOIN assets_ductsection s ON s.id = a.ancestor_id
    UNION
    SELECT s.duct_id FROM own CROSS JOIN LATERAL network_descendants(own.sections) AS d (id)
    JOIN assets_ductsection s ON s.id = d.id
$$;

-- The ducts on which the lines of holders rest.
CREATE FUNCTION network_ducts_of(holders bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT u.duct_id FROM network_heldunit u WHERE u.holder_id = ANY (holders) AND u.duct_id IS NOT NULL
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
    UNION
    SELECT network_ducts_around(array_agg(s.duct_id)) FROM network_holder h
        JOIN network_damage m ON m.id = h.damage_id JOIN assets_ductsection s ON s.id = m.section_id
        WHERE h.id = ANY (holders) HAVING count(*) > 0
$$;

CREATE FUNCTION network_lock_plant(ducts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assets_duct WHERE id = ANY (ducts) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- The lock order of the ledger: ducts by id, then holders by id.
CREATE OR REPLACE FUNCTION network_lock_ducts(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM network_lock_plant(ARRAY(SELECT d FROM network_ducts_of(holders) d));
    PERFORM 1 FROM network_holder WHERE id = ANY (holders) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- ---------------------------------------------------------------- room
-- What is taken of sections (mm²) at each moment of a period at which it grows, and whether a claim
-- takes part. The cables of an organisation use up the room that it claimed: of the two the greater
-- counts. A hold whose time has run out takes nothing, nor do holders to be left out.
CREATE FUNCTION network_room_loads(sections bigint[], during daterange, without bigint[] DEFAULT '{}')
RETURNS TABLE (section_id bigint, taken double precision, claimed boolean) LANGUAGE sql STABLE AS $$
    WITH line AS MATERIALIZED (
        SELECT l.section_id, l.period, l.room_mm2, h.kind = 'claim' AS of_claim,
               CASE WHEN h.kind = 'claim' THEN COALESCE(h.organisation_id, -h.id)
                    WHEN u.id IS NOT NULL THEN COALESCE(u.organisation_id, -u.id) END AS party
        FROM (SELECT DISTINCT unnest(sections) AS id) given
        JOIN network_claimline l ON l.section_id = given.id
        JOIN network_holder h ON h.id = l.holder_id
        LEFT JOIN network_holder u ON u.id = l.under_id
        WHERE l.room_mm2 > 0 AND l.period && during
          AND (h.expires_at IS NULL OR h.expires_at > now()) AND h.id <> ALL (without)
    ), moment AS (
        SELECT DISTINCT l.section_id, greatest(COALESCE(lower(l.period), '-infinity'::date),
                                               COALESCE(lower(during), '-infinity'::date)) AS at
        FROM line l
    ), part AS (
        SELECT m.section_id, m.at, sum(l.room_mm2) FILTER (WHERE l.of_claim) AS claimed,
               sum(l.room_mm2) FILTER (WHERE NOT l.of_claim) AS lies
        FROM moment m JOIN line l ON l.section_id = m.section_id
             AND COALESCE(lower(l.period), '-infinity'::date) <= m.at
             AND COALESCE(upper(l.period), 'infinity'::date) > m.at
        GROUP BY m.section_id, m.at, l.party
    )
    SELECT section_id, sum(greatest(claimed, lies)), bool_or(claimed IS NOT NULL)
    FROM part GROUP BY section_id, at
$$;

-- The highest load with claimed room in it, by duct.
CREATE FUNCTION network_claimed_loads(sections bigint[], without bigint[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT COALESCE(jsonb_object_agg(duct_id, taken), '{}') FROM (
        SELECT s.duct_id, max(r.taken) AS taken
        FROM network_room_loads(sections, '(,)', without) r JOIN assets_ductsection s ON s.id = r.section_id
        WHERE r.claimed GROUP BY s.duct_id) d
$$;

-- Claimed room fits beside all else at every moment. What stood before (by duct) may stay where the
-- limit was lowered since: else nobody could split a segment any more in which such a duct lies.
CREATE FUNCTION network_refuse_overfull(sections bigint[], before jsonb) RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    fault bigint;
BEGIN
    SELECT r.section_id INTO fault
    FROM network_room_loads(sections, '(,)') r
    JOIN assets_ductsection s ON s.id = r.section_id JOIN assets_duct d ON d.id = s.duct_id
    WHERE r.claimed AND r.taken > 0.001 + greatest(COALESCE(network_room_limit(d.type_id), 0),
                                                   (before ->> d.id::text)::double precision)
    LIMIT 1;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'there is not enough room in a duct section'
            USING ERRCODE = '23514', CONSTRAINT = 'claimed_room_within_limit', DETAIL = fault::text;
    END IF;
END $$;
DROP TRIGGER claim_line_checks ON network_claimline;
DROP FUNCTION network_check_lines();
DROP FUNCTION network_refuse_overfull(bigint[]);

-- ---------------------------------------------------------------- writing lines
CREATE FUNCTION network_check_units(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM network_holder h WHERE h.id = ANY (holders) AND h.kind = 'claim'
               AND NOT isempty(h.period)
               AND NOT EXISTS (SELECT FROM network_heldunit u WHERE u.holder_id = h.id)) THEN
        RAISE EXCEPTION 'a claim names nothing' USING ERRCODE = '23514', CONSTRAINT = 'claim_names_a_unit';
    END IF;
    IF EXISTS (SELECT FROM network_heldunit u JOIN network_holder h ON h.id = u.holder_id
               WHERE h.id = ANY (holders) AND h.kind <> 'claim') THEN
        RAISE EXCEPTION 'only claims name units' USING ERRCODE = '23514', CONSTRAINT = 'held_unit_of_a_claim';
    END IF;
END $$;

-- Capacity exists only within the validity and life cycle of its object. A life cycle is that of today,
-- so a claim that is over may name what was removed since.
CREATE FUNCTION network_refuse_invalid(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM network_claimline l JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'
        JOIN assets_ductsection s ON s.id = l.section_id JOIN assets_duct d ON d.id = s.duct_id
        WHERE l.holder_id = ANY (holders) AND NOT l.inside
          AND (d.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               AND COALESCE(upper(l.period) > CURRENT_DATE, true)
               OR NOT daterange(d.valid_from, d.valid_to) @> l.period)
        UNION ALL
        SELECT FROM network_claimline l JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'
        JOIN assets_strand s ON s.id = l.strand_id JOIN assets_cable k ON k.id = s.cable_id
        WHERE l.holder_id = ANY (holders)
          AND (k.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               AND COALESCE(upper(l.period) > CURRENT_DATE, true)
               OR NOT daterange(k.valid_from, k.valid_to) @> l.period)) THEN
        RAISE EXCEPTION 'capacity exists only within the validity and life cycle of its object'
            USING ERRCODE = '23514', CONSTRAINT = 'claim_within_validity';
    END IF;
END $$;

-- Physical lines, each moment of them under the oldest claim that covers it: a claim of one of the
-- parties, and for a damage every exclusive one. Under an exclusive claim a line carries its key.
CREATE OR REPLACE FUNCTION network_write_physical_lines(holders bigint[]) RETURNS void LANGUAGE sql AS $$
    WITH taking AS MATERIALIZED (
        SELECT row_number() OVER () AS n, t.*, h.kind,
               ARRAY[k.owner_id, k.operator_id, k.used_by_id, d.owner_id, d.operator_id, d.used_by_id] AS parties
        FROM network_physical_takings(holders) t
        JOIN network_holder h ON h.id = t.holder_id
        LEFT JOIN assets_cable k ON k.id = h.cable_id
        LEFT JOIN assets_duct d ON d.id = h.duct_id
    ), met AS (
        SELECT t.n, t.kind, t.parties, t.inside, t.period * l.period AS period, l.holder_id, l.exclusive, l.room_mm2
        FROM taking t JOIN network_claimline l ON l.section_id = t.section_id AND l.period && t.period
        WHERE l.exclusive OR l.room_mm2 > 0
        UNION ALL
        SELECT t.n, t.kind, t.parties, t.inside, t.period * l.period, l.holder_id, l.exclusive, l.room_mm2
        FROM taking t JOIN network_claimline l ON l.strand_id = t.strand_id AND l.period && t.period
        WHERE l.exclusive
    ), covering AS (
        SELECT m.n, m.holder_id AS under, m.exclusive,
               datemultirange(m.period) - COALESCE(range_agg(m.period) OVER older, '{}') AS periods
        FROM met m JOIN network_holder c ON c.id = m.holder_id AND c.kind = 'claim'
        WHERE CASE WHEN m.kind = 'damage' THEN m.exclusive
                   ELSE c.organisation_id = ANY (m.parties) AND (m.exclusive OR NOT m.inside) END
        WINDOW older AS (PARTITION BY m.n ORDER BY m.holder_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), cover AS (
        SELECT n, under, exclusive, unnest(periods) AS period FROM covering
    ), rest AS (
        SELECT t.n, unnest(datemultirange(t.period) - COALESCE(
                   (SELECT range_agg(c.period) FROM cover c WHERE c.n = t.n), '{}')) AS period
        FROM taking t
    )
    INSERT INTO network_claimline
        (holder_id, section_id, strand_id, period, exclusive, inside, room_mm2, under_id, key)
    SELECT t.holder_id, t.section_id, t.strand_id, c.period, false, t.inside, t.room, c.under,
           CASE WHEN c.exclusive THEN c.under ELSE 0 END
    FROM taking t JOIN cover c ON c.n = t.n
    UNION ALL
    SELECT t.holder_id, t.section_id, t.strand_id, r.period, false, t.inside, t.room, NULL, 0
    FROM taking t JOIN rest r ON r.n = t.n
$$;

-- Physical neighbours whose lines depend on the claims of the given holders, now or before.
CREATE OR REPLACE FUNCTION network_physical_neighbours(holders bigint[]) RETURNS bigint[]
LANGUAGE sql STABLE AS $$
    WITH touched AS (
        SELECT b.section_id FROM network_heldunit u
        CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
        WHERE u.holder_id = ANY (holders) AND u.duct_id IS NOT NULL
        UNION
        SELECT section_id FROM network_claimline
        WHERE holder_id = ANY (holders) AND section_id IS NOT NULL AND NOT inside
    ), line AS (
        SELECT l.holder_id FROM touched t JOIN network_claimline l ON l.section_id = t.section_id
        UNION
        SELECT l.holder_id FROM network_heldunit u JOIN network_claimline l ON l.strand_id = u.strand_id
        WHERE u.holder_id = ANY (holders)
        UNION
        SELECT l.holder_id FROM network_claimline l WHERE l.under_id = ANY (holders)
    )
    SELECT COALESCE(array_agg(h.id), '{}') FROM line JOIN network_holder h ON h.id = line.holder_id
    WHERE h.kind <> 'claim'
$$;

-- Derive all lines of the given holders anew and check them. Takes the locks itself. `grown` are the
-- claims that take more than before: what they took is no reason that they may. A plan kept from single
-- reservations would not do for a city; the setting ends with the function.
DROP FUNCTION network_derive(bigint[]);
CREATE FUNCTION network_derive(holders bigint[], grown bigint[] DEFAULT '{}') RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = auto SET enable_nestloop = on AS $$
DECLARE
    physical bigint[];
    fresh bigint[];
    loads jsonb;
    was text := COALESCE(current_setting('trassenbuch.deriving', true), '');
BEGIN
    IF COALESCE(cardinality(holders), 0) = 0 THEN RETURN; END IF;
    IF cardinality(holders) > 2000 THEN
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
    END IF;
    -- After waiting for a lock the derivation must see what the other transaction wrote.
    IF current_setting('transaction_isolation') NOT IN ('read committed', 'read uncommitted') THEN
        RAISE EXCEPTION 'the ledger can only be written at isolation level READ COMMITTED'
            USING ERRCODE = '25001', CONSTRAINT = 'ledger_reads_committed';
    END IF;
    PERFORM network_lock_plant(ARRAY(SELECT d FROM network_ducts_of(holders) d));
    physical := ARRAY(SELECT unnest(network_physical_neighbours(holders)) UNION
                      SELECT id FROM network_holder WHERE id = ANY (holders) AND kind <> 'claim');
    PERFORM 1 FROM network_holder WHERE id = ANY (holders || physical) ORDER BY id FOR NO KEY UPDATE;
    PERFORM network_check_units(holders);
    fresh := ARRAY(SELECT h.id FROM network_holder h
                   WHERE h.id = ANY (holders) AND h.kind = 'claim' AND NOT EXISTS (
                       SELECT FROM network_claimline l WHERE l.holder_id = h.id AND l.period @> h.period));
    loads := network_claimed_loads(ARRAY(SELECT section_id FROM network_claimline
                                         WHERE holder_id = ANY (holders || physical) AND room_mm2 > 0), grown);
    PERFORM set_config('trassenbuch.deriving', 'on', true);
    DELETE FROM network_claimline WHERE holder_id = ANY (holders || physical);
    PERFORM network_write_claim_lines(holders);
    IF cardinality(physical) > 0 THEN
        PERFORM network_write_physical_lines(physical);
    END IF;
    PERFORM set_config('trassenbuch.deriving', was, true);
    PERFORM network_refuse_invalid(holders);
    IF cardinality(fresh) > 0 THEN
        PERFORM network_refuse_damaged(ARRAY(SELECT id FROM network_claimline WHERE holder_id = ANY (fresh)));
    END IF;
    PERFORM network_refuse_overfull(
        ARRAY(SELECT DISTINCT section_id FROM network_claimline
              WHERE holder_id = ANY (holders || physical) AND room_mm2 > 0), loads);
END $$;

-- ---------------------------------------------------------------- following every edit
-- Ducts and the ducts that lie in them directly.
CREATE FUNCTION network_with_children(ducts bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT unnest(ducts) UNION
                 SELECT c.duct_id FROM assets_ductsection p JOIN assets_ductsection c ON c.parent_id = p.id
                 WHERE p.duct_id = ANY (ducts))
$$;

CREATE FUNCTION network_holders_of_strands(cables bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    SELECT ARRAY(SELECT DISTINCT u.holder_id FROM network_heldunit u JOIN assets_strand s ON s.id = u.strand_id
                 WHERE s.cable_id = ANY (cables))
$$;

-- Whoever edits the plant and whoever claims in it at the same time meet in the lock of a duct: an
-- edit locks the ducts, all around them, and all that its claims and cables rest on, before it looks.
CREATE OR REPLACE FUNCTION network_run_pending_derivations() RETURNS trigger LANGUAGE plpgsql
SET plan_cache_mode = auto SET enable_nestloop = on AS $$
DECLARE
    holders bigint[];
    cables bigint[];
    ducts bigint[];
    damages bigint[];
    grown bigint[];
BEGIN
    WITH mine AS (DELETE FROM network_pendingderivation WHERE transaction = pg_current_xact_id()
                  RETURNING concept, ids)
    SELECT array_agg(DISTINCT i) FILTER (WHERE concept IN ('holder', 'grown')),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'grown'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'cable'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'duct'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'damage')
    INTO holders, grown, cables, ducts, damages
    FROM mine, unnest(ids) i;
    -- Statistics do not know yet the rows of a large load, and a plan that takes a table for empty would
    -- read all of it again for each row, which joins by hashing cannot do.
    IF cardinality(ducts || cables || holders) > 2000 THEN
        PERFORM set_config('plan_cache_mode', 'force_custom_plan', true);
        PERFORM set_config('enable_nestloop', 'off', true);
    END IF;
    IF COALESCE(cables, ducts, damages) IS NOT NULL THEN
        PERFORM network_lock_plant(ARRAY(
            SELECT d FROM network_ducts_around(ducts || ARRAY(
                SELECT s.duct_id FROM network_damage m JOIN assets_ductsection s ON s.id = m.section_id
                WHERE m.id = ANY (damages))) d
            UNION
            SELECT s.duct_id FROM assets_cablesection c JOIN assets_ductsection s ON s.id = c.duct_section_id
            WHERE c.cable_id = ANY (cables)
            UNION
            SELECT d FROM network_ducts_of(
                COALESCE(holders, '{}') || network_holders_on_ducts(COALESCE(ducts, '{}'))) d));
        ducts := NULLIF(network_with_children(ducts), '{}');
        holders := holders || network_upsert_physical_holders(cables, ducts, damages)
                   || network_holders_of_strands(cables);
    END IF;
    IF ducts IS NOT NULL THEN
        holders := holders || network_holders_on_ducts(ducts);
    END IF;
    PERFORM network_derive(ARRAY(SELECT DISTINCT i FROM unnest(holders) i ORDER BY i), COALESCE(grown, '{}'));
    RETURN NULL;
END $$;

-- ---------------------------------------------------------------- what is free
CREATE OR REPLACE FUNCTION network_section_states(sections bigint[], during daterange)
RETURNS TABLE (section_id bigint, state text, room_limit double precision, room_taken double precision,
               room_open boolean)
LANGUAGE sql STABLE AS $$
    WITH target AS (
        SELECT s.id, t.id AS type_id,
               d.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               OR NOT daterange(d.valid_from, d.valid_to) @> during AS out_of_use
        FROM (SELECT DISTINCT unnest(sections) AS id) given JOIN assets_ductsection s ON s.id = given.id
        JOIN assets_duct d ON d.id = s.duct_id
        JOIN assets_ducttype t ON t.id = d.type_id
    ), reach AS (
        SELECT id AS target_id, id AS section_id FROM target
        UNION ALL
        SELECT a.section_id, a.ancestor_id FROM network_ancestors(sections) a
    ), line AS (
        SELECT r.target_id, l.exclusive, h.effect, l.inside AND r.target_id = r.section_id AS within
        FROM reach r
        JOIN network_claimline l ON l.section_id = r.section_id AND l.period && during
             AND (r.target_id = r.section_id OR l.exclusive OR NOT l.inside)
        JOIN network_holder h ON h.id = l.holder_id
             AND (h.expires_at IS NULL OR h.expires_at > now())
             AND (r.target_id = r.section_id OR l.exclusive OR h.effect = 'blocked')
    ), worst AS (
        SELECT target_id, bool_or(effect = 'blocked') AS blocked, bool_or(effect = 'occupied') AS occupied,
               -- A damage to what lies inside leaves room beside it.
               bool_or(exclusive OR effect = 'blocked' AND NOT within) AS closed
        FROM line GROUP BY target_id
    ), peak AS (
        SELECT r.section_id, max(r.taken) AS room FROM network_room_loads(sections, during) r GROUP BY r.section_id
    )
    SELECT t.id,
           CASE WHEN t.out_of_use OR w.blocked THEN 'blocked' WHEN w.occupied THEN 'occupied'
                WHEN w.target_id IS NOT NULL THEN 'reserved' ELSE 'free' END,
           network_room_limit(t.type_id), COALESCE(p.room, 0),
           NOT (t.out_of_use OR COALESCE(w.closed, false))
    FROM target t LEFT JOIN worst w ON w.target_id = t.id LEFT JOIN peak p ON p.section_id = t.id
$$;
