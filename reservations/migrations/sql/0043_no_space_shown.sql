-- As before, and "no space" is shown by what is reserved along the way that is refused: of a part along that part.
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
        SELECT FROM reservations_decisionground g
        JOIN reservations_decision d ON d.id = g.decision_id JOIN reservations_accessrequest a ON a.id = d.request_id
        JOIN reservations_requestkind k USING (kind) JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE d.id = ANY (decisions) AND r.signed_by <> k.signed_by) THEN
        RAISE EXCEPTION 'access is refused on the lists for access, a consent on that for consents'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_ground_of_its_kind';
    END IF;
    IF EXISTS (
        SELECT FROM reservations_decisionground g JOIN reservations_refusalground r ON r.id = g.ground_id
        WHERE g.decision_id = ANY (decisions) AND r.shows_capacity
          AND g.reserve_id IS NULL AND g.investment_plan = '') THEN
        RAISE EXCEPTION 'whoever says that there is no space shows what it is kept for'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_shows_capacity';
    END IF;
    -- A reserve shows something only where it keeps, and not only holds for some days, what lies along
    -- the way that is refused.
    IF EXISTS (
        SELECT FROM reservations_decisionground g
        JOIN reservations_decision d ON d.id = g.decision_id JOIN reservations_accessrequest a ON a.id = d.request_id
        JOIN reservations_claim r ON r.id = g.reserve_id
        WHERE d.id = ANY (decisions)
          AND (r.organisation_id = a.organisation_id OR r.state NOT IN ('confirmed', 'in_use') OR NOT EXISTS (
                SELECT FROM network_claimline l JOIN assets_ductsection s ON s.id = l.section_id
                WHERE l.holder_id = r.holder_id AND l.period && a.period
                  AND s.segment_id IN (
                      SELECT o.segment_id FROM network_heldunit u
                      CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
                      JOIN assets_ductsection o ON o.id = b.section_id
                      WHERE u.id = ANY (CASE d.outcome WHEN 'partly_granted' THEN d.refused_units
                                        ELSE d.asked_units END))))) THEN
        RAISE EXCEPTION 'the reserve keeps nothing on the way that was asked for'
            USING ERRCODE = '23514', CONSTRAINT = 'refusal_reserve_on_the_way';
    END IF;
END $$;
