-- ---------------------------------------------------------------- publication of planned works (Art. 6 GIA)
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
SELECT history_track('reservations_workspublication');

-- As before, and what a publication is done by.
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
