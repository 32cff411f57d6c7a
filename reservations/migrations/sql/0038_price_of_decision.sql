-- What was granted costs what was offered for it: all of it, or less for a part.
CREATE FUNCTION reservations_price_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    offered reservations_offer;
BEGIN
    SELECT * INTO offered FROM reservations_offer
    WHERE request_id = NEW.request_id AND withdrawn_at IS NULL AND accepted_at IS NOT NULL;
    NEW.currency := coalesce(offered.currency, '');
    IF NOT FOUND OR NEW.outcome = 'refused' THEN
        NEW.currency := '';
        NEW.net := NULL; NEW.vat := NULL; NEW.gross := NULL;
    ELSIF NEW.outcome = 'granted' THEN
        NEW.net := offered.net; NEW.vat := offered.vat; NEW.gross := offered.gross;
    ELSIF NEW.gross IS NULL OR NEW.gross > offered.gross THEN
        RAISE EXCEPTION 'a part costs at most what was offered for all'
            USING ERRCODE = '23514', CONSTRAINT = 'decision_priced';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_priced BEFORE INSERT OR UPDATE ON reservations_decision
    FOR EACH ROW WHEN (NEW.signed_at IS NOT NULL) EXECUTE FUNCTION reservations_price_decision();

-- Until now letters said of a part, too, what was offered for all.
ALTER TABLE reservations_decision DISABLE TRIGGER USER;
UPDATE reservations_decision d SET currency = o.currency, net = o.net, vat = o.vat, gross = o.gross
FROM reservations_offer o
WHERE o.request_id = d.request_id AND o.withdrawn_at IS NULL AND o.accepted_at IS NOT NULL
  AND d.signed_at IS NOT NULL AND d.outcome <> 'refused';
ALTER TABLE reservations_decision ENABLE TRIGGER USER;
