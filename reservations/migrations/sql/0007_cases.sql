-- ---------------------------------------------------------------- states
CREATE TABLE reservations_casetransition (
    from_state varchar(14) NOT NULL, to_state varchar(14) NOT NULL, PRIMARY KEY (from_state, to_state));
INSERT INTO reservations_casetransition VALUES
    ('draft', 'submitted'), ('draft', 'withdrawn'),
    ('submitted', 'incomplete'), ('submitted', 'in_review'), ('submitted', 'withdrawn'),
    ('incomplete', 'completed'), ('incomplete', 'withdrawn'), ('incomplete', 'expired'),
    ('completed', 'incomplete'), ('completed', 'in_review'), ('completed', 'withdrawn'),
    ('in_review', 'offered'), ('in_review', 'granted'), ('in_review', 'partly_granted'),
    ('in_review', 'refused'), ('in_review', 'withdrawn'),
    ('offered', 'in_review'), ('offered', 'accepted'), ('offered', 'withdrawn'), ('offered', 'expired'),
    ('accepted', 'granted'), ('accepted', 'partly_granted'), ('accepted', 'refused'), ('accepted', 'withdrawn'),
    ('granted', 'in_use'), ('granted', 'ended'),
    ('partly_granted', 'in_use'), ('partly_granted', 'ended'),
    ('in_use', 'ended');
CREATE SEQUENCE reservations_receipt;

CREATE FUNCTION reservations_begin_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.state <> 'draft' OR NEW.receipt IS NOT NULL THEN
        RAISE EXCEPTION 'a case begins as a draft'
            USING ERRCODE = '23514', CONSTRAINT = 'case_begins_as_draft';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_begins_as_draft BEFORE INSERT ON reservations_accessrequest
    FOR EACH ROW EXECUTE FUNCTION reservations_begin_case();

-- Whoever joins the queue of a kind or answers in it waits for whoever does so just now.
CREATE FUNCTION reservations_lock_queue(kind text) RETURNS void LANGUAGE sql AS $$
    SELECT pg_advisory_xact_lock(hashtext('reservations queue ' || kind))
$$;

-- Complete requests are answered in the order of their receipt (§ 147 TKG), or it is said why not.
CREATE FUNCTION reservations_is_in_turn(this reservations_accessrequest) RETURNS boolean
LANGUAGE sql STABLE AS $$
    SELECT NOT EXISTS (
        SELECT FROM reservations_accessrequest a
        WHERE a.kind = this.kind AND a.id <> this.id AND a.answered_at IS NULL
          AND a.state IN ('submitted', 'completed', 'in_review')
          AND a.place < this.place)
$$;

CREATE FUNCTION reservations_step_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    IF NEW.state <> OLD.state THEN
        IF NOT EXISTS (SELECT FROM reservations_casetransition
                       WHERE from_state = OLD.state AND to_state = NEW.state) THEN
            RAISE EXCEPTION 'a case that is % cannot become %', OLD.state, NEW.state
                USING ERRCODE = '23514', CONSTRAINT = 'case_transition_known';
        END IF;
        IF NEW.state_at = OLD.state_at THEN
            NEW.state_at := now();
        END IF;
        IF NEW.state IN ('submitted', 'completed') THEN
            PERFORM reservations_lock_queue(NEW.kind);
            NEW.place := nextval('reservations_receipt');
        END IF;
        IF NEW.state = 'submitted' THEN
            NEW.receipt := NEW.place;
        END IF;
    END IF;
    IF OLD.receipt IS NOT NULL AND (NEW.receipt, NEW.received_at, NEW.legal_basis, NEW.kind, NEW.organisation_id)
            IS DISTINCT FROM (OLD.receipt, OLD.received_at, OLD.legal_basis, OLD.kind, OLD.organisation_id) THEN
        RAISE EXCEPTION 'what was received stays as it was received'
            USING ERRCODE = '23514', CONSTRAINT = 'case_receipt_fixed';
    END IF;
    IF NEW.answered_at IS DISTINCT FROM OLD.answered_at THEN
        IF OLD.answered_at IS NOT NULL THEN
            RAISE EXCEPTION 'the first answer stays the first'
                USING ERRCODE = '23514', CONSTRAINT = 'case_answered_once';
        END IF;
        PERFORM reservations_lock_queue(NEW.kind);
        IF NEW.out_of_turn_reason = '' AND NOT reservations_is_in_turn(NEW) THEN
            RAISE EXCEPTION 'earlier complete requests come first'
                USING ERRCODE = '23514', CONSTRAINT = 'case_answered_in_turn';
        END IF;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_steps BEFORE UPDATE ON reservations_accessrequest
    FOR EACH ROW EXECUTE FUNCTION reservations_step_case();

-- ---------------------------------------------------------------- log
CREATE FUNCTION reservations_log_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO reservations_caseevent (request_id, from_state, to_state, at, actor_id, actor_label, reason)
    VALUES (NEW.id, OLD.state, NEW.state, NEW.state_at,
            NULLIF(current_setting('trassenbuch.actor', true), '')::bigint,
            COALESCE(NULLIF(current_setting('trassenbuch.actor_label', true), ''), 'database: ' || session_user),
            COALESCE(current_setting('trassenbuch.reason', true), ''));
    RETURN NULL;
END $$;
CREATE TRIGGER case_logged AFTER UPDATE ON reservations_accessrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION reservations_log_step();

CREATE FUNCTION reservations_guard_log() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- With its draft a case may go altogether; the log of what was submitted stays.
    IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT FROM reservations_accessrequest WHERE id = OLD.request_id) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the log of a case is written by its steps alone'
        USING ERRCODE = '23514', CONSTRAINT = 'case_log_is_recorded';
END $$;
CREATE TRIGGER case_log_is_recorded BEFORE INSERT OR UPDATE OR DELETE ON reservations_caseevent
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_log();

CREATE FUNCTION reservations_keep_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.receipt IS NOT NULL THEN
        RAISE EXCEPTION 'what was submitted is not deleted'
            USING ERRCODE = '23514', CONSTRAINT = 'case_is_kept';
    END IF;
    RETURN OLD;
END $$;
CREATE TRIGGER case_is_kept BEFORE DELETE ON reservations_accessrequest
    FOR EACH ROW EXECUTE FUNCTION reservations_keep_case();

-- ---------------------------------------------------------------- cases and claims
CREATE FUNCTION reservations_refuse_case_discord(cases bigint[]) RETURNS void LANGUAGE plpgsql AS $$
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

CREATE FUNCTION reservations_check_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservations_refuse_case_discord(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER case_agrees AFTER UPDATE ON reservations_accessrequest
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_case();

CREATE FUNCTION reservations_check_part_of_case() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM reservations_refuse_case_discord(ARRAY[OLD.request_id]);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM reservations_refuse_case_discord(ARRAY[NEW.request_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_agrees_with_its_case AFTER INSERT OR UPDATE OR DELETE ON reservations_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_part_of_case();
CREATE CONSTRAINT TRIGGER decision_agrees_with_its_case AFTER INSERT OR UPDATE OR DELETE ON reservations_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_part_of_case();

CREATE CONSTRAINT TRIGGER offer_agrees_with_its_case AFTER INSERT OR UPDATE OR DELETE ON reservations_offer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_part_of_case();

-- ---------------------------------------------------------------- offers
CREATE FUNCTION reservations_guard_offer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR OLD.accepted_at IS NOT NULL OR OLD.withdrawn_at IS NOT NULL
       OR (OLD.request_id, OLD.valid_until, OLD.currency, OLD.net, OLD.vat, OLD.gross)
          IS DISTINCT FROM (NEW.request_id, NEW.valid_until, NEW.currency, NEW.net, NEW.vat, NEW.gross) THEN
        RAISE EXCEPTION 'an offer stands as it was made'
            USING ERRCODE = '23514', CONSTRAINT = 'offer_stands';
    END IF;
    IF (NEW.accepted_at AT TIME ZONE 'Europe/Berlin')::date > NEW.valid_until THEN
        RAISE EXCEPTION 'the offer has run out'
            USING ERRCODE = '23514', CONSTRAINT = 'offer_accepted_in_time';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER offer_stands BEFORE UPDATE OR DELETE ON reservations_offer
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_offer();
CREATE FUNCTION reservations_guard_offer_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a line of an offer stands as it was made'
        USING ERRCODE = '23514', CONSTRAINT = 'offer_line_stands';
END $$;
CREATE TRIGGER offer_line_stands BEFORE UPDATE OR DELETE ON reservations_offerline
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_offer_line();

CREATE FUNCTION reservations_refuse_wrong_sum(offers bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_offer o LEFT JOIN reservations_offerline l ON l.offer_id = o.id
               WHERE o.id = ANY (offers) GROUP BY o.id HAVING sum(l.net) IS DISTINCT FROM o.net) THEN
        RAISE EXCEPTION 'the lines of an offer are its sum'
            USING ERRCODE = '23514', CONSTRAINT = 'offer_is_the_sum_of_its_lines';
    END IF;
END $$;
CREATE FUNCTION reservations_check_sum() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'reservations_offer' THEN
        PERFORM reservations_refuse_wrong_sum(ARRAY[NEW.id]);
    ELSE
        PERFORM reservations_refuse_wrong_sum(ARRAY[NEW.offer_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER offer_is_the_sum_of_its_lines AFTER INSERT ON reservations_offer
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_sum();
CREATE CONSTRAINT TRIGGER line_of_its_offer AFTER INSERT ON reservations_offerline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_sum();

-- ---------------------------------------------------------------- decisions
CREATE FUNCTION reservations_guard_decision() RETURNS trigger LANGUAGE plpgsql AS $$
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
CREATE TRIGGER decision_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_decision
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_decision();

CREATE FUNCTION reservations_refuse_groundless(decisions bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_decision d WHERE d.id = ANY (decisions)
          AND (d.outcome = 'granted') = EXISTS (SELECT FROM reservations_decisionground g WHERE g.decision_id = d.id)) THEN
        RAISE EXCEPTION 'a refusal, and only a refusal, has grounds'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_has_grounds';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_decisionground g
        JOIN reservations_decision d ON d.id = g.decision_id JOIN reservations_accessrequest a ON a.id = d.request_id
        JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE d.id = ANY (decisions)
          AND NOT COALESCE(r.valid @> (a.received_at AT TIME ZONE 'Europe/Berlin')::date, false)) THEN
        RAISE EXCEPTION 'the ground is on no list that was in force when the request came'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_ground_in_force';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_decisionground g JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE g.decision_id = ANY (decisions) AND r.shows_capacity
          AND g.reserve_id IS NULL AND g.investment_plan = '') THEN
        RAISE EXCEPTION 'whoever says that there is no space shows what it is kept for'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_shows_capacity';
    END IF;
END $$;
CREATE FUNCTION reservations_check_grounds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_TABLE_NAME = 'reservations_decision' THEN
        PERFORM reservations_refuse_groundless(ARRAY[NEW.id]);
    ELSE
        IF TG_OP <> 'INSERT' THEN PERFORM reservations_refuse_groundless(ARRAY[OLD.decision_id]); END IF;
        IF TG_OP <> 'DELETE' THEN PERFORM reservations_refuse_groundless(ARRAY[NEW.decision_id]); END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER refusal_has_grounds AFTER INSERT OR UPDATE ON reservations_decision
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_grounds();
CREATE CONSTRAINT TRIGGER ground_of_a_refusal AFTER INSERT OR UPDATE OR DELETE ON reservations_decisionground
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_grounds();

-- ---------------------------------------------------------------- records
CREATE TRIGGER refusalground_version BEFORE UPDATE ON reservations_refusalground
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
CREATE TRIGGER tariff_version BEFORE UPDATE ON reservations_tariff
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
SELECT history_track('reservations_tariff');
SELECT history_track('reservations_offer');
SELECT history_track('reservations_offerline');
SELECT history_track('reservations_accessrequest');
SELECT history_track('reservations_deadline');
SELECT history_track('reservations_refusalground');
SELECT history_track('reservations_decision');
SELECT history_track('reservations_decisionground');
