-- A segment is not taken out of use, and does not end, under a claim on what lies in it: a case would
-- point to a way that is not there. Life cycles count as for ducts (network_refuse_invalid).
CREATE FUNCTION network_check_claimed_segment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever claims at the same time is waited for, and then seen.
    PERFORM network_lock_plant(ARRAY(
        SELECT DISTINCT duct_id FROM assets_ductsection WHERE segment_id = NEW.id ORDER BY duct_id));
    IF EXISTS (
        SELECT FROM assets_segment g
        JOIN assets_ductsection s ON s.segment_id = g.id
        JOIN network_claimline l ON l.section_id = s.id AND NOT l.inside
        JOIN network_holder h ON h.id = l.holder_id AND h.kind = 'claim'
        WHERE g.id = NEW.id
          AND (g.life_cycle IN ('idea', 'out_of_service', 'abandoned', 'removed')
               AND COALESCE(upper(l.period) > CURRENT_DATE, true)
               OR NOT daterange(g.valid_from, g.valid_to) @> l.period)) THEN
        RAISE EXCEPTION 'a segment stands as long as what lies in it is claimed'
            USING ERRCODE = '23514', CONSTRAINT = 'claimed_segment_stands';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER segment_claimed_stands AFTER UPDATE ON assets_segment
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN ((OLD.life_cycle, OLD.valid_from, OLD.valid_to)
          IS DISTINCT FROM (NEW.life_cycle, NEW.valid_from, NEW.valid_to))
    EXECUTE FUNCTION network_check_claimed_segment();
