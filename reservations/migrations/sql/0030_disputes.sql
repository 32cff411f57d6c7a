-- ---------------------------------------------------------------- disputes (Art. 13 GIA, § 149 TKG)
CREATE FUNCTION reservations_guard_dispute() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        IF NEW.ruled_on IS NOT NULL OR NOT EXISTS (
                SELECT FROM reservations_accessrequest a WHERE a.id = NEW.request_id
                  AND a.state IN ('submitted', 'completed', 'in_review', 'incomplete', 'offered', 'refused',
                                  'partly_granted', 'expired')
                  AND NEW.filed_on BETWEEN (a.received_at AT TIME ZONE 'Europe/Berlin')::date
                                       AND (NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date) THEN
            RAISE EXCEPTION 'the dispute body is called about what was asked for and not agreed'
                USING ERRCODE = '23514', CONSTRAINT = 'dispute_of_a_request';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' OR OLD.ruled_on IS NOT NULL
       OR (OLD.request_id, OLD.filed_on, OLD.reference, OLD.by_applicant, OLD.recorded_by_id, OLD.recorded_at)
          IS DISTINCT FROM (NEW.request_id, NEW.filed_on, NEW.reference, NEW.by_applicant, NEW.recorded_by_id,
                            NEW.recorded_at) THEN
        RAISE EXCEPTION 'a call of the dispute body stands as it was recorded'
            USING ERRCODE = '23514', CONSTRAINT = 'dispute_stands';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER dispute_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_dispute
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_dispute();
SELECT history_track('reservations_dispute');

-- As before, and what a dispute sets going and ends.
CREATE OR REPLACE FUNCTION reservations_start_day(request bigint, event text) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE event
        WHEN 'received' THEN (a.received_at AT TIME ZONE 'Europe/Berlin')::date
        WHEN 'complete' THEN (a.complete_at AT TIME ZONE 'Europe/Berlin')::date
        WHEN 'permit_filed' THEN CASE WHEN a.received_at IS NOT NULL THEN a.permit_on END
        WHEN 'dispute_filed' THEN (SELECT d.filed_on FROM reservations_dispute d WHERE d.request_id = a.id)
        WHEN 'asked_back' THEN CASE WHEN a.state = 'incomplete' THEN (a.state_at AT TIME ZONE 'Europe/Berlin')::date END
        WHEN 'concluded' THEN (SELECT (e.at AT TIME ZONE 'Europe/Berlin')::date FROM reservations_caseevent e
                               WHERE e.request_id = a.id AND e.to_state IN ('granted', 'partly_granted')
                               ORDER BY e.id LIMIT 1) END
    FROM reservations_accessrequest a WHERE a.id = request
$$;
CREATE OR REPLACE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'notification' AND EXISTS (
            SELECT FROM reservations_regulatornotice n WHERE n.request_id = request AND n.told_on = on_day))
        OR (step = 'ruling' AND EXISTS (
            SELECT FROM reservations_dispute t WHERE t.request_id = request AND t.ruled_on = on_day))
$$;
