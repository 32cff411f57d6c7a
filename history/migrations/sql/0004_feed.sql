-- Called by triggers that know more than a row before and after: `concerned` was opened ('A') or closed
-- ('G') to somebody whom the facts name.
CREATE FUNCTION history_tell(concerned text, object bigint, what text, facts jsonb) RETURNS void
LANGUAGE sql AS $$
    INSERT INTO history_change (at, transaction, table_name, object_id, operation,
                                actor_id, actor_label, reason, before, after)
    SELECT clock_timestamp(), pg_current_xact_id()::text::bigint, concerned, object, what,
           NULLIF(current_setting('trassenbuch.actor', true), '')::bigint,
           COALESCE(NULLIF(current_setting('trassenbuch.actor_label', true), ''),
                    'database: ' || session_user),
           COALESCE(current_setting('trassenbuch.reason', true), ''),
           CASE WHEN what = 'G' THEN facts END, CASE WHEN what = 'A' THEN facts END
$$;
