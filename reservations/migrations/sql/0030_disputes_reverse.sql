CREATE OR REPLACE FUNCTION reservations_start_day(request bigint, event text) RETURNS date LANGUAGE sql STABLE AS $$
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
CREATE OR REPLACE FUNCTION reservations_was_done(request bigint, step text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM reservations_caseevent e
                   WHERE e.request_id = request AND (e.at AT TIME ZONE 'Europe/Berlin')::date = on_day
                     AND reservations_is_done_by(step, e.to_state))
        OR (step = 'notification' AND EXISTS (
            SELECT FROM reservations_regulatornotice n WHERE n.request_id = request AND n.told_on = on_day))
$$;
SELECT history_untrack('reservations_dispute');
DROP TRIGGER dispute_stands ON reservations_dispute;
DROP FUNCTION reservations_guard_dispute();
