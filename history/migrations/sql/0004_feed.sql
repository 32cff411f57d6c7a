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

-- Transactions below this number are over for whoever reads with the snapshot of the statement. The
-- snapshot's own xmin would do, but counts the other databases of the cluster as well: a transaction is
-- left out where its lock says that it runs in another one. What has ended since the snapshot was taken
-- has no lock any more and counts. STABLE, so that snapshot and statement are the same.
CREATE FUNCTION history_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT LEAST(min(running::text::bigint),
                 -- A snapshot does not name the reader's own transaction.
                 pg_current_xact_id_if_assigned()::text::bigint,
                 pg_snapshot_xmax(pg_current_snapshot())::text::bigint)
    FROM pg_snapshot_xip(pg_current_snapshot()) running
    WHERE NOT EXISTS (
        SELECT FROM pg_locks l JOIN pg_stat_activity a ON a.pid = l.pid
        WHERE l.locktype = 'transactionid' AND l.transactionid = running::xid
          AND l.mode = 'ExclusiveLock' AND l.granted
          AND a.datid <> (SELECT oid FROM pg_database WHERE datname = current_database()))
$$;
