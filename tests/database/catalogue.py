"""The rules of our tables as the database itself lists them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.db import connection

ROOMS = r"^(accounts|assets|citygis|history|network|registry_api|reservations|webhooks)_"

_CONSTRAINTS = """
    SELECT c.conname, c.contype, t.relname,
           ARRAY(SELECT a.attname FROM unnest(c.conkey) k
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k)::text[]
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE t.relname ~ %s AND c.contype IN ('c', 'f', 'p', 'u', 'x')
"""
# Unique indexes that are no constraint: those with a condition or an expression.
_INDEXES = """
    SELECT i.relname, 'u', t.relname,
           ARRAY(SELECT a.attname FROM unnest(x.indkey) k
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k)::text[]
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname ~ %s AND x.indisunique
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid)
"""
_REQUIRED = """
    SELECT t.relname, a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relname ~ %s AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attnotnull AND a.attgenerated = '' AND a.attidentity = ''
"""
_SOURCES = "SELECT prosrc FROM pg_proc WHERE proname ~ %s"


class Constraint(NamedTuple):
    """`kind` as in pg_constraint: c check, f foreign key, p primary key, u unique, x exclusion."""

    name: str
    kind: str
    table: str
    columns: list[str]

    @property
    def made_by_django(self) -> bool:
        """Django names after the table; rules of our own are named after the concept."""
        return re.match(ROOMS, self.name) is not None


def constraints() -> list[Constraint]:
    """Of all our tables."""
    return [Constraint(*row) for row in _rows(_CONSTRAINTS) + _rows(_INDEXES)]


def required_columns() -> list[tuple[str, str]]:
    """Table and column of all that may not be left out."""
    return _rows(_REQUIRED)


def raised() -> set[str]:
    """What our trigger functions refuse, by the name they give it."""
    sources = "\n".join(row[0] for row in _rows(_SOURCES))
    names = set(re.findall(r"CONSTRAINT = '(\w+)'", sources))
    return names | set(re.findall(r"\bf\),\s*'(\w+)', '", sources))


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ROOMS])
        return cursor.fetchall()
