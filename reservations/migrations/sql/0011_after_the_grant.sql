-- ---------------------------------------------------------------- time that was granted
-- What was asked for stays; what was granted grows by an extension, and only so.
CREATE FUNCTION reservations_guard_period() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('draft', 'incomplete') AND (
            OLD.state NOT IN ('granted', 'partly_granted', 'in_use')
            OR lower(NEW.period) IS DISTINCT FROM lower(OLD.period)
            OR NOT EXISTS (SELECT FROM reservations_periodextension e
                           WHERE e.request_id = NEW.id AND e.answer = 'granted'
                             AND e.until = upper(OLD.period) - 1 AND e.last = upper(NEW.period) - 1)) THEN
        RAISE EXCEPTION 'a granted period is extended, not changed'
            USING ERRCODE = '23514', CONSTRAINT = 'case_period_is_extended';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_period_is_extended BEFORE UPDATE OF period ON reservations_accessrequest
    FOR EACH ROW WHEN (OLD.period <> NEW.period) EXECUTE FUNCTION reservations_guard_period();

-- What is granted, held in the ledger and shown is the same time.
CREATE FUNCTION reservations_refuse_periods_apart(cases bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_accessrequest a
        JOIN reservations_claim c ON c.request_id = a.id AND c.state IN ('confirmed', 'in_use')
        JOIN network_holder h ON h.id = c.holder_id
        LEFT JOIN accounts_grant g ON g.id = c.grant_id
        WHERE a.id = ANY (cases) AND a.state IN ('granted', 'partly_granted', 'in_use')
          AND (c.period <> a.period OR h.period <> a.period
               OR upper(g.valid) IS DISTINCT FROM upper(a.period))) THEN
        RAISE EXCEPTION 'what is granted, held and shown is not the same time'
            USING ERRCODE = '23514', CONSTRAINT = 'case_agrees_with_its_period';
    END IF;
END $$;
CREATE FUNCTION reservations_check_periods() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservations_refuse_periods_apart(CASE TG_TABLE_NAME
        WHEN 'reservations_accessrequest' THEN ARRAY[NEW.id]
        WHEN 'network_holder' THEN
            ARRAY(SELECT request_id FROM reservations_claim WHERE holder_id = NEW.id AND request_id IS NOT NULL)
        WHEN 'accounts_grant' THEN
            ARRAY(SELECT request_id FROM reservations_claim WHERE grant_id = NEW.id AND request_id IS NOT NULL)
        ELSE ARRAY(SELECT request_id FROM reservations_claim WHERE id = NEW.id AND request_id IS NOT NULL) END);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_agrees_with_its_period AFTER UPDATE OF period, state ON reservations_accessrequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_periods();
CREATE CONSTRAINT TRIGGER claim_agrees_with_its_period AFTER UPDATE OF period, state ON reservations_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_periods();
CREATE CONSTRAINT TRIGGER holder_agrees_with_its_period AFTER UPDATE OF period ON network_holder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'claim') EXECUTE FUNCTION reservations_check_periods();
CREATE CONSTRAINT TRIGGER grant_agrees_with_its_period AFTER UPDATE OF valid ON accounts_grant
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.valid <> NEW.valid) EXECUTE FUNCTION reservations_check_periods();

CREATE FUNCTION reservations_guard_extension() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.answer <> 'open' OR NOT EXISTS (
                SELECT FROM reservations_accessrequest a WHERE a.id = NEW.request_id
                  AND a.state IN ('granted', 'partly_granted', 'in_use') AND upper(a.period) - 1 = NEW.until) THEN
            RAISE EXCEPTION 'only what is granted is extended'
                USING ERRCODE = '23514', CONSTRAINT = 'extension_of_what_is_granted';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.answer <> 'open'
       OR (OLD.request_id, OLD.until, OLD.last, OLD.months, OLD.currency, OLD.net, OLD.vat, OLD.asked_by_id)
          IS DISTINCT FROM (NEW.request_id, NEW.until, NEW.last, NEW.months, NEW.currency, NEW.net, NEW.vat, NEW.asked_by_id) THEN
        RAISE EXCEPTION 'an extension stands as it was asked for and answered'
            USING ERRCODE = '23514', CONSTRAINT = 'extension_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER extension_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_periodextension
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_extension();

-- ---------------------------------------------------------------- what is given back
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

-- ---------------------------------------------------------------- as-built reports
CREATE FUNCTION reservations_guard_report() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER as_built_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_asbuiltreport
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_report();
CREATE FUNCTION reservations_guard_report_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of a report stands as it was made'
        USING ERRCODE = '23514', CONSTRAINT = 'as_built_line_stands';
END $$;
CREATE TRIGGER as_built_line_stands BEFORE UPDATE OR DELETE ON reservations_asbuiltline
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_report_line();

CREATE FUNCTION reservations_check_use() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM reservations_asbuiltreport r
                   WHERE r.request_id = NEW.id AND r.confirmed_at IS NOT NULL) THEN
        RAISE EXCEPTION 'ducts are in use once their report is confirmed'
            USING ERRCODE = '23514', CONSTRAINT = 'case_in_use_as_reported';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_in_use_as_reported AFTER UPDATE OF state ON reservations_accessrequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'in_use' AND NEW.kind = 'duct_access')
    EXECUTE FUNCTION reservations_check_use();

-- ---------------------------------------------------------------- the regulator
CREATE FUNCTION reservations_guard_notice() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a notice to the regulator stands as it was recorded'
            USING ERRCODE = '23514', CONSTRAINT = 'notice_stands';
    END IF;
    IF NOT EXISTS (
            SELECT FROM reservations_decision d WHERE d.request_id = NEW.request_id AND d.outcome <> 'refused'
              AND (d.signed_at AT TIME ZONE 'Europe/Berlin')::date <= NEW.told_on
              AND NEW.told_on <= (NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date) THEN
        RAISE EXCEPTION 'the regulator is told of what was agreed, after it was agreed'
            USING ERRCODE = '23514', CONSTRAINT = 'notice_of_an_agreement';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER notice_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_regulatornotice
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_notice();

-- ---------------------------------------------------------------- consent deemed given (§ 127 TKG)
-- `met_on` is kept with the state, so a deadline that was not met when it passed is one that was missed.
CREATE FUNCTION reservations_is_deemed_given(request bigint, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM reservations_accessrequest a
        JOIN reservations_deadline d ON d.request_id = a.id JOIN reservations_clockrule r ON r.id = d.rule_id
        WHERE a.id = request AND a.kind IN ('road_consent', 'minor_road_consent')
          AND a.state IN ('submitted', 'completed', 'in_review')
          AND r.consequence = 'deemed_granted' AND d.met_on IS NULL AND d.due_on < on_day)
$$;
CREATE FUNCTION reservations_guard_deemed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a consent deemed given stands'
            USING ERRCODE = '23514', CONSTRAINT = 'deemed_consent_stands';
    END IF;
    IF NEW.since > (NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date
       OR NOT reservations_is_deemed_given(NEW.request_id, NEW.since) THEN
        RAISE EXCEPTION 'the time for this consent has not passed'
            USING ERRCODE = '23514', CONSTRAINT = 'deemed_once_the_time_passed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER deemed_consent_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_deemedconsent
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_deemed();
CREATE FUNCTION reservations_guard_late_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF reservations_is_deemed_given(NEW.request_id, (NEW.signed_at AT TIME ZONE 'Europe/Berlin')::date) THEN
        RAISE EXCEPTION 'this consent is deemed given; nobody decides it any more'
            USING ERRCODE = '23514', CONSTRAINT = 'decided_before_deemed_given';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decided_before_deemed_given BEFORE INSERT OR UPDATE OF signed_at ON reservations_decision
    FOR EACH ROW WHEN (NEW.signed_at IS NOT NULL) EXECUTE FUNCTION reservations_guard_late_decision();

-- As before, and what the law has given needs no decision.
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
CREATE CONSTRAINT TRIGGER deemed_consent_agrees_with_its_case AFTER INSERT ON reservations_deemedconsent
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_part_of_case();

SELECT history_track('reservations_periodextension');
SELECT history_track('reservations_asbuiltreport');
SELECT history_track('reservations_asbuiltline');
SELECT history_track('reservations_regulatornotice');
SELECT history_track('reservations_deemedconsent');
