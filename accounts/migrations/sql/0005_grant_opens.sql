-- Whether a grant is in force, as of the last time it was written. Days pass without anybody writing:
-- accounts.services.grant.note_the_day touches the grants that began or ended meanwhile.
CREATE FUNCTION accounts_grant_opens() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.opens := NEW.valid @> CURRENT_DATE;
    RETURN NEW;
END $$;
CREATE TRIGGER grant_opens BEFORE INSERT OR UPDATE ON accounts_grant
    FOR EACH ROW EXECUTE FUNCTION accounts_grant_opens();
UPDATE accounts_grant SET valid = valid WHERE valid @> CURRENT_DATE;
