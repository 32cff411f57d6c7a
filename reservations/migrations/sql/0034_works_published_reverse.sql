CREATE OR REPLACE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'notification' AND EXISTS (
            SELECT FROM reservations_regulatornotice n WHERE n.request_id = request AND n.told_on = on_day))
        OR (step = 'ruling' AND EXISTS (
            SELECT FROM reservations_dispute t WHERE t.request_id = request AND t.ruled_on = on_day))
$$;
SELECT history_untrack('reservations_workspublication');
DROP TRIGGER works_publication_stands ON reservations_workspublication;
DROP FUNCTION reservations_guard_publication();
