"""Loading millions of rows: set triggers, indexes and constraints aside, put them back checked.

Everything runs in the caller's transaction: nobody ever sees a table without its rules. Foreign
keys, unique and exclusion constraints are validated when they come back; what only triggers check
is left to the caller.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

_CONSTRAINTS = """
    SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
    WHERE conrelid = ANY (%s::regclass[]) AND contype = ANY (%s) ORDER BY conrelid, oid
"""
_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
    WHERE indrelid = ANY (%s::regclass[]) AND NOT indisprimary
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid) ORDER BY indexrelid
"""


@contextmanager
def rules_aside(tables: list[str]) -> Iterator[None]:
    """Run the block with the tables bare but for primary keys, checks and types."""
    _run(f"ALTER TABLE {table} DISABLE TRIGGER USER" for table in tables)
    with constraints_aside(tables, "f"), constraints_aside(tables, "u", "x"):
        indexes = _rows(_INDEXES, tables)
        _run(f"DROP INDEX {name}" for name, _ in indexes)
        yield
        _run(definition for _, definition in indexes)
    _run(f"ALTER TABLE {table} ENABLE TRIGGER USER" for table in tables)
    _run(f"ANALYZE {table}" for table in tables)


@contextmanager
def constraints_aside(tables: list[str], *kinds: str) -> Iterator[None]:
    """Run the block without constraints of the kinds f(oreign key), u(nique), x (exclusion)."""
    found = _rows(_CONSTRAINTS, tables, list(kinds))
    _run(_dropped(constraint) for constraint in found)
    yield
    _run(_added(constraint) for constraint in found)


def _dropped(constraint: tuple[str, ...]) -> str:
    table, name, _ = constraint
    return f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'


def _added(constraint: tuple[str, ...]) -> str:
    table, name, definition = constraint
    return f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'


def _rows(sql: str, *parameters: list[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def _run(statements: Iterator[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
