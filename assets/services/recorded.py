"""What one transaction did to the plant, read from its history: each row before and after it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets import hooks
from gis.refusals import NotFound, Refusal
from history.models import Change, Operation

MOST = 20_000
"""Rows of one change, which is read and compared as a whole."""

LONGEST = timedelta(hours=1)
"""Of one transaction. Numbers of transactions begin anew in a database that was restored."""

COUNTED = {"version", "updated_at"}
"""Columns that the database keeps itself."""

Columns = dict[str, Any]


@dataclass
class RowChange:
    """A row before and after; None where there was, or is, none. Of what stayed, what changed."""

    model: type[Model]
    id: int
    before: Columns | None
    after: Columns | None
    last: int
    """The number of its last record: what was written last goes back first."""

    @property
    def made(self) -> bool:
        return self.before is None

    @property
    def gone(self) -> bool:
        return self.after is None


@dataclass(frozen=True)
class Opening:
    """A grant that began, or ceased, to open an asset because of the change."""

    table: str
    asset: int
    grant: int
    opened: bool


@dataclass(frozen=True)
class Recorded:
    """All that one transaction did, the last row first."""

    change: Change
    rows: Sequence[RowChange]
    openings: Sequence[Opening]


def of_transaction(number: int, by: User | None) -> Recorded:
    """All that was changed together with this change of the history, by this person.

    Raises NotFound for what somebody else did, and Refusal NOT_TAKEN_BACK for what is no edit.
    """
    change = Change.objects.filter(pk=number).first()
    if change is None or (by is not None and change.actor_id != by.pk):
        raise NotFound("change")
    together = Change.objects.filter(
        transaction=change.transaction, at__range=(change.at - LONGEST, change.at + LONGEST)
    )
    records = list(together.order_by("pk")[: MOST + 1])
    if len(records) > MOST:
        message = _("More than %(most)d records were changed at once, too many to be taken back.")
        raise Refusal("NOT_TAKEN_BACK", message % {"most": MOST}, "change")
    if any(one.actor_id != change.actor_id for one in records):
        raise _no_edit()
    openings = [one for one in records if one.operation in "AG"]
    rows = _net(one for one in records if one.operation not in "AG")
    plant = [one for one in rows if not hooks.registry.recorded[one.model._meta.label]]
    if not plant:
        raise _no_edit()
    return Recorded(
        change,
        sorted(plant, key=lambda one: -one.last),
        [_opening(one) for one in openings],
    )


def _no_edit() -> Refusal:
    message = _("This change was more than an edit of the plant and cannot be taken back here.")
    return Refusal("NOT_TAKEN_BACK", message, "change")


def _opening(record: Change) -> Opening:
    facts = record.after or record.before or {}
    opened = record.operation == "A"
    return Opening(record.table_name, record.object_id, facts["grant_id"], opened)


def _net(records: Iterable[Change]) -> list[RowChange]:
    """The records of each row as one: what it was before the first and after the last."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    rows: dict[tuple[str, int], RowChange] = {}
    for one in records:
        key = (one.table_name, one.object_id)
        model = models.get(one.table_name)
        if model is None or model._meta.label not in hooks.registry.recorded:
            raise _no_edit()
        if key not in rows:
            rows[key] = RowChange(model, one.object_id, one.before, one.after, one.pk)
        else:
            _follow(rows[key], one)
    return [one for one in rows.values() if not (one.made and one.gone)]


def _follow(row: RowChange, record: Change) -> None:
    row.last = record.pk
    if record.operation == Operation.UPDATE and row.after is not None:
        row.after = row.after | (record.after or {})
    else:
        row.after = record.after
    if row.before is not None and record.before is not None:
        row.before = record.before | row.before


def now(model: type[Model], ids: Iterable[int]) -> dict[int, Columns]:
    """Rows as the history would record them now."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT history_columns(%s::regclass, '{}')", [table])
        (columns,) = cursor.fetchone()
        cursor.execute(
            f"SELECT to_jsonb(r)::text FROM (SELECT {columns} FROM {table} WHERE id = ANY (%s)) r",
            [sorted(ids)],
        )
        found = [json.loads(row[0]) for row in cursor.fetchall()]
    return {one["id"]: one for one in found}


def moved_on(row: RowChange, current: Columns | None) -> Mapping[str, tuple[Any, Any]] | None:
    """Columns in which the row is not as the change left it, as (left, now); None if it is.

    Empty where the row itself is gone or there again.
    """
    if row.after is None or current is None:
        return None if row.after is None and current is None else {}
    other = {
        name: (value, current[name])
        for name, value in row.after.items()
        if name not in COUNTED and name in current and current[name] != value
    }
    return other or None
