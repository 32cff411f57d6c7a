-- ---------------------------------------------------------------- what stands gets nothing added
CREATE TRIGGER decision_ground_not_added BEFORE INSERT ON reservations_decisionground
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_ground();

CREATE FUNCTION reservations_guard_further_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_asbuiltreport r WHERE r.id = NEW.report_id
               AND (r.confirmed_at IS NOT NULL OR r.sent_back_at IS NOT NULL)) THEN
        RAISE EXCEPTION 'a report that is answered gets no further line'
            USING ERRCODE = '23514', CONSTRAINT = 'as_built_line_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER as_built_line_not_added BEFORE INSERT ON reservations_asbuiltline
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_further_line();

-- ---------------------------------------------------------------- in use
-- A case is in use with what it holds, and the ledger says the same.
CREATE FUNCTION reservations_check_used_together() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_accessrequest a
        JOIN reservations_claim c ON c.request_id = a.id AND c.state IN ('confirmed', 'in_use')
        JOIN network_holder h ON h.id = c.holder_id
        WHERE NEW.id = CASE TG_TABLE_NAME WHEN 'reservations_accessrequest' THEN a.id
                                          WHEN 'reservations_claim' THEN c.id ELSE h.id END
          AND ((a.state = 'in_use') <> (c.state = 'in_use') OR (c.state = 'in_use') <> (h.effect = 'occupied'))) THEN
        RAISE EXCEPTION 'a case is in use with what it holds'
            USING ERRCODE = '23514', CONSTRAINT = 'case_agrees_with_its_use';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_agrees_with_its_use AFTER UPDATE OF state ON reservations_accessrequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_used_together();
CREATE CONSTRAINT TRIGGER claim_agrees_with_its_use AFTER UPDATE OF state ON reservations_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_used_together();
CREATE CONSTRAINT TRIGGER holder_agrees_with_its_use AFTER UPDATE OF effect ON network_holder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.effect <> NEW.effect)
    EXECUTE FUNCTION reservations_check_used_together();
