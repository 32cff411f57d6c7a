DROP TRIGGER history_is_recorded ON history_change;
DROP FUNCTION history_refuse_handwriting();
DO $$
DECLARE
    tracked regclass;
BEGIN
    FOR tracked IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'id_fixed' LOOP
        EXECUTE format('DROP TRIGGER id_fixed ON %s', tracked);
    END LOOP;
END $$;
DROP FUNCTION history_track(regclass, text[]);
ALTER FUNCTION history_track_changes(regclass, text[]) RENAME TO history_track;
DROP FUNCTION history_refuse_new_id();
