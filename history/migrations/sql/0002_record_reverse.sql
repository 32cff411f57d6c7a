DROP TRIGGER history_append_only ON history_change;
DROP FUNCTION history_refuse_rewrite();
DROP FUNCTION history_untrack(text);
DROP FUNCTION history_track(regclass, text[]);
DROP FUNCTION history_record_geometry();
DROP FUNCTION history_has_geometry(oid);
DROP FUNCTION history_columns(oid, text[]);
DROP FUNCTION history_record();
DROP FUNCTION history_difference(jsonb, jsonb);
