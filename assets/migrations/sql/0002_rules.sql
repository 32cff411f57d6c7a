-- ---------------------------------------------------------------- geometry
ALTER TABLE assets_segment
    ADD CONSTRAINT segment_line_valid CHECK (ST_IsValid(geom) AND NOT ST_IsEmpty(geom)),
    ADD CONSTRAINT segment_line_simple CHECK (ST_IsSimple(geom)),
    ADD CONSTRAINT segment_line_has_length CHECK (ST_Length(geom) > 0.001);
ALTER TABLE assets_site
    ADD CONSTRAINT site_place_given CHECK (NOT ST_IsEmpty(geom));
ALTER TABLE assets_address
    ADD CONSTRAINT address_place_given CHECK (NOT ST_IsEmpty(geom));

CREATE INDEX assets_site_tile ON assets_site USING gist (geom_3857);
CREATE INDEX assets_segment_tile ON assets_segment USING gist (geom_3857);

-- ---------------------------------------------------------------- containment
-- A section lies in a section of the same segment, one level above: no cycle can be written down.
ALTER TABLE assets_ductsection
    ADD CONSTRAINT duct_section_within_parent
        FOREIGN KEY (parent_id, segment_id, parent_level)
        REFERENCES assets_ductsection (id, segment_id, level)
        DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE assets_cablesection
    ADD CONSTRAINT cable_section_within_duct
        FOREIGN KEY (duct_section_id, segment_id)
        REFERENCES assets_ductsection (id, segment_id)
        DEFERRABLE INITIALLY DEFERRED;

-- ---------------------------------------------------------------- cables, tubes, strands
ALTER TABLE assets_cable
    ADD CONSTRAINT cable_fibres_of_type
        FOREIGN KEY (type_id, fibre_count) REFERENCES assets_cabletype (id, fibre_count)
        DEFERRABLE INITIALLY IMMEDIATE;
ALTER TABLE assets_strand
    ADD CONSTRAINT strand_tube_of_cable
        FOREIGN KEY (tube_id, cable_id) REFERENCES assets_tube (id, cable_id)
        DEFERRABLE INITIALLY DEFERRED;

-- Fibres are spread evenly; where they do not divide, the last tube holds fewer.
CREATE FUNCTION assets_make_strands(cables bigint[]) RETURNS void LANGUAGE sql AS $$
    INSERT INTO assets_tube (cable_id, number)
    SELECT c.id, n
    FROM assets_cable c JOIN assets_cabletype t ON t.id = c.type_id
    CROSS JOIN LATERAL generate_series(1, t.tube_count) n
    WHERE c.id = ANY (cables)
    ORDER BY 1, 2;
    INSERT INTO assets_strand (cable_id, tube_id, number, number_in_tube)
    SELECT c.id, u.id, n, 1 + (n - 1) % per.tube
    FROM assets_cable c JOIN assets_cabletype t ON t.id = c.type_id
    CROSS JOIN LATERAL (SELECT ceil(t.fibre_count::numeric / t.tube_count)::int AS tube) per
    CROSS JOIN LATERAL generate_series(1, t.fibre_count) n
    JOIN assets_tube u ON u.cable_id = c.id AND u.number = 1 + (n - 1) / per.tube
    WHERE c.id = ANY (cables)
    ORDER BY 1, 3;
$$;
CREATE FUNCTION assets_strands_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM assets_make_strands(ARRAY(SELECT id FROM new_rows));
    RETURN NULL;
END $$;
CREATE TRIGGER cable_makes_strands AFTER INSERT ON assets_cable REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_strands_follow();

CREATE FUNCTION assets_check_strand_numbers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows s JOIN assets_cable c ON c.id = s.cable_id
               WHERE s.number > c.fibre_count) THEN
        RAISE EXCEPTION 'a strand is numbered beyond the fibres of its cable'
            USING ERRCODE = '23514', CONSTRAINT = 'strand_number_within_cable';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER strand_number_within_cable_i AFTER INSERT ON assets_strand
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_check_strand_numbers();
CREATE TRIGGER strand_number_within_cable_u AFTER UPDATE ON assets_strand
    REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_check_strand_numbers();

-- The number of fibres decides which strands exist: a cable keeps it for life.
CREATE FUNCTION assets_keep_fibre_count() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.fibre_count <> OLD.fibre_count THEN
        RAISE EXCEPTION 'the number of fibres of a cable is fixed'
            USING ERRCODE = '23514', CONSTRAINT = 'cable_fibre_count_fixed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER cable_fibre_count_fixed BEFORE UPDATE OF fibre_count ON assets_cable
    FOR EACH ROW EXECUTE FUNCTION assets_keep_fibre_count();

-- ---------------------------------------------------------------- version, live sections
CREATE FUNCTION assets_touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    NEW.updated_at := now();
    RETURN NEW;
END $$;

CREATE FUNCTION assets_sections_follow_life_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE assets_ductsection SET is_live = (NEW.life_cycle <> 'removed')
    WHERE duct_id = NEW.id AND is_live <> (NEW.life_cycle <> 'removed');
    RETURN NULL;
END $$;
CREATE TRIGGER duct_sections_follow_life_cycle AFTER UPDATE OF life_cycle ON assets_duct
    FOR EACH ROW WHEN (OLD.life_cycle IS DISTINCT FROM NEW.life_cycle)
    EXECUTE FUNCTION assets_sections_follow_life_cycle();
CREATE FUNCTION assets_section_is_as_live_as_its_duct() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.is_live := (SELECT life_cycle <> 'removed' FROM assets_duct WHERE id = NEW.duct_id);
    RETURN NEW;
END $$;
CREATE TRIGGER duct_section_live BEFORE INSERT OR UPDATE OF is_live, duct_id ON assets_ductsection
    FOR EACH ROW EXECUTE FUNCTION assets_section_is_as_live_as_its_duct();

-- ---------------------------------------------------------------- checks at the end of a transaction
-- Edits pass through states that are wrong in between. Statement triggers note which rows to look
-- at (one note per statement); a deferred trigger on the notes looks at them all at once.
CREATE UNLOGGED TABLE assets_pendingcheck (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    concept text NOT NULL,
    ids bigint[] NOT NULL
);
CREATE INDEX assets_pendingcheck_mine ON assets_pendingcheck (transaction);

CREATE FUNCTION assets_segment_end_faults(segments bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    SELECT g.id FROM assets_segment g
    JOIN assets_site a ON a.id = g.start_site_id
    JOIN assets_site b ON b.id = g.end_site_id
    WHERE g.id = ANY (segments)
      AND NOT (ST_DWithin(ST_StartPoint(g.geom), a.geom, 0.001)
               AND ST_DWithin(ST_EndPoint(g.geom), b.geom, 0.001))
$$;

-- Where the sections of a path do not join in rank order, or miss the ends of the duct or cable.
CREATE FUNCTION assets_duct_path_faults(ducts bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH step AS (
        SELECT s.duct_id, d.start_site_id, d.end_site_id,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS enters,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS leaves,
               s.rank
        FROM assets_ductsection s
        JOIN assets_duct d ON d.id = s.duct_id
        JOIN assets_segment g ON g.id = s.segment_id
        WHERE s.duct_id = ANY (ducts)
    ), joined AS (
        SELECT *, lag(leaves) OVER path AS came_from, lead(enters) OVER path AS goes_to
        FROM step WINDOW path AS (PARTITION BY duct_id ORDER BY rank)
    )
    SELECT DISTINCT duct_id FROM joined
    WHERE enters <> COALESCE(came_from, start_site_id) OR leaves <> COALESCE(goes_to, end_site_id)
$$;
CREATE FUNCTION assets_cable_path_faults(cables bigint[]) RETURNS SETOF bigint LANGUAGE sql STABLE AS $$
    WITH step AS (
        SELECT s.cable_id, c.start_site_id, c.end_site_id,
               CASE WHEN s.reversed THEN g.end_site_id ELSE g.start_site_id END AS enters,
               CASE WHEN s.reversed THEN g.start_site_id ELSE g.end_site_id END AS leaves,
               s.rank
        FROM assets_cablesection s
        JOIN assets_cable c ON c.id = s.cable_id
        JOIN assets_segment g ON g.id = s.segment_id
        WHERE c.route_quality = 'surveyed' AND s.cable_id = ANY (cables)
    ), joined AS (
        SELECT *, lag(leaves) OVER path AS came_from, lead(enters) OVER path AS goes_to
        FROM step WINDOW path AS (PARTITION BY cable_id ORDER BY rank)
    )
    SELECT DISTINCT cable_id FROM joined
    WHERE enters <> COALESCE(came_from, start_site_id, enters)
       OR leaves <> COALESCE(goes_to, end_site_id, leaves)
$$;

CREATE FUNCTION assets_refuse_if_any(faults bigint[], name text, sentence text) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF cardinality(faults) > 0 THEN
        RAISE EXCEPTION '%', sentence
            USING ERRCODE = '23514', CONSTRAINT = name, DETAIL = array_to_string(faults[1:20], ',');
    END IF;
END $$;

-- Rows that the answer rests on are locked first, so that a concurrent edit of them waits or is seen.
CREATE FUNCTION assets_check_segment_ends(segments bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assets_site WHERE id IN
        (SELECT unnest(ARRAY[start_site_id, end_site_id]) FROM assets_segment WHERE id = ANY (segments))
        ORDER BY id FOR SHARE;
    PERFORM assets_refuse_if_any(ARRAY(SELECT f FROM assets_segment_end_faults(segments) f),
        'segment_ends_on_sites', 'a segment does not end on its sites');
END $$;
CREATE FUNCTION assets_check_duct_paths(ducts bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assets_segment WHERE id IN
        (SELECT segment_id FROM assets_ductsection WHERE duct_id = ANY (ducts)) ORDER BY id FOR SHARE;
    PERFORM assets_refuse_if_any(ARRAY(SELECT f FROM assets_duct_path_faults(ducts) f),
        'duct_path_contiguous', 'the sections of a duct do not join end to end');
END $$;
CREATE FUNCTION assets_check_cable_paths(cables bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM assets_segment WHERE id IN
        (SELECT segment_id FROM assets_cablesection WHERE cable_id = ANY (cables)) ORDER BY id FOR SHARE;
    PERFORM assets_refuse_if_any(ARRAY(SELECT f FROM assets_cable_path_faults(cables) f),
        'cable_path_contiguous', 'the sections of a cable do not join end to end');
END $$;

CREATE FUNCTION assets_run_pending_checks() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    segments bigint[];
    ducts bigint[];
    cables bigint[];
BEGIN
    WITH mine AS (DELETE FROM assets_pendingcheck WHERE transaction = pg_current_xact_id()
                  RETURNING concept, ids)
    SELECT array_agg(DISTINCT i) FILTER (WHERE concept = 'segment'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'duct'),
           array_agg(DISTINCT i) FILTER (WHERE concept = 'cable')
    INTO segments, ducts, cables
    FROM mine, unnest(ids) i;
    IF segments IS NOT NULL THEN
        PERFORM assets_check_segment_ends(segments);
        ducts := ducts || ARRAY(SELECT DISTINCT duct_id FROM assets_ductsection
                                WHERE segment_id = ANY (segments));
        cables := cables || ARRAY(SELECT DISTINCT cable_id FROM assets_cablesection
                                  WHERE segment_id = ANY (segments));
    END IF;
    IF cardinality(ducts) > 0 THEN PERFORM assets_check_duct_paths(ducts); END IF;
    IF cardinality(cables) > 0 THEN PERFORM assets_check_cable_paths(cables); END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER assets_checks_at_end AFTER INSERT ON assets_pendingcheck
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION assets_run_pending_checks();

-- Notes the values of one column (argument 2) of the touched rows under a concept (argument 1).
CREATE FUNCTION assets_note() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO assets_pendingcheck (concept, ids)
                    SELECT %L, touched FROM (SELECT array_agg(DISTINCT %I) AS touched FROM %s) t
                    WHERE touched IS NOT NULL',
                   TG_ARGV[0], TG_ARGV[1],
                   CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END);
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO assets_pendingcheck (concept, ids)
                        SELECT %L, touched FROM (SELECT array_agg(DISTINCT o.%I) AS touched
                            FROM old_rows o JOIN new_rows n USING (id)
                            WHERE o.%I IS DISTINCT FROM n.%I) t
                        WHERE touched IS NOT NULL',
                       TG_ARGV[0], TG_ARGV[1], TG_ARGV[1], TG_ARGV[1]);
    END IF;
    RETURN NULL;
END $$;
-- A moved site concerns the segments that end there, an edited segment all that lies in it.
CREATE FUNCTION assets_note_moved_sites() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO assets_pendingcheck (concept, ids)
    SELECT 'segment', touched FROM (
        SELECT array_agg(DISTINCT g.id) AS touched
        FROM old_rows o JOIN new_rows n USING (id)
        JOIN assets_segment g ON n.id IN (g.start_site_id, g.end_site_id)
        WHERE NOT ST_Equals(o.geom, n.geom)) t
    WHERE touched IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION assets_note_edited_segments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO assets_pendingcheck (concept, ids)
    SELECT 'segment', touched FROM (
        SELECT array_agg(DISTINCT n.id) AS touched
        FROM old_rows o JOIN new_rows n USING (id)
        WHERE o.start_site_id <> n.start_site_id OR o.end_site_id <> n.end_site_id
           OR o.geom IS DISTINCT FROM n.geom) t
    WHERE touched IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION assets_note_edited_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('INSERT INTO assets_pendingcheck (concept, ids)
                    SELECT %L, touched FROM (
                        SELECT array_agg(DISTINCT n.id) AS touched
                        FROM old_rows o JOIN new_rows n USING (id)
                        WHERE (o.start_site_id, o.end_site_id) IS DISTINCT FROM
                              (n.start_site_id, n.end_site_id)) t
                    WHERE touched IS NOT NULL', TG_ARGV[0]);
    RETURN NULL;
END $$;

CREATE TRIGGER site_moved AFTER UPDATE ON assets_site
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note_moved_sites();
CREATE TRIGGER segment_made AFTER INSERT ON assets_segment REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('segment', 'id');
CREATE TRIGGER segment_edited AFTER UPDATE ON assets_segment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note_edited_segments();
CREATE TRIGGER duct_ends_edited AFTER UPDATE ON assets_duct
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note_edited_ends('duct');
CREATE TRIGGER cable_ends_edited AFTER UPDATE ON assets_cable
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note_edited_ends('cable');
CREATE TRIGGER duct_sections_made AFTER INSERT ON assets_ductsection REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('duct', 'duct_id');
CREATE TRIGGER duct_sections_edited AFTER UPDATE ON assets_ductsection
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('duct', 'duct_id');
CREATE TRIGGER duct_sections_gone AFTER DELETE ON assets_ductsection REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('duct', 'duct_id');
CREATE TRIGGER cable_sections_made AFTER INSERT ON assets_cablesection REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('cable', 'cable_id');
CREATE TRIGGER cable_sections_edited AFTER UPDATE ON assets_cablesection
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('cable', 'cable_id');
CREATE TRIGGER cable_sections_gone AFTER DELETE ON assets_cablesection REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION assets_note('cable', 'cable_id');

DO $$
DECLARE
    concept text;
BEGIN
    FOREACH concept IN ARRAY ARRAY['site', 'segment', 'duct', 'cable', 'gateway'] LOOP
        EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE ON %I FOR EACH ROW EXECUTE FUNCTION assets_touch()',
                       concept || '_touched', 'assets_' || concept);
    END LOOP;
END $$;

-- ---------------------------------------------------------------- history
SELECT history_track('assets_site', '{geom_3857}');
SELECT history_track('assets_segment', '{geom_3857,length_m}');
SELECT history_track('assets_duct');
SELECT history_track('assets_ductsection', '{parent_level}');
SELECT history_track('assets_cable');
SELECT history_track('assets_cablesection');
SELECT history_track('assets_gateway');
SELECT history_track('assets_antenna');
SELECT history_track('assets_project');
SELECT history_track('assets_ducttype', '{inner_mm}');
SELECT history_track('assets_bundlemember');
SELECT history_track('assets_cabletype');
