-- What was checked stays what it is: the row of a stored file is never changed.
CREATE FUNCTION citygis_stored_file_fixed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The account of whoever sent it may be deleted (the reference is emptied), nothing else.
    IF (to_jsonb(NEW) - 'by_id') <> (to_jsonb(OLD) - 'by_id') OR NEW.by_id IS NOT NULL THEN
        RAISE EXCEPTION 'a stored file is not changed' USING
            ERRCODE = '23514', CONSTRAINT = 'stored_file_fixed', TABLE = 'citygis_storedfile';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER stored_file_fixed BEFORE UPDATE ON citygis_storedfile
    FOR EACH ROW EXECUTE FUNCTION citygis_stored_file_fixed();
