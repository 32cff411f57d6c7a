CREATE FUNCTION accounts_guard_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'looks are recorded, not changed'
        USING ERRCODE = '23514', CONSTRAINT = 'look_is_recorded';
END $$;
CREATE TRIGGER look_is_recorded BEFORE UPDATE OR DELETE ON accounts_look
    FOR EACH ROW EXECUTE FUNCTION accounts_guard_look();
