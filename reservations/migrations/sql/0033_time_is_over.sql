-- ---------------------------------------------------------------- what runs out, and when
-- A case expires the day after its offer, or after what was asked for should have come; by nobody's word before.
-- After "case_steps", which writes the moment: triggers fire in the order of their names.
CREATE FUNCTION reservations_guard_expiry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    today date := (NEW.state_at AT TIME ZONE 'Europe/Berlin')::date;
BEGIN
    IF NOT EXISTS (SELECT FROM reservations_offer o
                   WHERE OLD.state = 'offered' AND o.request_id = NEW.id AND o.withdrawn_at IS NULL
                     AND o.valid_until < today)
       AND NOT EXISTS (SELECT FROM reservations_deadline d
                       WHERE OLD.state = 'incomplete' AND d.request_id = NEW.id AND d.step = 'completion'
                         AND d.met_on IS NULL AND d.due_on < today) THEN
        RAISE EXCEPTION 'a request expires once its time is over'
            USING ERRCODE = '23514', CONSTRAINT = 'case_expires_after_its_day';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER case_time_is_over BEFORE UPDATE OF state ON reservations_accessrequest
    FOR EACH ROW WHEN (NEW.state = 'expired' AND OLD.state <> 'expired')
    EXECUTE FUNCTION reservations_guard_expiry();

-- What is reported as laid is laid: on no day after the report.
ALTER TABLE reservations_asbuiltreport ADD CONSTRAINT as_built_laid_by_then
    CHECK (laid_on <= (reported_at AT TIME ZONE 'Europe/Berlin')::date);
