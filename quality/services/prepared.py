"""The checks of a few objects as prepared statements: planning takes 50 times as long as the rest.

A statement is kept by the connection of the database and is made where it is missing, inside the
transaction that uses it: so it also works behind a pool that gives each transaction another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db.backends.utils import CursorWrapper

FEW = 50
"""So many objects share one plan, which is made for few; more are worth a plan of their own."""

_IS_KNOWN = "SELECT FROM pg_prepared_statements WHERE name = %s"


def execute(cursor: CursorWrapper, statement: str, given: Mapping[str, Any]) -> None:
    """Carry out a statement with named parameters: `ids`, the others are numbers."""
    names = list(given)
    places = {name: f"${number}" for number, name in enumerate(names, 1)}
    name = f"quality_{sha256(statement.encode()).hexdigest()[:16]}"
    cursor.execute(_IS_KNOWN, [name])
    if cursor.fetchone() is None:
        types = ", ".join("bigint[]" if one == "ids" else "float8" for one in names)
        cursor.execute(f"PREPARE {name} ({types}) AS {statement % places}")
    cursor.execute("SET LOCAL plan_cache_mode = force_generic_plan")
    marks = ", ".join(["%s"] * len(names))
    cursor.execute(f"EXECUTE {name} ({marks})", [given[one] for one in names])
