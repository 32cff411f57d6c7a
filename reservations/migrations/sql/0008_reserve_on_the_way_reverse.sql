CREATE OR REPLACE FUNCTION reservations_refuse_groundless(decisions bigint[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT FROM reservations_decision d WHERE d.id = ANY (decisions)
          AND (d.outcome = 'granted') = EXISTS (SELECT FROM reservations_decisionground g WHERE g.decision_id = d.id)) THEN
        RAISE EXCEPTION 'a refusal, and only a refusal, has grounds'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_has_grounds';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_decisionground g
        JOIN reservations_decision d ON d.id = g.decision_id JOIN reservations_accessrequest a ON a.id = d.request_id
        JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE d.id = ANY (decisions)
          AND NOT COALESCE(r.valid @> (a.received_at AT TIME ZONE 'Europe/Berlin')::date, false)) THEN
        RAISE EXCEPTION 'the ground is on no list that was in force when the request came'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_ground_in_force';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_decisionground g JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE g.decision_id = ANY (decisions) AND r.shows_capacity
          AND g.reserve_id IS NULL AND g.investment_plan = '') THEN
        RAISE EXCEPTION 'whoever says that there is no space shows what it is kept for'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_shows_capacity';
    END IF;
END $$;
