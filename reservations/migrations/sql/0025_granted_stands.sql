-- ---------------------------------------------------------------- what was granted
-- Units that a case holds change by a cut of their duct alone, or are given back to a claim that is over.
CREATE FUNCTION reservations_is_cut(piece bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM history_change h
        WHERE h.transaction = pg_current_xact_id()::text::bigint AND h.table_name = 'assets_ductsection'
          AND h.operation = 'U' AND piece IN ((h.before ->> 'duct_id')::bigint, (h.after ->> 'duct_id')::bigint))
$$;
CREATE FUNCTION reservations_is_granted(holder bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_claim c
                   WHERE c.holder_id = holder AND c.request_id IS NOT NULL AND c.state IN ('confirmed', 'in_use'))
$$;
CREATE FUNCTION reservations_follows_cut(was network_heldunit, becomes network_heldunit) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT was.duct_id IS NOT NULL AND becomes.cable_outer_mm IS NOT DISTINCT FROM was.cable_outer_mm
       AND reservations_is_cut(was.duct_id) AND reservations_is_cut(becomes.duct_id)
$$;
CREATE FUNCTION reservations_is_given_back(was bigint, becomes bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_claim held JOIN reservations_claim gone USING (request_id)
                   WHERE held.holder_id = was AND gone.holder_id = becomes AND gone.state IN ('released', 'ended'))
$$;
CREATE FUNCTION reservations_guard_granted_unit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    held boolean := TG_OP <> 'INSERT' AND reservations_is_granted(OLD.holder_id);
    stands boolean := true;
BEGIN
    IF TG_OP = 'DELETE' THEN
        stands := NOT held;
    ELSIF TG_OP = 'INSERT' THEN
        stands := NOT reservations_is_granted(NEW.holder_id)
                  OR COALESCE(reservations_is_cut(NEW.duct_id), false);
    ELSIF NEW.holder_id <> OLD.holder_id THEN
        stands := NOT reservations_is_granted(NEW.holder_id)
                  AND (NOT held OR reservations_is_given_back(OLD.holder_id, NEW.holder_id));
    ELSIF held AND (NEW.duct_id, NEW.from_site_id, NEW.to_site_id, NEW.cable_outer_mm, NEW.strand_id)
                   IS DISTINCT FROM (OLD.duct_id, OLD.from_site_id, OLD.to_site_id, OLD.cable_outer_mm, OLD.strand_id) THEN
        stands := COALESCE(reservations_follows_cut(OLD, NEW), false);
    END IF;
    IF NOT stands THEN
        RAISE EXCEPTION 'what was granted is cut or given back, not changed'
            USING ERRCODE = '23514', CONSTRAINT = 'granted_units_stand';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER granted_units_stand BEFORE INSERT OR UPDATE OR DELETE ON network_heldunit
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_granted_unit();

-- ---------------------------------------------------------------- what is shown of it
-- A granted case shows its organisation the ducts and cables that it holds: each, and no other.
CREATE FUNCTION reservations_refuse_wrong_sight() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what is granted is shown, and nothing else'
        USING ERRCODE = '23514', CONSTRAINT = 'grant_shows_what_is_held';
END $$;
CREATE FUNCTION reservations_check_shown(shown_by bigint, duct bigint, cable bigint) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_claim c
        WHERE c.grant_id = shown_by AND c.request_id IS NOT NULL AND c.state IN ('confirmed', 'in_use')
          AND (EXISTS (SELECT FROM network_heldunit u WHERE u.holder_id = c.holder_id AND u.duct_id = duct)
               <> EXISTS (SELECT FROM assets_duct_grants o WHERE o.grant_id = shown_by AND o.duct_id = duct)
            OR EXISTS (SELECT FROM network_heldunit u JOIN assets_strand t ON t.id = u.strand_id
                       WHERE u.holder_id = c.holder_id AND t.cable_id = cable)
               <> EXISTS (SELECT FROM assets_cable_grants o WHERE o.grant_id = shown_by AND o.cable_id = cable))) THEN
        PERFORM reservations_refuse_wrong_sight();
    END IF;
END $$;
CREATE FUNCTION reservations_check_opening() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'assets_duct_grants' THEN
        IF TG_OP <> 'INSERT' THEN PERFORM reservations_check_shown(OLD.grant_id, OLD.duct_id, NULL); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM reservations_check_shown(NEW.grant_id, NEW.duct_id, NULL); END IF;
    ELSE
        IF TG_OP <> 'INSERT' THEN PERFORM reservations_check_shown(OLD.grant_id, NULL, OLD.cable_id); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM reservations_check_shown(NEW.grant_id, NULL, NEW.cable_id); END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER duct_shown_as_held AFTER INSERT OR UPDATE OR DELETE ON assets_duct_grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_opening();
CREATE CONSTRAINT TRIGGER cable_shown_as_held AFTER INSERT OR UPDATE OR DELETE ON assets_cable_grants
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_opening();
CREATE FUNCTION reservations_check_unit_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservations_check_shown(c.grant_id, d, t.cable_id)
    FROM reservations_claim c, unnest(ARRAY[OLD.duct_id, NEW.duct_id]) d
    LEFT JOIN assets_strand t ON t.id = OLD.strand_id
    WHERE c.holder_id IN (OLD.holder_id, NEW.holder_id) AND c.grant_id IS NOT NULL;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER unit_shown_as_held AFTER UPDATE ON network_heldunit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_unit_shown();

CREATE FUNCTION reservations_check_claim_shown() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_claim c LEFT JOIN accounts_grant g ON g.id = c.grant_id
        WHERE CASE TG_TABLE_NAME WHEN 'accounts_grant' THEN c.grant_id = NEW.id ELSE c.id = NEW.id END
          AND c.request_id IS NOT NULL AND c.state IN ('confirmed', 'in_use')
          AND (g.organisation_id IS DISTINCT FROM c.organisation_id
               OR EXISTS (SELECT u.duct_id FROM network_heldunit u
                          WHERE u.holder_id = c.holder_id AND u.duct_id IS NOT NULL
                          EXCEPT SELECT o.duct_id FROM assets_duct_grants o WHERE o.grant_id = g.id)
               OR EXISTS (SELECT t.cable_id FROM network_heldunit u JOIN assets_strand t ON t.id = u.strand_id
                          WHERE u.holder_id = c.holder_id
                          EXCEPT SELECT o.cable_id FROM assets_cable_grants o WHERE o.grant_id = g.id))) THEN
        PERFORM reservations_refuse_wrong_sight();
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_shown_as_held AFTER UPDATE ON reservations_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.request_id IS NOT NULL AND NEW.state IN ('confirmed', 'in_use'))
    EXECUTE FUNCTION reservations_check_claim_shown();
CREATE CONSTRAINT TRIGGER grant_of_its_claim AFTER UPDATE OF organisation_id ON accounts_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.organisation_id <> OLD.organisation_id)
    EXECUTE FUNCTION reservations_check_claim_shown();
-- Said by the rules above, for every writer and both ways.
DROP TRIGGER grant_shrinks_with_its_claim ON network_heldunit;
DROP FUNCTION reservations_check_sight();

-- ---------------------------------------------------------------- order of receipt
-- Its place in the queue a case gets with the step that makes it complete; why it went before others stays.
CREATE FUNCTION reservations_guard_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (NEW.place, NEW.complete_at) IS DISTINCT FROM (OLD.place, OLD.complete_at)
       AND (NEW.state = OLD.state OR NEW.state NOT IN ('submitted', 'completed', 'incomplete')) THEN
        RAISE EXCEPTION 'the place in the queue comes with the receipt'
            USING ERRCODE = '23514', CONSTRAINT = 'case_place_given';
    END IF;
    IF OLD.answered_at IS NOT NULL AND NEW.out_of_turn_reason <> OLD.out_of_turn_reason THEN
        RAISE EXCEPTION 'why a case was answered before others stays as it was said'
            USING ERRCODE = '23514', CONSTRAINT = 'case_reason_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_keeps_its_order BEFORE UPDATE ON reservations_accessrequest
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_order();

-- ---------------------------------------------------------------- signatures
-- § 127 (2) TKG: the road authority signs its consent; everything else the access desk.
CREATE FUNCTION reservations_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
            SELECT FROM reservations_accessrequest a
            JOIN accounts_membership m ON m.user_id = NEW.signed_by_id
            WHERE a.id = NEW.request_id
              AND CASE WHEN a.kind IN ('road_consent', 'minor_road_consent') THEN m.role = 'road_officer'
                       ELSE m.role = 'access_officer' END) THEN
        RAISE EXCEPTION 'a decision is signed by those who deal with its kind'
            USING ERRCODE = '23514', CONSTRAINT = 'decision_signed_by_its_desk';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_signed_by_its_desk BEFORE INSERT OR UPDATE OF signed_by_id, signed_at ON reservations_decision
    FOR EACH ROW WHEN (NEW.signed_by_id IS NOT NULL) EXECUTE FUNCTION reservations_guard_signature();

CREATE FUNCTION reservations_guard_ground() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_decision d WHERE d.signed_at IS NOT NULL
               AND d.id = COALESCE(NEW.decision_id, OLD.decision_id)) THEN
        RAISE EXCEPTION 'the grounds of a signed decision stand'
            USING ERRCODE = '23514', CONSTRAINT = 'decision_ground_stands';
    END IF;
    RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER decision_ground_stands BEFORE UPDATE OR DELETE ON reservations_decisionground
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_ground();

-- ---------------------------------------------------------------- clocks
-- Once, until the clock starts anew.
CREATE FUNCTION reservations_guard_deadline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a deadline is extended once'
        USING ERRCODE = '23514', CONSTRAINT = 'deadline_extended_once';
END $$;
CREATE TRIGGER deadline_extended_once BEFORE UPDATE ON reservations_deadline
    FOR EACH ROW WHEN (OLD.extended_on IS NOT NULL AND NEW.started_on = OLD.started_on
                       AND (NEW.extended_on, NEW.extension_reason) IS DISTINCT FROM (OLD.extended_on, OLD.extension_reason))
    EXECUTE FUNCTION reservations_guard_deadline();

-- ---------------------------------------------------------------- reserves of the city
CREATE FUNCTION reservations_guard_reserve() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
            SELECT FROM reservations_claim c JOIN network_heldunit u USING (holder_id)
            JOIN reservations_reserveshare s ON s.id = NEW.share_id
            LEFT JOIN assets_duct d ON d.id = u.duct_id LEFT JOIN assets_ducttype t ON t.id = d.type_id
            WHERE c.id = NEW.claim_id AND (t.kind IS DISTINCT FROM s.duct_class OR u.cable_outer_mm IS NOT NULL)) THEN
        RAISE EXCEPTION 'a reserve keeps whole ducts of the class of its share'
            USING ERRCODE = '23514', CONSTRAINT = 'reserve_of_its_class';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reserve_of_its_class BEFORE INSERT OR UPDATE ON reservations_cityreserve
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_reserve();
