-- An UPDATE of the id would escape every statement trigger that compares rows before and after: those
-- of the history and those that check and derive.
CREATE FUNCTION history_refuse_new_id() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a row keeps its id for life' USING ERRCODE = '23514', CONSTRAINT = 'id_fixed';
END $$;

-- Recording a table fixes the ids of its rows.
ALTER FUNCTION history_track(regclass, text[]) RENAME TO history_track_changes;
CREATE FUNCTION history_track(tracked regclass, derived text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM history_track_changes(tracked, derived);
    EXECUTE format('CREATE TRIGGER id_fixed BEFORE UPDATE OF id ON %s FOR EACH ROW
                    WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION history_refuse_new_id()', tracked);
END $$;

CREATE OR REPLACE FUNCTION history_untrack(pattern text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tracked record;
BEGIN
    FOR tracked IN SELECT tgname, tgrelid::regclass AS name FROM pg_trigger
                   WHERE tgname IN ('history_insert', 'history_update', 'history_delete', 'id_fixed')
                     AND tgrelid::regclass::text LIKE pattern LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', tracked.tgname, tracked.name);
    END LOOP;
END $$;

-- Tables that are recorded already.
DO $$
DECLARE
    tracked regclass;
BEGIN
    FOR tracked IN SELECT tgrelid FROM pg_trigger WHERE tgname = 'history_insert' LOOP
        EXECUTE format('CREATE TRIGGER id_fixed BEFORE UPDATE OF id ON %s FOR EACH ROW
                        WHEN (OLD.id <> NEW.id) EXECUTE FUNCTION history_refuse_new_id()', tracked);
    END LOOP;
END $$;

-- Nobody writes into the history by hand.
CREATE FUNCTION history_refuse_handwriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() < 2 THEN
        RAISE EXCEPTION 'changes are recorded by triggers, not written'
            USING ERRCODE = '23514', CONSTRAINT = 'history_is_recorded';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER history_is_recorded BEFORE INSERT ON history_change
    FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_handwriting();
