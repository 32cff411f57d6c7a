"""Takes back what a test has committed: deletes the rows it wrote.

Django would truncate every table and tell every app that it was migrated, which costs four times
as long as a small test itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from unittest import mock

import psycopg2
from django.db import connection
from django.test import TransactionTestCase

from config.setup.cluster import PORT, Cluster

_TABLES = """
SELECT format('%I', relname)
  FROM pg_class
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
"""

_LOGS = {"history_change", "network_ledgerchange"}
"""Emptied by new files: by these the pictures that processes keep see that nothing is as it was."""

# A table that was counted while it was empty is planned as if the next test's rows were one.
_UNCOUNTED = """
UPDATE pg_class SET relpages = 0, reltuples = -1
 WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND reltuples >= 0
   AND NOT relname::text = ANY (%s)
"""


@contextmanager
def only_what_was_written(cluster: Cluster) -> Iterator[None]:
    """While this lasts, tests that commit are followed by this emptying.

    It is the administrator of the cluster who deletes: no rule of the registry holds him up.
    """
    where = {"host": str(cluster.socket_folder), "port": PORT, "user": "postgres"}
    with closing(psycopg2.connect(**where, dbname=connection.settings_dict["NAME"])) as session:
        session.autocommit = True
        with session.cursor() as cursor:
            cursor.execute("SET session_replication_role = replica; SET lock_timeout = '60s'")
            cursor.execute(_TABLES)
            tables = [name for (name,) in cursor]
            cursor.execute(_with_rows(tables))
            # What migrations wrote is found by every test.
            filled = {name for (name,) in cursor}
            written = _with_rows([name for name in tables if name not in filled])
            cursor.execute(f"PREPARE written AS {written}")

            def empty(_test: TransactionTestCase) -> None:
                cursor.execute("EXECUTE written")
                for (table,) in cursor.fetchall():
                    cursor.execute(f"{'TRUNCATE' if table in _LOGS else 'DELETE FROM'} {table}")
                cursor.execute(_UNCOUNTED, [list(filled)])

            with mock.patch.object(TransactionTestCase, "_fixture_teardown", empty):
                yield


def _with_rows(tables: list[str]) -> str:
    each = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables)
    return " UNION ALL ".join(each)
