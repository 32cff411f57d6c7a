SELECT history_track('reservations_regulatornotice');
SELECT history_track('reservations_workspublication');
SELECT set_config('trassenbuch.reason', 'Notices and publications are kept apart', true);
INSERT INTO reservations_regulatornotice (request_id, told_on, reference, recorded_by_id, recorded_at)
    SELECT request_id, done_on, reference, recorded_by_id, recorded_at
    FROM reservations_fulfilledduty WHERE step = 'notification' ORDER BY id;
INSERT INTO reservations_workspublication (request_id, published_on, place, recorded_by_id, recorded_at)
    SELECT request_id, done_on, reference, recorded_by_id, recorded_at
    FROM reservations_fulfilledduty WHERE step = 'publication' ORDER BY id;
SELECT set_config('trassenbuch.reason', '', true);
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

CREATE FUNCTION reservations_guard_publication() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'a publication of works stands as it was recorded'
            USING ERRCODE = '23514', CONSTRAINT = 'works_publication_stands';
    END IF;
    IF NEW.published_on > (NEW.recorded_at AT TIME ZONE 'Europe/Berlin')::date OR NOT EXISTS (
            SELECT FROM reservations_deadline d WHERE d.request_id = NEW.request_id AND d.step = 'publication') THEN
        RAISE EXCEPTION 'works are published where a rule of law wants it, and not ahead of the day'
            USING ERRCODE = '23514', CONSTRAINT = 'works_publication_of_works';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER works_publication_stands BEFORE INSERT OR UPDATE OR DELETE ON reservations_workspublication
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_publication();

CREATE OR REPLACE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'notification' AND EXISTS (
            SELECT FROM reservations_regulatornotice n WHERE n.request_id = request AND n.told_on = on_day))
        OR (step = 'ruling' AND EXISTS (
            SELECT FROM reservations_dispute t WHERE t.request_id = request AND t.ruled_on = on_day))
        OR (step = 'publication' AND EXISTS (
            SELECT FROM reservations_workspublication p WHERE p.request_id = request AND p.published_on = on_day))
$$;

DROP TRIGGER fulfilled_duty_stands ON reservations_fulfilledduty;
DROP FUNCTION reservations_guard_duty();
