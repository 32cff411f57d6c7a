-- § 20 (1) VwVfG: nobody acts for the authority in a matter of their own; see docs/decisions/0168.
CREATE FUNCTION reservations_is_own_matter(request bigint, person bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM reservations_accessrequest a
        WHERE a.id = request AND (
            a.created_by_id = person
            OR EXISTS (SELECT FROM reservations_caseevent e
                       WHERE e.request_id = a.id AND e.actor_id = person
                         AND e.to_state IN ('submitted', 'completed', 'accepted'))
            OR EXISTS (SELECT FROM accounts_membership m JOIN accounts_organisation o ON o.id = m.organisation_id
                       WHERE m.user_id = person AND m.organisation_id = a.organisation_id
                         AND NOT (o.kind = 'city_department' AND m.role IN ('access_officer', 'road_officer')))))
$$;
CREATE FUNCTION reservations_guard_own_matter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF reservations_is_own_matter(NEW.request_id, NEW.prepared_by_id)
       OR reservations_is_own_matter(NEW.request_id, NEW.signed_by_id) THEN
        RAISE EXCEPTION 'nobody decides in a matter of their own'
            USING ERRCODE = '23514', CONSTRAINT = 'decision_in_own_matter';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER decision_in_own_matter BEFORE INSERT OR UPDATE OF prepared_by_id, signed_by_id ON reservations_decision
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_own_matter();
