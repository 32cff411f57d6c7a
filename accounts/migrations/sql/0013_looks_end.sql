-- At the earliest after a year a look may be forgotten; what the city keeps longer is a setting.
CREATE OR REPLACE FUNCTION accounts_guard_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.at < now() - interval '365 days' THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION 'looks are recorded, not changed'
        USING ERRCODE = '23514', CONSTRAINT = 'look_is_recorded';
END $$;

-- Whoever means to empty the database says so; by the way, in cascade, nobody empties the log.
CREATE FUNCTION accounts_keep_looks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF coalesce(current_setting('trassenbuch.emptying', true), '') <> 'on'
       AND EXISTS (SELECT FROM accounts_look) THEN
        RAISE EXCEPTION 'looks are recorded, not emptied'
            USING ERRCODE = '23514', CONSTRAINT = 'look_is_recorded';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER looks_are_not_emptied BEFORE TRUNCATE ON accounts_look
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_keep_looks();
