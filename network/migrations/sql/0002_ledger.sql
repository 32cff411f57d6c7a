-- The ledger. Lines are derived from what claims name and from what lies where; nothing else may
-- write them. See docs/ledger.md for the reasoning, network/models/claim_line.py for the columns.

-- A section or holder takes its lines with it: they are derived again at the end of the transaction.
ALTER TABLE network_claimline
    ADD CONSTRAINT claim_line_section
        FOREIGN KEY (section_id) REFERENCES assets_ductsection (id) ON DELETE CASCADE,
    ADD CONSTRAINT claim_line_holder
        FOREIGN KEY (holder_id) REFERENCES network_holder (id) ON DELETE CASCADE;

-- ---------------------------------------------------------------- reading the plant
-- The sections of a duct between two of its sites, in either direction; none if it does not pass both.
CREATE FUNCTION network_sections_between(duct bigint, from_site bigint, to_site bigint)
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

-- The sections that contain the given ones, each with the section it was reached from.
CREATE FUNCTION network_ancestors(sections bigint[])
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

CREATE FUNCTION network_descendants(sections bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH RECURSIVE down AS (
        SELECT id FROM assets_ductsection WHERE id = ANY (sections)
        UNION ALL
        SELECT s.id FROM down JOIN assets_ductsection s ON s.parent_id = down.id
    )
    SELECT id FROM down
$$;

-- The square of the diameter (mm²) that may be filled, or NULL where the inner diameter is unknown.
CREATE FUNCTION network_room_limit(type_id bigint) RETURNS double precision LANGUAGE sql STABLE AS $$
    SELECT t.inner_mm * t.inner_mm * COALESCE(
        (SELECT max_ratio FROM network_fillpolicy p
         WHERE p.duct_kind = t.kind AND p.valid @> CURRENT_DATE), 0)
    FROM assets_ducttype t WHERE t.id = type_id AND t.kind <> 'bundle'
$$;

-- ---------------------------------------------------------------- writing lines
CREATE FUNCTION network_lock_ducts(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

-- What the claims among the holders take: their units, and "something inside" on all that contains them.
CREATE FUNCTION network_write_claim_lines(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM network_heldunit u JOIN network_holder h ON h.id = u.holder_id
               WHERE h.id = ANY (holders) AND NOT isempty(h.period) AND u.duct_id IS NOT NULL
                 AND NOT EXISTS (SELECT FROM network_sections_between(
                                     u.duct_id, u.from_site_id, u.to_site_id))) THEN
        RAISE EXCEPTION 'a claim names a stretch of a duct that the duct does not pass'
            USING ERRCODE = '23514', CONSTRAINT = 'held_unit_on_its_duct';
    END IF;
    WITH direct AS (
        SELECT u.holder_id, b.section_id, h.period, u.cable_outer_mm IS NULL AS exclusive,
               COALESCE(u.cable_outer_mm ^ 2, 0) AS room
        FROM network_heldunit u JOIN network_holder h ON h.id = u.holder_id
        CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
        WHERE h.id = ANY (holders) AND NOT isempty(h.period) AND u.duct_id IS NOT NULL
    ), above AS (
        SELECT DISTINCT d.holder_id, a.ancestor_id AS section_id, d.period
        FROM (SELECT array_agg(section_id) AS ids FROM direct) taken
        CROSS JOIN LATERAL network_ancestors(taken.ids) a
        JOIN direct d ON d.section_id = a.section_id
        WHERE NOT EXISTS (SELECT FROM direct o WHERE o.holder_id = d.holder_id
                          AND o.section_id = a.ancestor_id AND o.exclusive)
    )
    INSERT INTO network_claimline (holder_id, section_id, strand_id, period, exclusive, inside, room_mm2, key)
    SELECT holder_id, section_id, NULL::bigint, period, exclusive, false, room,
           CASE WHEN exclusive THEN holder_id ELSE 0 END FROM direct
    UNION ALL
    SELECT holder_id, section_id, NULL, period, false, true, 0, 0 FROM above
    UNION ALL
    SELECT u.holder_id, NULL, u.strand_id, h.period, true, false, 0, u.holder_id
    FROM network_heldunit u JOIN network_holder h ON h.id = u.holder_id
    WHERE h.id = ANY (holders) AND NOT isempty(h.period) AND u.strand_id IS NOT NULL;
END $$;

-- What cables, pulled-in ducts and damages take, before claims are looked at.
CREATE FUNCTION network_physical_takings(holders bigint[])
RETURNS TABLE (holder_id bigint, section_id bigint, strand_id bigint, period daterange,
               inside boolean, room double precision) LANGUAGE sql STABLE AS $$
    WITH direct AS (
        SELECT h.id AS holder_id, c.duct_section_id AS section_id, NULL::bigint AS strand_id,
               daterange(k.valid_from, k.valid_to) AS period, COALESCE(t.outer_mm ^ 2, 0) AS room
        FROM network_holder h
        JOIN assets_cable k ON k.id = h.cable_id AND k.life_cycle NOT IN ('idea', 'removed')
        JOIN assets_cabletype t ON t.id = k.type_id
        JOIN assets_cablesection c ON c.cable_id = k.id AND c.duct_section_id IS NOT NULL
        WHERE h.id = ANY (holders)
        UNION ALL
        SELECT h.id, s.parent_id, NULL, daterange(d.valid_from, d.valid_to), COALESCE(t.outer_mm ^ 2, 0)
        FROM network_holder h
        JOIN assets_duct d ON d.id = h.duct_id AND d.life_cycle NOT IN ('idea', 'removed')
        JOIN assets_ducttype t ON t.id = d.type_id
        JOIN assets_ductsection s ON s.duct_id = d.id AND s.parent_id IS NOT NULL
        JOIN assets_ductsection p ON p.id = s.parent_id
        JOIN assets_duct pd ON pd.id = p.duct_id
        JOIN assets_ducttype pt ON pt.id = pd.type_id AND pt.kind <> 'bundle'
        WHERE h.id = ANY (holders)
        UNION ALL
        SELECT h.id, m.section_id, m.strand_id, m.period, 0
        FROM network_holder h JOIN network_damage m ON m.id = h.damage_id
        WHERE h.id = ANY (holders)
    )
    SELECT holder_id, section_id, strand_id, period, false, room FROM direct
    UNION ALL
    SELECT DISTINCT d.holder_id, a.ancestor_id, NULL::bigint, d.period, true, 0::double precision
    FROM (SELECT array_agg(section_id) AS ids FROM direct WHERE section_id IS NOT NULL) taken
    CROSS JOIN LATERAL network_ancestors(taken.ids) a
    JOIN direct d ON d.section_id = a.section_id
$$;

-- Physical lines, cut at the claims under which they lie: the claims of the same organisation, and for
-- a damage every claim. Under an exclusive claim a line carries its key; the first cable under a claim
-- for room uses that room up, so that it does not count twice.
CREATE FUNCTION network_write_physical_lines(holders bigint[]) RETURNS void LANGUAGE sql AS $$
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

-- Physical neighbours whose lines depend on the claims of the given holders, now or before.
CREATE FUNCTION network_physical_neighbours(holders bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
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

-- Derive all lines of the given holders anew. Takes the locks itself, ducts first and in id order.
CREATE FUNCTION network_derive(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION network_refuse_handwritten_lines() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF COALESCE(current_setting('trassenbuch.deriving', true), '') <> 'on'
       AND (TG_OP <> 'DELETE' OR pg_trigger_depth() < 2) THEN
        RAISE EXCEPTION 'the lines of the ledger are derived, not written'
            USING ERRCODE = '23514', CONSTRAINT = 'claim_line_is_derived';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER claim_line_is_derived BEFORE INSERT OR UPDATE OR DELETE ON network_claimline
    FOR EACH STATEMENT EXECUTE FUNCTION network_refuse_handwritten_lines();

-- ---------------------------------------------------------------- what exclusion cannot say
-- For the sections of new lines: claimed room fits beside all else at every moment, nothing is claimed
-- that is damaged, and claims keep within the validity and life cycle of their duct. A life cycle is
-- that of today, so a claim that is over may name what was removed since.
CREATE FUNCTION network_check_lines() RETURNS trigger LANGUAGE plpgsql AS $$
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

-- A claim cannot take what was damaged when it was made: the unit, what contains it or, where it takes
-- the whole, what lies in it. Damage noted later leaves the claim as it is (holders count upwards).
CREATE FUNCTION network_refuse_damaged(claimed bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        WITH line AS (SELECT l.*, s.segment_id FROM network_claimline l
                      LEFT JOIN assets_ductsection s ON s.id = l.section_id WHERE l.id = ANY (claimed)),
        hurt AS (
            SELECT m.section_id, m.period, h.id AS noted FROM network_damage m
            JOIN network_holder h ON h.damage_id = m.id
            JOIN assets_ductsection s ON s.id = m.section_id
            WHERE s.segment_id IN (SELECT segment_id FROM line)
        ), hurt_above AS (
            SELECT a.ancestor_id AS section_id, hurt.period, hurt.noted
            FROM (SELECT array_agg(section_id) AS ids FROM hurt) e
            CROSS JOIN LATERAL network_ancestors(e.ids) a
            JOIN hurt ON hurt.section_id = a.section_id
        )
        SELECT FROM line JOIN hurt ON hurt.section_id = line.section_id
            AND hurt.period && line.period AND hurt.noted < line.holder_id
        UNION ALL
        SELECT FROM line JOIN hurt_above h ON h.section_id = line.section_id AND line.exclusive
            AND h.period && line.period AND h.noted < line.holder_id
        UNION ALL
        SELECT FROM line JOIN network_damage m ON m.strand_id = line.strand_id AND m.period && line.period
            JOIN network_holder h ON h.damage_id = m.id AND h.id < line.holder_id) THEN
        RAISE EXCEPTION 'a claimed unit is damaged'
            USING ERRCODE = '23514', CONSTRAINT = 'claim_on_sound_unit';
    END IF;
END $$;

-- Sections with claimed room in which, at the start of some line, more is taken than the limit allows.
CREATE FUNCTION network_refuse_overfull(sections bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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
CREATE TRIGGER claim_line_checks AFTER INSERT ON network_claimline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_check_lines();

-- ---------------------------------------------------------------- following every edit
CREATE UNLOGGED TABLE network_pendingderivation (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    concept text NOT NULL,
    ids bigint[] NOT NULL
);
CREATE INDEX network_pendingderivation_mine ON network_pendingderivation (transaction);

-- A holder for every cable in a duct, every duct pulled into a protection duct, every damage.
CREATE FUNCTION network_upsert_physical_holders(cables bigint[], ducts bigint[], damages bigint[])
RETURNS bigint[] LANGUAGE sql AS $$
    WITH cable AS (
        INSERT INTO network_holder (kind, organisation_id, effect, cable_id)
        SELECT 'cable', k.owner_id,
               CASE WHEN k.life_cycle IN ('planned', 'under_construction') THEN 'reserved' ELSE 'occupied' END, k.id
        FROM assets_cable k WHERE k.id = ANY (cables)
          AND EXISTS (SELECT FROM assets_cablesection c WHERE c.cable_id = k.id AND c.duct_section_id IS NOT NULL)
        ON CONFLICT (cable_id) DO UPDATE SET organisation_id = EXCLUDED.organisation_id, effect = EXCLUDED.effect
        RETURNING id
    ), duct AS (
        INSERT INTO network_holder (kind, organisation_id, effect, duct_id)
        SELECT 'duct', d.owner_id,
               CASE WHEN d.life_cycle IN ('planned', 'under_construction') THEN 'reserved' ELSE 'occupied' END, d.id
        FROM assets_duct d WHERE d.id = ANY (ducts)
          AND EXISTS (SELECT FROM assets_ductsection s JOIN assets_ductsection p ON p.id = s.parent_id
                      JOIN assets_duct pd ON pd.id = p.duct_id JOIN assets_ducttype pt ON pt.id = pd.type_id
                      WHERE s.duct_id = d.id AND pt.kind <> 'bundle')
        ON CONFLICT (duct_id) DO UPDATE SET organisation_id = EXCLUDED.organisation_id, effect = EXCLUDED.effect
        RETURNING id
    ), damage AS (
        INSERT INTO network_holder (kind, effect, damage_id)
        SELECT 'damage', 'blocked', m.id FROM network_damage m WHERE m.id = ANY (damages)
        ON CONFLICT (damage_id) DO UPDATE SET effect = 'blocked'
        RETURNING id
    )
    SELECT ARRAY(SELECT id FROM cable UNION ALL SELECT id FROM duct UNION ALL SELECT id FROM damage
                 UNION SELECT id FROM network_holder WHERE cable_id = ANY (cables) OR duct_id = ANY (ducts))
$$;

-- All holders whose lines an edit of ducts' sections may change.
CREATE FUNCTION network_holders_on_ducts(ducts bigint[]) RETURNS bigint[] LANGUAGE sql STABLE AS $$
    WITH concerned AS (
        SELECT DISTINCT i.id FROM (SELECT array_agg(id) AS ids FROM assets_ductsection WHERE duct_id = ANY (ducts)) s
        CROSS JOIN LATERAL network_descendants(s.ids) AS i (id)
    ), concerned_ducts AS (
        SELECT unnest(ducts) AS id UNION
        SELECT s.duct_id FROM concerned c JOIN assets_ductsection s ON s.id = c.id
    )
    SELECT COALESCE(array_agg(DISTINCT h), '{}') FROM (
        SELECT u.holder_id AS h FROM network_heldunit u WHERE u.duct_id IN (SELECT id FROM concerned_ducts)
        UNION ALL
        SELECT h.id FROM network_holder h JOIN assets_cablesection c ON c.cable_id = h.cable_id
        WHERE c.duct_section_id IN (SELECT id FROM concerned)
        UNION ALL
        SELECT h.id FROM network_holder h WHERE h.duct_id IN (SELECT id FROM concerned_ducts)
        UNION ALL
        SELECT h.id FROM network_holder h JOIN network_damage m ON m.id = h.damage_id
        WHERE m.section_id IN (SELECT id FROM concerned)
    ) x
$$;

CREATE FUNCTION network_run_pending_derivations() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE CONSTRAINT TRIGGER network_derive_at_end AFTER INSERT ON network_pendingderivation
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_run_pending_derivations();

-- Notes a column (argument 2) of the touched rows under a concept (argument 1); on an update only rows
-- in which one of the columns named after it changed, if any are named.
CREATE FUNCTION network_note() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    watched text := '';
    watch text;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        FOREACH watch IN ARRAY TG_ARGV[2:] LOOP
            watched := watched || format(' OR o.%1$I IS DISTINCT FROM n.%1$I', watch);
        END LOOP;
        EXECUTE format('INSERT INTO network_pendingderivation (concept, ids)
                        SELECT %1$L, touched FROM (
                            SELECT array_agg(DISTINCT i) AS touched
                            FROM old_rows o JOIN new_rows n USING (id), unnest(ARRAY[o.%2$I, n.%2$I]) i
                            WHERE i IS NOT NULL AND (%3$s)) t
                        WHERE touched IS NOT NULL',
                       TG_ARGV[0], TG_ARGV[1], COALESCE(NULLIF('false' || watched, 'false'), 'true'));
    ELSE
        EXECUTE format('INSERT INTO network_pendingderivation (concept, ids)
                        SELECT %1$L, touched FROM (SELECT array_agg(DISTINCT %2$I) AS touched
                                                   FROM %3$s WHERE %2$I IS NOT NULL) t
                        WHERE touched IS NOT NULL',
                       TG_ARGV[0], TG_ARGV[1],
                       CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION network_follow(followed regclass, concept text, id_column text, watched text[] DEFAULT '{}')
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    arguments text := quote_literal(concept) || ', ' || quote_literal(id_column);
    more text := COALESCE((SELECT string_agg(', ' || quote_literal(w), '') FROM unnest(watched) w), '');
BEGIN
    EXECUTE format('CREATE TRIGGER ledger_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION network_note(%s)', followed, arguments);
    EXECUTE format('CREATE TRIGGER ledger_update AFTER UPDATE ON %s
                    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION network_note(%s)', followed, arguments || more);
    EXECUTE format('CREATE TRIGGER ledger_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION network_note(%s)', followed, arguments);
END $$;
SELECT network_follow('assets_cablesection', 'cable', 'cable_id');
SELECT network_follow('assets_ductsection', 'duct', 'duct_id',
                      '{duct_id,segment_id,rank,reversed,parent_id,level}');
SELECT network_follow('network_heldunit', 'holder', 'holder_id');
SELECT network_follow('network_damage', 'damage', 'id');
CREATE TRIGGER ledger_update AFTER UPDATE ON assets_cable
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION network_note('cable', 'id', 'life_cycle', 'valid_from', 'valid_to', 'owner_id',
                                  'operator_id', 'used_by_id', 'type_id');
CREATE TRIGGER ledger_update AFTER UPDATE ON assets_duct
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION network_note('duct', 'id', 'life_cycle', 'valid_from', 'valid_to', 'owner_id',
                                  'operator_id', 'used_by_id', 'type_id');
CREATE TRIGGER ledger_update AFTER UPDATE ON network_holder
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT
    EXECUTE FUNCTION network_note('holder', 'id', 'period');

-- ---------------------------------------------------------------- summary for maps
CREATE FUNCTION network_queue_capacity() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'network_claimline' THEN
        EXECUTE format('INSERT INTO network_capacityqueue (segment_id)
                        SELECT DISTINCT s.segment_id FROM %s l
                        JOIN assets_ductsection s ON s.id = l.section_id', TG_ARGV[0]);
    ELSE
        EXECUTE format('INSERT INTO network_capacityqueue (segment_id)
                        SELECT DISTINCT segment_id FROM %s', TG_ARGV[0]);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER capacity_insert AFTER INSERT ON network_claimline REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity('new_rows');
CREATE TRIGGER capacity_delete AFTER DELETE ON network_claimline REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity('old_rows');
CREATE TRIGGER capacity_insert AFTER INSERT ON assets_ductsection REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity('new_rows');
CREATE TRIGGER capacity_update AFTER UPDATE ON assets_ductsection REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity('new_rows');
CREATE TRIGGER capacity_delete AFTER DELETE ON assets_ductsection REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity('old_rows');

-- ---------------------------------------------------------------- joints
CREATE FUNCTION network_check_joint_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM network_ductjointend e JOIN network_ductjoint j ON j.id = e.joint_id
               JOIN assets_duct d ON d.id = e.duct_id
               WHERE (e.id = NEW.id)
                 AND j.site_id <> CASE e."end" WHEN 'start' THEN d.start_site_id ELSE d.end_site_id END) THEN
        RAISE EXCEPTION 'a joined duct end does not lie at the site of the joint'
            USING ERRCODE = '23514', CONSTRAINT = 'joint_end_at_its_site';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER joint_end_at_its_site AFTER INSERT OR UPDATE ON network_ductjointend
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_check_joint_ends();
CREATE FUNCTION network_check_joints_of_duct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM network_ductjointend e JOIN network_ductjoint j ON j.id = e.joint_id
               JOIN assets_duct d ON d.id = e.duct_id
               WHERE d.id = NEW.id
                 AND j.site_id <> CASE e."end" WHEN 'start' THEN d.start_site_id ELSE d.end_site_id END) THEN
        RAISE EXCEPTION 'a joined duct end does not lie at the site of the joint'
            USING ERRCODE = '23514', CONSTRAINT = 'joint_end_at_its_site';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER joint_follows_duct AFTER UPDATE OF start_site_id, end_site_id ON assets_duct
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_check_joints_of_duct();

SELECT history_track('network_ductjoint');
SELECT history_track('network_ductjointend');
SELECT history_track('network_damage');
SELECT history_track('network_heldunit');
SELECT history_track('network_holder');
