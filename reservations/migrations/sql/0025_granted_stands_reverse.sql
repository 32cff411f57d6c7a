DROP TRIGGER reserve_of_its_class ON reservations_cityreserve;
DROP FUNCTION reservations_guard_reserve();
DROP TRIGGER deadline_extended_once ON reservations_deadline;
DROP FUNCTION reservations_guard_deadline();
DROP TRIGGER decision_ground_stands ON reservations_decisionground;
DROP FUNCTION reservations_guard_ground();
DROP TRIGGER decision_signed_by_its_desk ON reservations_decision;
DROP FUNCTION reservations_guard_signature();
DROP TRIGGER case_keeps_its_order ON reservations_accessrequest;
DROP FUNCTION reservations_guard_order();
DROP TRIGGER grant_of_its_claim ON accounts_grant;
DROP TRIGGER claim_shown_as_held ON reservations_claim;
DROP FUNCTION reservations_check_claim_shown();
DROP TRIGGER unit_shown_as_held ON network_heldunit;
DROP FUNCTION reservations_check_unit_shown();
DROP TRIGGER cable_shown_as_held ON assets_cable_grants;
DROP TRIGGER duct_shown_as_held ON assets_duct_grants;
DROP FUNCTION reservations_check_opening();
DROP FUNCTION reservations_check_shown(bigint, bigint, bigint);
DROP FUNCTION reservations_refuse_wrong_sight();
DROP TRIGGER granted_units_stand ON network_heldunit;
DROP FUNCTION reservations_guard_granted_unit();
DROP FUNCTION reservations_is_given_back(bigint, bigint);
DROP FUNCTION reservations_follows_cut(network_heldunit, network_heldunit);
DROP FUNCTION reservations_is_granted(bigint);
DROP FUNCTION reservations_is_cut(bigint);
CREATE FUNCTION reservations_check_sight() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_claim c JOIN assets_duct_grants o ON o.grant_id = c.grant_id
        WHERE c.holder_id = OLD.holder_id AND c.state IN ('confirmed', 'in_use') AND o.duct_id = OLD.duct_id
          AND NOT EXISTS (SELECT FROM network_heldunit u WHERE u.holder_id = OLD.holder_id AND u.duct_id = OLD.duct_id)) THEN
        RAISE EXCEPTION 'what was given back is still shown'
            USING ERRCODE = '23514', CONSTRAINT = 'grant_shrinks_with_its_claim';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER grant_shrinks_with_its_claim AFTER UPDATE OF holder_id ON network_heldunit
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.holder_id <> NEW.holder_id)
    EXECUTE FUNCTION reservations_check_sight();
