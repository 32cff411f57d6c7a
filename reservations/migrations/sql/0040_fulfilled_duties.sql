-- What was noted before, with who noted it and when; afterwards the two tables go.
SELECT history_track('reservations_fulfilledduty');
SELECT set_config('trassenbuch.reason', 'Notices and publications are kept together', true);
INSERT INTO reservations_fulfilledduty (request_id, step, done_on, reference, recorded_by_id, recorded_at)
    SELECT request_id, 'notification', told_on, reference, recorded_by_id, recorded_at
    FROM reservations_regulatornotice ORDER BY id;
INSERT INTO reservations_fulfilledduty (request_id, step, done_on, reference, recorded_by_id, recorded_at)
    SELECT request_id, 'publication', published_on, place, recorded_by_id, recorded_at
    FROM reservations_workspublication ORDER BY id;
SELECT set_config('trassenbuch.reason', '', true);
DROP TRIGGER notice_stands ON reservations_regulatornotice;
DROP TRIGGER works_publication_stands ON reservations_workspublication;
DROP FUNCTION reservations_guard_notice();
DROP FUNCTION reservations_guard_publication();

CREATE FUNCTION reservations_guard_duty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a fulfilled duty stands as it was recorded'
            USING ERRCODE = '23514', CONSTRAINT = 'fulfilled_duty_stands';
    END IF;
    IF NEW.step = 'notification' AND NOT EXISTS (
            SELECT FROM reservations_decision d WHERE d.request_id = NEW.request_id AND d.outcome <> 'refused'
              AND NEW.done_on BETWEEN (d.signed_at AT TIME ZONE 'Europe/Berlin')::date AND today) THEN
        RAISE EXCEPTION 'the regulator is told of what was agreed, after it was agreed'
            USING ERRCODE = '23514', CONSTRAINT = 'notice_of_an_agreement';
    END IF;
    IF NEW.step = 'publication' AND (NEW.done_on > today OR NOT EXISTS (
            SELECT FROM reservations_deadline d WHERE d.request_id = NEW.request_id AND d.step = NEW.step)) THEN
        RAISE EXCEPTION 'works are published where a rule of law wants it, and not ahead of the day'
            USING ERRCODE = '23514', CONSTRAINT = 'publication_of_works';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER fulfilled_duty_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_fulfilledduty
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_duty();

-- As before, from the one table.
CREATE OR REPLACE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'ruling' AND EXISTS (
            SELECT FROM reservations_dispute t WHERE t.request_id = request AND t.ruled_on = on_day))
        OR EXISTS (
            SELECT FROM reservations_fulfilledduty f
            WHERE f.request_id = request AND f.step = reservations_was_done.step AND f.done_on = on_day)
$$;
