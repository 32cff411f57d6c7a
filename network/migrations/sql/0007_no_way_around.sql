-- Ways around the ledger by plain SQL, closed: each of these could end in capacity held twice, or in a
-- claim without lines. tests/network/ledger/test_raw_sql.py and test_ways_around*.py try them all.

-- ---------------------------------------------------------------- holders
-- A holder stays what it is, and one of a cable, duct or damage follows that: only claims are written.
CREATE FUNCTION network_keep_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'the holder of a cable, duct or damage is kept by the database'
            USING ERRCODE = '23514', CONSTRAINT = 'holder_follows_its_object';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER holder_follows_its_object_i BEFORE INSERT ON network_holder
    FOR EACH ROW WHEN (NEW.kind <> 'claim') EXECUTE FUNCTION network_keep_holder();
CREATE TRIGGER holder_follows_its_object_u BEFORE UPDATE ON network_holder
    FOR EACH ROW WHEN (NEW.kind <> 'claim' OR OLD.kind <> 'claim') EXECUTE FUNCTION network_keep_holder();

-- Whose a claim is decides which cables lie under it; a hold brought back to life must find its room.
CREATE FUNCTION network_note_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT 'holder', touched FROM (
        SELECT array_agg(id) AS touched FROM new_rows WHERE kind = 'claim' AND NOT isempty(period)) t
    WHERE touched IS NOT NULL;
    RETURN NULL;
END $$;
CREATE FUNCTION network_note_changed_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT c.concept, array_agg(c.id) FROM (
        SELECT n.id, CASE WHEN o.period @> n.period AND o.organisation_id IS NOT DISTINCT FROM n.organisation_id
                               AND (o.expires_at <= now()) IS NOT TRUE
                          THEN 'holder' ELSE 'grown' END AS concept
        FROM old_rows o JOIN new_rows n USING (id)
        WHERE n.kind = 'claim' AND (o.period, o.organisation_id, o.effect, o.expires_at)
              IS DISTINCT FROM (n.period, n.organisation_id, n.effect, n.expires_at)) c
    GROUP BY c.concept;
    RETURN NULL;
END $$;
-- The holder of a cable, duct or damage comes back unless that went, too.
CREATE FUNCTION network_note_gone_holders() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT kind, array_agg(COALESCE(cable_id, duct_id, damage_id)) FROM old_rows
    WHERE kind <> 'claim' GROUP BY kind
    UNION ALL
    SELECT 'holder', array_agg(id) FROM old_rows WHERE kind = 'claim' GROUP BY kind;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_insert AFTER INSERT ON network_holder REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_holders();
DROP TRIGGER ledger_update ON network_holder;
CREATE TRIGGER ledger_update AFTER UPDATE ON network_holder
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_changed_holders();
CREATE TRIGGER ledger_delete AFTER DELETE ON network_holder REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_gone_holders();

-- ---------------------------------------------------------------- types and segments
-- Diameters decide about room; the kind of a type about what takes room in it.
CREATE FUNCTION network_note_duct_types() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT 'duct', array_agg(d.id) FROM old_rows o JOIN new_rows n USING (id) JOIN assets_duct d ON d.type_id = n.id
    WHERE (o.outer_mm, o.wall_mm, o.kind) IS DISTINCT FROM (n.outer_mm, n.wall_mm, n.kind)
    HAVING count(*) > 0
    UNION ALL
    SELECT 'grown', array_agg(DISTINCT u.holder_id)
    FROM old_rows o JOIN new_rows n USING (id) JOIN assets_duct d ON d.type_id = n.id
    JOIN network_heldunit u ON u.duct_id = d.id AND u.cable_outer_mm IS NOT NULL
    WHERE (o.outer_mm, o.wall_mm, o.kind) IS DISTINCT FROM (n.outer_mm, n.wall_mm, n.kind)
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_update AFTER UPDATE ON assets_ducttype
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_duct_types();
CREATE FUNCTION network_note_cable_types() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT 'cable', array_agg(k.id) FROM old_rows o JOIN new_rows n USING (id) JOIN assets_cable k ON k.type_id = n.id
    WHERE o.outer_mm IS DISTINCT FROM n.outer_mm
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_update AFTER UPDATE ON assets_cabletype
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_cable_types();

-- Claims name sites: where a segment gets another one, they may mean other sections or none.
CREATE FUNCTION network_note_segment_ends() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_pendingderivation (concept, ids)
    SELECT 'duct', array_agg(DISTINCT s.duct_id)
    FROM old_rows o JOIN new_rows n USING (id) JOIN assets_ductsection s ON s.segment_id = n.id
    WHERE (o.start_site_id, o.end_site_id) IS DISTINCT FROM (n.start_site_id, n.end_site_id)
    HAVING count(*) > 0;
    RETURN NULL;
END $$;
CREATE TRIGGER ledger_update AFTER UPDATE ON assets_segment
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_note_segment_ends();

-- A tube out of service is not free: the summary for maps follows.
CREATE FUNCTION network_queue_capacity_of_ducts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO network_capacityqueue (segment_id)
    SELECT DISTINCT s.segment_id
    FROM old_rows o JOIN new_rows n USING (id) JOIN assets_ductsection s ON s.duct_id = n.id
    WHERE (o.life_cycle, o.valid_from, o.valid_to, o.type_id)
          IS DISTINCT FROM (n.life_cycle, n.valid_from, n.valid_to, n.type_id);
    RETURN NULL;
END $$;
CREATE TRIGGER capacity_update AFTER UPDATE ON assets_duct
    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION network_queue_capacity_of_ducts();

-- ---------------------------------------------------------------- notes of what is still to do
CREATE FUNCTION network_keep_notes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'TRUNCATE' OR pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'what is still to be checked or derived cannot be forgotten'
            USING ERRCODE = '23514', CONSTRAINT = 'pending_work_is_done';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER pending_work_is_done BEFORE UPDATE OR DELETE OR TRUNCATE ON network_pendingderivation
    FOR EACH STATEMENT EXECUTE FUNCTION network_keep_notes();
CREATE TRIGGER pending_work_is_done BEFORE UPDATE OR DELETE OR TRUNCATE ON assets_pendingcheck
    FOR EACH STATEMENT EXECUTE FUNCTION network_keep_notes();

-- ---------------------------------------------------------------- emptying tables
-- TRUNCATE fires none of the triggers that ledger and history rest on: all goes, or nothing.
CREATE FUNCTION network_refuse_truncate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM assets_site) OR EXISTS (SELECT FROM assets_cable)
       OR EXISTS (SELECT FROM network_holder) THEN
        RAISE EXCEPTION 'the network, its ledger and its history can only be emptied together'
            USING ERRCODE = '23514', CONSTRAINT = 'emptied_only_together';
    END IF;
    RETURN NULL;
END $$;
DO $$
DECLARE
    emptied text;
BEGIN
    FOREACH emptied IN ARRAY ARRAY[
        'assets_segment', 'assets_duct', 'assets_ductsection', 'assets_cable', 'assets_cablesection', 'assets_strand',
        'network_holder', 'network_heldunit', 'network_claimline', 'network_damage', 'history_change'] LOOP
        EXECUTE format('CREATE TRIGGER emptied_only_together AFTER TRUNCATE ON %I
                        FOR EACH STATEMENT EXECUTE FUNCTION network_refuse_truncate()', emptied);
    END LOOP;
END $$;

-- ---------------------------------------------------------------- joints
CREATE FUNCTION network_check_moved_joint() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM network_ductjointend e JOIN network_ductjoint j ON j.id = e.joint_id
               JOIN assets_duct d ON d.id = e.duct_id
               WHERE j.id = NEW.id
                 AND j.site_id <> CASE e."end" WHEN 'start' THEN d.start_site_id ELSE d.end_site_id END) THEN
        RAISE EXCEPTION 'a joined duct end does not lie at the site of the joint'
            USING ERRCODE = '23514', CONSTRAINT = 'joint_end_at_its_site';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER joint_moves_with_ends AFTER UPDATE OF site_id ON network_ductjoint
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION network_check_moved_joint();
