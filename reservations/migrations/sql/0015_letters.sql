CREATE FUNCTION reservations_guard_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a letter is kept as it went out'
        USING ERRCODE = '23514', CONSTRAINT = 'letter_is_kept';
END $$;
CREATE TRIGGER letter_is_kept BEFORE UPDATE OR DELETE ON reservations_letter
    FOR EACH ROW EXECUTE FUNCTION reservations_guard_letter();
CREATE TRIGGER legalremedy_version BEFORE UPDATE ON reservations_legalremedy
    FOR EACH ROW EXECUTE FUNCTION assets_count_version();
SELECT history_track('reservations_legalremedy');
