"""Every migration goes back, and all together leave nothing behind."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

# Extensions may be those of the server's administrator: they stay.
_EXTENSIONS = ("citygis", "0001_extensions")
_LEFT = """
WITH ours AS (
    SELECT oid, 'table ' || relname AS name FROM pg_class
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm', 'S')
    UNION ALL
    SELECT oid, 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
)
SELECT name FROM ours
WHERE NOT EXISTS (SELECT FROM pg_depend WHERE objid = ours.oid AND deptype = 'e')
ORDER BY name
"""


@pytest.mark.django_db
def test_every_migration_goes_back_and_leaves_nothing() -> None:
    """In the transaction of the test, which takes all of it back."""
    executor = MigrationExecutor(connection)
    rooms = {room for room, _ in executor.loader.graph.nodes} - {_EXTENSIONS[0]}
    executor.migrate([*((room, None) for room in sorted(rooms)), _EXTENSIONS])
    assert list(MigrationExecutor(connection).loader.applied_migrations) == [_EXTENSIONS]
    with connection.cursor() as cursor:
        cursor.execute(_LEFT)
        left = [name for (name,) in cursor.fetchall()]
    assert left == ["table django_migrations", "table django_migrations_id_seq"]
