-- Whoever signs signs what was prepared, by whom and under which rule; what changes is prepared anew.
CREATE FUNCTION reservations_guard_prepared() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a prepared decision is signed or prepared anew, not changed'
        USING ERRCODE = '23514', CONSTRAINT = 'decision_prepared_stands';
END $$;
CREATE TRIGGER decision_prepared_stands BEFORE UPDATE ON reservations_decision
    FOR EACH ROW WHEN (OLD.signed_at IS NULL AND
        (OLD.request_id, OLD.outcome, OLD.asked_units, OLD.refused_units, OLD.reasons,
         OLD.prepared_by_id, OLD.prepared_at, OLD.two_person) IS DISTINCT FROM
        (NEW.request_id, NEW.outcome, NEW.asked_units, NEW.refused_units, NEW.reasons,
         NEW.prepared_by_id, NEW.prepared_at, NEW.two_person))
    EXECUTE FUNCTION reservations_guard_prepared();
