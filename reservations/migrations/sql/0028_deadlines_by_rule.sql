-- ---------------------------------------------------------------- clocks
-- The day of what sets a clock of this case going; none where it has not happened, or was taken back.
CREATE FUNCTION reservations_start_day(request bigint, event text) RETURNS date LANGUAGE sql STABLE AS $$
    SELECT CASE event
        WHEN 'received' THEN (a.received_at AT TIME ZONE 'Europe/Berlin')::date
        WHEN 'complete' THEN (a.complete_at AT TIME ZONE 'Europe/Berlin')::date
        WHEN 'permit_filed' THEN CASE WHEN a.received_at IS NOT NULL THEN a.permit_on END
        WHEN 'asked_back' THEN CASE WHEN a.state = 'incomplete' THEN (a.state_at AT TIME ZONE 'Europe/Berlin')::date END
        WHEN 'concluded' THEN (SELECT (e.at AT TIME ZONE 'Europe/Berlin')::date FROM reservations_caseevent e
                               WHERE e.request_id = a.id AND e.to_state IN ('granted', 'partly_granted')
                               ORDER BY e.id LIMIT 1) END
    FROM reservations_accessrequest a WHERE a.id = request
$$;
-- The first day on which a period can be over. Of any five days in a row at most five are working days.
CREATE FUNCTION reservations_span_over(event date, amount int, unit text) RETURNS date LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE unit
        WHEN 'months' THEN (event + make_interval(months => amount))::date
        WHEN 'weeks' THEN event + 7 * amount
        ELSE event + amount + 2 * ((abs(amount) - 1) / 5) * sign(amount)::int END
$$;
-- How many days on which nobody works can make it later: which these are, the services know.
CREATE FUNCTION reservations_days_off(unit text) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE unit WHEN 'working_days' THEN 9 ELSE 5 END
$$;
CREATE FUNCTION reservations_days_paused(request bigint) RETURNS int LANGUAGE sql STABLE AS $$
    SELECT COALESCE(sum((n.at AT TIME ZONE 'Europe/Berlin')::date - (e.at AT TIME ZONE 'Europe/Berlin')::date), 0)::int
    FROM reservations_caseevent e
    JOIN LATERAL (SELECT x.at FROM reservations_caseevent x
                  WHERE x.request_id = e.request_id AND x.id > e.id ORDER BY x.id LIMIT 1) n ON true
    WHERE e.request_id = request AND e.to_state = 'incomplete'
$$;
-- As its rule has it, to within the days off and the pauses: see docs/clocks.md.
CREATE FUNCTION reservations_is_by_its_rule(d reservations_deadline) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT r.kind = a.kind AND r.step = d.step AND r.valid @> d.started_on
       AND d.started_on IS NOT DISTINCT FROM reservations_start_day(a.id, r.start)
       AND (d.extended_on IS NULL OR r.extension_amount IS NOT NULL)
       AND CASE
           WHEN d.due_on IS NULL THEN r.incompleteness = 'pauses' AND a.state = 'incomplete'
           WHEN r.start = 'permit_filed' THEN
               d.due_on BETWEEN reservations_span_over(d.started_on, -r.amount, r.unit) - reservations_days_off(r.unit)
                            AND reservations_span_over(d.started_on, -r.amount, r.unit)
           ELSE d.due_on BETWEEN first.day AND first.day + reservations_days_off(r.unit)
                + CASE WHEN d.extended_on IS NULL THEN 0 ELSE reservations_days_off(r.extension_unit) END
                + CASE r.incompleteness WHEN 'pauses' THEN reservations_days_paused(a.id) ELSE 0 END END
    FROM reservations_accessrequest a, reservations_clockrule r
    CROSS JOIN LATERAL (SELECT reservations_span_over(d.started_on, r.amount, r.unit) AS day) plain
    CROSS JOIN LATERAL (SELECT CASE WHEN d.extended_on IS NULL THEN plain.day
        ELSE reservations_span_over(plain.day, r.extension_amount, r.extension_unit) END AS day) first
    WHERE a.id = d.request_id AND r.id = d.rule_id
$$;
-- What a step of the city is done by: the same as in reservations/access/deadlines.py, which a test compares.
CREATE FUNCTION reservations_is_done_by(step text, to_state text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE
        WHEN step = 'notice' THEN to_state IN ('incomplete', 'in_review')
        WHEN step IN ('offer', 'decision') THEN to_state IN ('offered', 'granted', 'partly_granted', 'refused')
        WHEN step IN ('answer', 'permit') THEN to_state IN ('granted', 'partly_granted', 'refused')
        ELSE false END
$$;
CREATE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'notification' AND EXISTS (
            SELECT FROM reservations_regulatornotice n WHERE n.request_id = request AND n.told_on = on_day))
$$;

CREATE FUNCTION reservations_guard_clock() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    moves boolean := TG_OP = 'INSERT';
    newest bigint := (SELECT max(id) FROM reservations_caseevent WHERE request_id = COALESCE(NEW.request_id, OLD.request_id));
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF (SELECT reservations_start_day(OLD.request_id, start) FROM reservations_clockrule WHERE id = OLD.rule_id)
           IS NOT NULL THEN
            RAISE EXCEPTION 'a deadline goes when its beginning is taken back'
                USING ERRCODE = '23514', CONSTRAINT = 'deadline_is_kept';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        IF (NEW.request_id, NEW.step) <> (OLD.request_id, OLD.step) THEN
            RAISE EXCEPTION 'a deadline stays with its case and step'
                USING ERRCODE = '23514', CONSTRAINT = 'deadline_is_kept';
        END IF;
        IF NEW.extended_on IS NOT NULL AND OLD.extended_on IS NULL
           AND (OLD.met_on IS NOT NULL OR OLD.due_on IS NULL OR NEW.extended_on > OLD.due_on) THEN
            RAISE EXCEPTION 'a deadline is extended before it is over'
                USING ERRCODE = '23514', CONSTRAINT = 'deadline_extended_in_time';
        END IF;
        moves := (NEW.rule_id, NEW.started_on, NEW.due_on) IS DISTINCT FROM (OLD.rule_id, OLD.started_on, OLD.due_on)
                 OR NEW.extended_on IS DISTINCT FROM OLD.extended_on;
        IF moves AND (NEW.extended_on IS NULL OR OLD.extended_on IS NOT NULL)
           AND newest <= OLD.after_event THEN
            RAISE EXCEPTION 'a deadline moves with a step of its case or an extension'
                USING ERRCODE = '23514', CONSTRAINT = 'deadline_moves_with_its_case';
        END IF;
    END IF;
    IF moves AND reservations_is_by_its_rule(NEW) IS NOT TRUE THEN
        RAISE EXCEPTION 'a deadline is as its rule has it'
            USING ERRCODE = '23514', CONSTRAINT = 'deadline_by_its_rule';
    END IF;
    IF (TG_OP = 'INSERT' AND NEW.met_on IS NOT NULL AND NOT reservations_was_done(NEW.request_id, NEW.step, NEW.met_on))
       OR (TG_OP = 'UPDATE' AND NEW.met_on IS DISTINCT FROM OLD.met_on
           AND (OLD.met_on IS NOT NULL OR NOT reservations_was_done(NEW.request_id, NEW.step, NEW.met_on))) THEN
        RAISE EXCEPTION 'a deadline is met once, by what was done'
            USING ERRCODE = '23514', CONSTRAINT = 'deadline_met_by_a_step';
    END IF;
    -- Each step of the case lets each of its deadlines move once.
    NEW.after_event := COALESCE(newest, 0);
    RETURN NEW;
END $$;
CREATE TRIGGER deadline_follows_its_clock BEFORE INSERT OR UPDATE OR DELETE ON reservations_deadline
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_clock();
