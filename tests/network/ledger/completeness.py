"""The named rules of some tables as the database itself lists them."""

from __future__ import annotations

import re

from django.db import connection

_NAMED = """
    SELECT conname FROM pg_constraint
    WHERE contype IN ('c', 'u', 'x', 'f') AND conrelid::regclass::text LIKE %(tables)s
      AND conname NOT LIKE %(tables)s
"""


def named_rules(room: str) -> set[str]:
    """Constraints of the room's tables and what its trigger functions raise.

    Django names keys after the table; rules of our own are named after the concept.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NAMED, {"tables": f"{room}\\_%"})
        named = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT prosrc FROM pg_proc WHERE proname LIKE %s", [f"{room}\\_%"])
        sources = "\n".join(row[0] for row in cursor.fetchall())
    return named | set(re.findall(r"CONSTRAINT = '(\w+)'", sources))
