SELECT history_untrack('reservations_periodextension');
SELECT history_untrack('reservations_asbuiltreport');
SELECT history_untrack('reservations_asbuiltline');
SELECT history_untrack('reservations_regulatornotice');
SELECT history_untrack('reservations_deemedconsent');
DROP TRIGGER deemed_consent_agrees_with_its_case ON reservations_deemedconsent;
DROP TRIGGER decided_before_deemed_given ON reservations_decision;
DROP TRIGGER deemed_consent_stands ON reservations_deemedconsent;
DROP TRIGGER notice_stands ON reservations_regulatornotice;
DROP TRIGGER case_in_use_as_reported ON reservations_accessrequest;
DROP TRIGGER as_built_line_stands ON reservations_asbuiltline;
DROP TRIGGER as_built_stands ON reservations_asbuiltreport;
DROP TRIGGER grant_shrinks_with_its_claim ON network_heldunit;
DROP TRIGGER extension_stands ON reservations_periodextension;
DROP TRIGGER grant_agrees_with_its_period ON accounts_grant;
DROP TRIGGER holder_agrees_with_its_period ON network_holder;
DROP TRIGGER claim_agrees_with_its_period ON reservations_claim;
DROP TRIGGER case_agrees_with_its_period ON reservations_accessrequest;
DROP TRIGGER case_period_is_extended ON reservations_accessrequest;
DROP FUNCTION reservations_guard_late_decision();
DROP FUNCTION reservations_guard_deemed();
DROP FUNCTION reservations_is_deemed_given(bigint, date);
DROP FUNCTION reservations_guard_notice();
DROP FUNCTION reservations_check_use();
DROP FUNCTION reservations_guard_report_line();
DROP FUNCTION reservations_guard_report();
DROP FUNCTION reservations_check_sight();
DROP FUNCTION reservations_guard_extension();
DROP FUNCTION reservations_check_periods();
DROP FUNCTION reservations_refuse_periods_apart(bigint[]);
DROP FUNCTION reservations_guard_period();
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
          AND ((a.state IN ('granted', 'partly_granted', 'refused') AND d.outcome IS DISTINCT FROM a.state)
            OR (a.state IN ('in_use', 'ended') AND d.id IS NULL)
            OR (a.state NOT IN ('granted', 'partly_granted', 'refused', 'in_use', 'ended') AND d.id IS NOT NULL))) THEN
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
