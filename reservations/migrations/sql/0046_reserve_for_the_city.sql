-- A share is kept for the city, not for a carrier whose reservation would then show that there is no space.
CREATE FUNCTION reservations_guard_whose_reserve() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM reservations_claim c JOIN accounts_organisation o ON o.id = c.organisation_id
               WHERE c.id = NEW.claim_id AND o.kind <> 'city_department') THEN
        RAISE EXCEPTION 'a reserve is kept for a department of the city'
            USING ERRCODE = '23514', CONSTRAINT = 'reserve_for_the_city';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER reserve_for_the_city BEFORE INSERT OR UPDATE ON reservations_cityreserve
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_whose_reserve();
