-- No step promises what is over: who hands in, offers, accepts or grants does so for a time of which a day is
-- left. What the law itself has given (§ 127 (3) TKG) it has given whatever day that was.
CREATE FUNCTION reservations_refuse_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF upper(NEW.period) <= (NEW.state_at AT TIME ZONE 'Europe/Berlin')::date
       AND NOT EXISTS (SELECT FROM reservations_deemedconsent d WHERE d.request_id = NEW.id) THEN
        RAISE EXCEPTION 'the time frame of the case is over'
            USING ERRCODE = '23514', CONSTRAINT = 'case_time_frame_ahead';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER case_time_frame_ahead AFTER UPDATE ON reservations_accessrequest
    FOR EACH ROW WHEN (OLD.state <> NEW.state AND NEW.state IN
        ('submitted', 'completed', 'offered', 'accepted', 'granted', 'partly_granted'))
    EXECUTE FUNCTION reservations_refuse_over();

-- As `network.periods.checked_period`: an extension ends there, too.
ALTER TABLE reservations_accessrequest ADD CONSTRAINT case_period_in_bounds CHECK (isempty(period) OR COALESCE(
    lower(period) >= '1900-01-01' AND upper(period) <= '2201-01-01'
    AND extract(year FROM upper(period) - 1) - extract(year FROM lower(period)) <= 60, false));
