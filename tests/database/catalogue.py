"""The rules of our tables as the database itself lists them."""

from __future__ import annotations

import re
from typing import NamedTuple

from django.apps import apps
from django.db import connection

ROOMS = "^({})_".format(
    "|".join(one.label for one in apps.get_app_configs() if "site-packages" not in one.path)
)
"""Tables of our own apps, whatever rooms there are."""

_CONSTRAINTS = """
    SELECT c.conname, c.contype, t.relname,
           ARRAY(SELECT a.attname FROM unnest(c.conkey) k
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k)::text[],
           (SELECT relname FROM pg_class WHERE oid = c.confrelid)
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
    WHERE t.relname ~ %s AND c.contype IN ('c', 'f', 'p', 'u', 'x')
"""
# Unique indexes that are no constraint: those with a condition or an expression.
_INDEXES = """
    SELECT i.relname, 'u', t.relname,
           ARRAY(SELECT a.attname FROM unnest(x.indkey) k
                 JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k)::text[], NULL
    FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
    WHERE t.relname ~ %s AND x.indisunique
      AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conindid = i.oid)
"""
_REQUIRED = """
    SELECT t.relname, a.attname FROM pg_attribute a JOIN pg_class t ON t.oid = a.attrelid
    WHERE t.relname ~ %s AND t.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
      AND a.attnotnull AND a.attgenerated = '' AND a.attidentity = ''
"""
_TRIGGERS = """
    SELECT t.relname, g.tgname, p.proname FROM pg_trigger g JOIN pg_class t ON t.oid = g.tgrelid
    JOIN pg_proc p ON p.oid = g.tgfoid
    WHERE t.relname ~ %s AND NOT g.tgisinternal AND p.proname !~ '^history_'
"""
_SOURCES = "SELECT prosrc FROM pg_proc WHERE proname ~ %s"


class Constraint(NamedTuple):
    """`kind` as in pg_constraint: c check, f foreign key, p primary key, u unique, x exclusion."""

    name: str
    kind: str
    table: str
    columns: tuple[str, ...]
    refers_to: str | None

    @property
    def made_by_django(self) -> bool:
        """Django names after the table; rules of our own are named after the concept."""
        return re.match(ROOMS, self.name) is not None


class Trigger(NamedTuple):
    table: str
    name: str
    function: str


def constraints() -> list[Constraint]:
    """Of all our tables."""
    rows = _rows(_CONSTRAINTS) + _rows(_INDEXES)
    return [Constraint(*row[:3], tuple(row[3]), row[4]) for row in rows]


def required_columns() -> list[tuple[str, str]]:
    """Table and column of all that may not be left out."""
    return _rows(_REQUIRED)


def triggers() -> list[Trigger]:
    """Those of our tables, without those that write the history."""
    return [Trigger(*row) for row in _rows(_TRIGGERS)]


def raised() -> set[str]:
    """What our trigger functions refuse, by the name they give it."""
    sources = "\n".join(row[0] for row in _rows(_SOURCES))
    names = set(re.findall(r"CONSTRAINT = '(\w+)'", sources))
    return names | set(re.findall(r"\bf\),\s*'(\w+)', '", sources))


def _rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, [ROOMS])
        return cursor.fetchall()
