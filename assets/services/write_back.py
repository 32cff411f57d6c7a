"""Writes rows as the history has them: away, back again, or as they were.

Each statement takes a run of rows of one table. The database checks and derives as for any other
write, at the end of the transaction.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from django.db import connection
from django.utils import timezone

from assets.models import CableSection, Duct, DuctSection
from assets.services.recorded import COUNTED, Opening, RowChange


def take_away(rows: Sequence[RowChange]) -> None:
    """Delete what the change had made, the last first, with what is only derived from it."""
    for model, run in groupby(rows, key=lambda one: one.model):
        ids = [one.id for one in run]
        if model in (DuctSection, CableSection):
            # Sections lie in one another; the database looks at that when all are gone.
            _execute(f"DELETE FROM {model._meta.db_table} WHERE id = ANY (%s)", [ids])
        elif model is Duct:
            _take_ducts_away(ids)
        else:
            model._base_manager.filter(pk__in=ids).delete()


def _take_ducts_away(ids: list[int]) -> None:
    """What was made in a bundle goes before it: Django protects the two from going together."""
    going = Duct.objects.filter(pk__in=ids)
    around = going.filter(bundle__isnull=False).values("bundle")
    while free := list(going.exclude(pk__in=around).values_list("pk", flat=True)):
        Duct.objects.filter(pk__in=free).delete()


def bring_back(rows: Sequence[RowChange]) -> None:
    """Write what the change had deleted, under the same ids; versions count on."""
    for (table, columns), run in groupby(rows, key=_shape):
        values = [_counted_on(one.before or {}) for one in run]
        names = _names(columns)
        _execute(
            f"INSERT INTO {table} ({names})"
            f" SELECT {names} FROM jsonb_populate_recordset(NULL::{table}, %s)",
            [json.dumps(values)],
        )


def change_back(rows: Sequence[RowChange]) -> None:
    """Give rows that stayed the values that the change had replaced."""
    for (table, columns), run in groupby(rows, key=_shape):
        own = [name for name in columns if name not in COUNTED | {"id"}]
        if own:
            values = [{**(one.before or {}), "id": one.id} for one in run]
            back = ", ".join(f'"{name}" = r."{name}"' for name in own)
            _execute(
                f"UPDATE {table} t SET {back}"
                f" FROM jsonb_populate_recordset(NULL::{table}, %s) r WHERE t.id = r.id",
                [json.dumps(values)],
            )


def open_again(openings: Sequence[Opening]) -> None:
    """Grants open what they opened before, as far as they still exist, and nothing more."""
    for one in openings:
        column = f"{one.table.removeprefix('assets_').removesuffix('_grants')}_id"
        facts = {"asset": one.asset, "grant": one.grant}
        if one.opened:
            _execute(
                f"DELETE FROM {one.table} WHERE {column} = %(asset)s AND grant_id = %(grant)s",
                facts,
            )
        else:
            _execute(
                f"INSERT INTO {one.table} ({column}, grant_id)"
                " SELECT %(asset)s, id FROM accounts_grant WHERE id = %(grant)s"
                " ON CONFLICT DO NOTHING",
                facts,
            )


def _execute(statement: str, values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _shape(row: RowChange) -> tuple[str, tuple[str, ...]]:
    """The table and the columns that were recorded."""
    return row.model._meta.db_table, tuple(sorted(row.before or {}))


def _names(columns: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)


def _counted_on(row: dict[str, Any]) -> dict[str, Any]:
    kept: dict[str, Callable[[], Any]] = {
        "version": lambda: row["version"] + 1,
        "updated_at": lambda: timezone.now().isoformat(),
    }
    return row | {name: value() for name, value in kept.items() if name in row}
