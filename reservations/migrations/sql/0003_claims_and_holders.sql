-- A reservation that says it holds does so in the ledger, for the organisation it names; one that is
-- over holds nothing to come; none disappears and leaves its lines behind.
CREATE FUNCTION reservations_refuse_discord(holders bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_claim c JOIN network_holder h ON h.id = c.holder_id
        WHERE h.id = ANY (holders) AND (
            h.kind <> 'claim' OR h.organisation_id IS DISTINCT FROM c.organisation_id
            OR CASE WHEN c.state = 'held' THEN isempty(h.period) OR h.expires_at IS NULL
                    WHEN c.state IN ('confirmed', 'in_use') THEN isempty(h.period) OR h.expires_at IS NOT NULL
                    -- One day of grace: the city's day begins before UTC's.
                    ELSE NOT isempty(h.period)
                         AND COALESCE(upper(h.period), 'infinity') > CURRENT_DATE + 1 END)) THEN
        RAISE EXCEPTION 'a reservation and what it holds do not agree'
            USING ERRCODE = '23514', CONSTRAINT = 'claim_agrees_with_its_holder';
    END IF;
END $$;

CREATE FUNCTION reservations_check_claim() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF EXISTS (SELECT FROM network_holder WHERE id = OLD.holder_id) THEN
            RAISE EXCEPTION 'a reservation cannot go and leave behind what it holds'
                USING ERRCODE = '23514', CONSTRAINT = 'claim_goes_with_its_holder';
        END IF;
    ELSE
        PERFORM reservations_refuse_discord(ARRAY[NEW.holder_id]);
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER claim_agrees_with_its_holder AFTER INSERT OR UPDATE OR DELETE ON reservations_claim
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION reservations_check_claim();

CREATE FUNCTION reservations_check_holder() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM reservations_refuse_discord(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER holder_agrees_with_its_claim
    AFTER UPDATE OF period, expires_at, organisation_id, kind ON network_holder
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.kind = 'claim' OR OLD.kind = 'claim')
    EXECUTE FUNCTION reservations_check_holder();

CREATE TRIGGER emptied_only_together AFTER TRUNCATE ON reservations_claim
    FOR EACH STATEMENT EXECUTE FUNCTION network_refuse_truncate();
