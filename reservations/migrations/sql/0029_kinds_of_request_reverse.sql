CREATE OR REPLACE FUNCTION reservations_refuse_case_discord(cases bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_accessrequest a
        LEFT JOIN reservations_claim c ON c.request_id = a.id
        WHERE a.id = ANY (cases)
        GROUP BY a.id
        HAVING bool_or(c.organisation_id <> a.organisation_id)
            OR count(*) FILTER (WHERE c.state IN ('held', 'confirmed', 'in_use')) > 1
            OR (a.state IN ('granted', 'partly_granted', 'in_use') AND a.kind = 'duct_access'
                AND count(*) FILTER (WHERE c.state IN ('confirmed', 'in_use')) <> 1)
            OR (a.state NOT IN ('granted', 'partly_granted', 'in_use')
                AND count(*) FILTER (WHERE c.state IN ('confirmed', 'in_use')) > 0)
            OR (a.state IN ('ended', 'refused', 'withdrawn', 'expired')
                AND count(*) FILTER (WHERE c.state = 'held') > 0)) THEN
        RAISE EXCEPTION 'a case and what it holds do not agree'
            USING ERRCODE = '23514', CONSTRAINT = 'case_agrees_with_its_claims';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_accessrequest a
        LEFT JOIN reservations_decision d ON d.request_id = a.id AND d.signed_at IS NOT NULL
        WHERE a.id = ANY (cases)
          AND CASE WHEN EXISTS (SELECT FROM reservations_deemedconsent t WHERE t.request_id = a.id)
              THEN d.id IS NOT NULL OR a.state NOT IN ('granted', 'in_use', 'ended')
              ELSE (a.state IN ('granted', 'partly_granted', 'refused') AND d.outcome IS DISTINCT FROM a.state)
                OR (a.state IN ('in_use', 'ended') AND d.id IS NULL)
                OR (a.state NOT IN ('granted', 'partly_granted', 'refused', 'in_use', 'ended') AND d.id IS NOT NULL) END) THEN
        RAISE EXCEPTION 'a case is decided by its signed decision'
            USING ERRCODE = '23514', CONSTRAINT = 'case_agrees_with_its_decision';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_accessrequest a
        LEFT JOIN reservations_offer o ON o.request_id = a.id AND o.withdrawn_at IS NULL
        WHERE a.id = ANY (cases) AND a.kind = 'duct_access'
          AND ((a.state = 'offered' AND (o.id IS NULL OR o.accepted_at IS NOT NULL))
            OR (a.state IN ('accepted', 'granted', 'partly_granted', 'in_use') AND o.accepted_at IS NULL)
            OR (a.state IN ('draft', 'submitted', 'incomplete', 'completed', 'in_review') AND o.id IS NOT NULL))) THEN
        RAISE EXCEPTION 'a case and its offer do not agree'
            USING ERRCODE = '23514', CONSTRAINT = 'case_agrees_with_its_offer';
    END IF;
END $$;
CREATE OR REPLACE FUNCTION reservations_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.confirmed_at IS NOT NULL OR NEW.sent_back_at IS NOT NULL OR NOT EXISTS (
                SELECT FROM reservations_accessrequest a WHERE a.id = NEW.request_id
                  AND a.kind = 'duct_access' AND a.state IN ('granted', 'partly_granted')) THEN
            RAISE EXCEPTION 'only granted ducts are reported as built'
                USING ERRCODE = '23514', CONSTRAINT = 'as_built_once_granted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.confirmed_at IS NOT NULL OR OLD.sent_back_at IS NOT NULL
       OR (OLD.request_id, OLD.laid_on, OLD.remarks, OLD.reported_by_id, OLD.reported_at)
          IS DISTINCT FROM (NEW.request_id, NEW.laid_on, NEW.remarks, NEW.reported_by_id, NEW.reported_at) THEN
        RAISE EXCEPTION 'a report stands as it was made and answered'
            USING ERRCODE = '23514', CONSTRAINT = 'as_built_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION reservations_check_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reservations_asbuiltreport r
                   WHERE r.request_id = NEW.id AND r.confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'ducts are in use once their report is confirmed'
            USING ERRCODE = '23514', CONSTRAINT = 'case_in_use_as_reported';
    END IF;
    RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION reservations_is_deemed_given(request bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM reservations_accessrequest a
        JOIN reservations_deadline d ON d.request_id = a.id JOIN reservations_clockrule r ON r.id = d.rule_id
        WHERE a.id = request AND a.kind IN ('road_consent', 'minor_road_consent')
          AND a.state IN ('submitted', 'completed', 'in_review')
          AND r.consequence = 'deemed_granted' AND d.met_on IS NULL AND d.due_on < on_day)
$$;
CREATE OR REPLACE FUNCTION reservations_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.signed_at IS NOT NULL THEN
        RAISE EXCEPTION 'a signed decision stands'
            USING ERRCODE = '23514', CONSTRAINT = 'decision_stands';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RETURN OLD;
    END IF;
    -- § 127 (2) TKG: whoever runs the network does not sign the consent of the road authority.
    IF NEW.signed_by_id IS NOT NULL AND EXISTS (
            SELECT FROM reservations_accessrequest a
            WHERE a.id = NEW.request_id AND a.kind IN ('road_consent', 'minor_road_consent')
              AND (EXISTS (SELECT FROM accounts_membership m WHERE m.user_id = NEW.signed_by_id
                           AND m.role IN ('editor', 'contractor_editor', 'planner', 'access_officer',
                                          'administrator'))
                OR EXISTS (SELECT FROM accounts_user u WHERE u.id = NEW.signed_by_id AND u.is_superuser))) THEN
        RAISE EXCEPTION 'whoever runs the network does not sign the consent'
            USING ERRCODE = '23514', CONSTRAINT = 'consent_signed_independently';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION reservations_guard_signature() RETURNS trigger LANGUAGE plpgsql AS $$
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
DROP TRIGGER case_in_use_as_reported ON reservations_accessrequest;
CREATE CONSTRAINT TRIGGER case_in_use_as_reported AFTER UPDATE OF state ON reservations_accessrequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'in_use' AND NEW.kind = 'duct_access')
    EXECUTE FUNCTION reservations_check_use();
ALTER TABLE reservations_accessrequest DROP CONSTRAINT case_kind_known;
ALTER TABLE reservations_clockrule DROP CONSTRAINT clock_kind_known;
ALTER TABLE reservations_checklistitem DROP CONSTRAINT checklist_kind_known;
ALTER TABLE reservations_legalremedy DROP CONSTRAINT remedy_kind_known;
DROP TABLE reservations_requestkind;
