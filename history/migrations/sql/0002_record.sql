-- What differs between two rows, seen from the second one.
CREATE FUNCTION history_difference(seen jsonb, other jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT COALESCE(jsonb_object_agg(key, value), '{}'::jsonb)
    FROM jsonb_each(seen) WHERE other -> key IS DISTINCT FROM value
$$;

-- Statement trigger: one INSERT for all rows of a statement. Derived columns, named as the
-- trigger's arguments, are left out because the history can compute them again.
CREATE FUNCTION history_record() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := NULLIF(current_setting('trassenbuch.actor', true), '')::bigint;
    label text := COALESCE(NULLIF(current_setting('trassenbuch.actor_label', true), ''),
                           'database: ' || session_user);
    why text := COALESCE(current_setting('trassenbuch.reason', true), '');
    moment timestamptz := clock_timestamp();
    xact bigint := pg_current_xact_id()::text::bigint;
    derived text[] := COALESCE(TG_ARGV, ARRAY[]::text[]);
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                    actor_id, actor_label, reason, before, after)
        SELECT moment, xact, TG_TABLE_NAME, n.id, 'I', actor, label, why, NULL, to_jsonb(n) - derived
        FROM new_rows n;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                    actor_id, actor_label, reason, before, after)
        SELECT moment, xact, TG_TABLE_NAME, d.id, 'U', actor, label, why,
               history_difference(d.was, d.becomes), history_difference(d.becomes, d.was)
        FROM (SELECT o.id, to_jsonb(o) - derived AS was, to_jsonb(n) - derived AS becomes
              FROM old_rows o JOIN new_rows n ON n.id = o.id) d
        WHERE d.was <> d.becomes;
    ELSE
        INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                    actor_id, actor_label, reason, before, after)
        SELECT moment, xact, TG_TABLE_NAME, o.id, 'D', actor, label, why, to_jsonb(o) - derived, NULL
        FROM old_rows o;
    END IF;
    RETURN NULL;
END $$;

-- The columns of a table as they are recorded: without derived ones, geometry as hexadecimal EWKB, which
-- is exact and thirty times as fast to write as the GeoJSON that to_jsonb would make of it.
CREATE FUNCTION history_columns(tracked oid, derived text[]) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT string_agg(format(CASE WHEN atttypid = 'geometry'::regtype THEN '%1$I::text AS %1$I'
                                  ELSE '%1$I' END, attname), ', ' ORDER BY attnum)
    FROM pg_attribute
    WHERE attrelid = tracked AND attnum > 0 AND NOT attisdropped AND attname <> ALL (derived)
$$;
CREATE FUNCTION history_has_geometry(tracked oid) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM pg_attribute WHERE attrelid = tracked AND atttypid = 'geometry'::regtype)
$$;

-- As history_record, for tables with geometry: dynamic, because the columns are named.
CREATE FUNCTION history_record_geometry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor bigint := NULLIF(current_setting('trassenbuch.actor', true), '')::bigint;
    label text := COALESCE(NULLIF(current_setting('trassenbuch.actor_label', true), ''),
                           'database: ' || session_user);
    why text := COALESCE(current_setting('trassenbuch.reason', true), '');
    moment timestamptz := clock_timestamp();
    xact bigint := pg_current_xact_id()::text::bigint;
    derived text[] := COALESCE(TG_ARGV, ARRAY[]::text[]);
    columns text := history_columns(TG_RELID, derived);
BEGIN
    IF TG_OP = 'UPDATE' THEN
        EXECUTE format('INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                    actor_id, actor_label, reason, before, after)
            SELECT $1, $2, $3, d.id, ''U'', $4, $5, $6,
                   history_difference(d.was, d.becomes), history_difference(d.becomes, d.was)
            FROM (SELECT o.id, to_jsonb(o) AS was, to_jsonb(n) AS becomes
                  FROM (SELECT %1$s FROM old_rows) o JOIN (SELECT %1$s FROM new_rows) n ON n.id = o.id) d
            WHERE d.was <> d.becomes', columns)
        USING moment, xact, TG_TABLE_NAME, actor, label, why;
    ELSE
        EXECUTE format('INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                    actor_id, actor_label, reason, before, after)
            SELECT $1, $2, $3, r.id, $7, $4, $5, $6,
                   CASE $7 WHEN ''D'' THEN to_jsonb(r) END, CASE $7 WHEN ''I'' THEN to_jsonb(r) END
            FROM (SELECT %s FROM %I) r',
            columns, CASE TG_OP WHEN 'DELETE' THEN 'old_rows' ELSE 'new_rows' END)
        USING moment, xact, TG_TABLE_NAME, actor, label, why, left(TG_OP, 1);
    END IF;
    RETURN NULL;
END $$;

-- Start recording a table; `derived` names its generated columns.
CREATE FUNCTION history_track(tracked regclass, derived text[] DEFAULT '{}') RETURNS void
LANGUAGE plpgsql AS $$
DECLARE
    arguments text := COALESCE((SELECT string_agg(quote_literal(d), ', ') FROM unnest(derived) d), '');
    record text := CASE WHEN history_has_geometry(tracked) THEN 'history_record_geometry'
                        ELSE 'history_record' END;
BEGIN
    EXECUTE format('CREATE TRIGGER history_insert AFTER INSERT ON %s REFERENCING NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', tracked, record, arguments);
    EXECUTE format('CREATE TRIGGER history_update AFTER UPDATE ON %s
                    REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', tracked, record, arguments);
    EXECUTE format('CREATE TRIGGER history_delete AFTER DELETE ON %s REFERENCING OLD TABLE AS old_rows
                    FOR EACH STATEMENT EXECUTE FUNCTION %s(%s)', tracked, record, arguments);
END $$;

-- The history itself is append-only, whoever writes.
CREATE FUNCTION history_refuse_rewrite() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the change history cannot be rewritten'
        USING ERRCODE = '23514', CONSTRAINT = 'history_append_only';
END $$;
CREATE TRIGGER history_append_only BEFORE UPDATE OR DELETE ON history_change
    FOR EACH STATEMENT EXECUTE FUNCTION history_refuse_rewrite();

-- Stop recording the tables whose names match (for the reverse of migrations).
CREATE FUNCTION history_untrack(pattern text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    tracked record;
BEGIN
    FOR tracked IN SELECT tgname, tgrelid::regclass AS name FROM pg_trigger
                   WHERE tgname IN ('history_insert', 'history_update', 'history_delete')
                     AND tgrelid::regclass::text LIKE pattern LOOP
        EXECUTE format('DROP TRIGGER %I ON %s', tracked.tgname, tracked.name);
    END LOOP;
END $$;
