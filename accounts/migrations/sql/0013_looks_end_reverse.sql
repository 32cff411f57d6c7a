DROP TRIGGER looks_are_not_emptied ON accounts_look;
DROP FUNCTION accounts_keep_looks();
CREATE OR REPLACE FUNCTION accounts_guard_look() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'looks are recorded, not changed'
        USING ERRCODE = '23514', CONSTRAINT = 'look_is_recorded';
END $$;
