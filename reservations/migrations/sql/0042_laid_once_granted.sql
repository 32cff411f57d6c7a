-- What a report tells of was laid on the day of the grant or later.
CREATE FUNCTION reservations_guard_laid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_decision d WHERE d.request_id = NEW.request_id
               AND NEW.laid_on < (d.signed_at AT TIME ZONE 'Europe/Berlin')::date) THEN
        RAISE EXCEPTION 'nothing was granted on that day yet'
            USING ERRCODE = '23514', CONSTRAINT = 'as_built_laid_once_granted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER as_built_laid_once_granted BEFORE INSERT ON reservations_asbuiltreport
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_laid();

-- As before, and nothing is taken into use after its time, either.
DROP TRIGGER case_time_frame_ahead ON reservations_accessrequest;
CREATE TRIGGER case_time_frame_ahead AFTER UPDATE ON reservations_accessrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN
        ('submitted', 'completed', 'offered', 'accepted', 'granted', 'partly_granted', 'in_use'))
    EXECUTE FUNCTION reservations_refuse_over();
