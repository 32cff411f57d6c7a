"""Writes one record and its rows by code: creates, changes or leaves alone.

A record that people changed here after it was loaded is theirs: it is kept and reported, like an
imported object that was edited since. The change history tells, so raw SQL counts as well.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from history.models import Change

from .files import ReferenceDataError

# Why the loader's own changes were made; every other reason is somebody's.
REASON = "load_reference_data"

Values = Mapping[str, Any]


class Outcome(StrEnum):
    """What became of a record."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Rows that belong to a record, such as the colours of a scheme, told apart by ``key``."""

    relation: str
    key: tuple[str, ...]
    values: Sequence[Values]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """Fields and rows that must not change while something uses the record."""

    fields: frozenset[str]
    is_used: Callable[[models.Model], bool]


def put(
    kind: type[models.Model], code: str, values: Values, *rows: Rows, fixed: Fixed | None = None
) -> Outcome:
    """Bring the record with this code, and its rows, to the given values."""
    record = kind._default_manager.select_for_update().filter(code=code).first()
    if record is None:
        record = kind._default_manager.create(code=code, **values)
        for group in rows:
            _Difference(record, group).apply()
        return Outcome.CREATED
    changed = [name for name, value in values.items() if getattr(record, name) != value]
    differences = [difference for group in rows if (difference := _Difference(record, group))]
    if not changed and not differences:
        return Outcome.UNCHANGED
    if _is_edited_here(record, rows):
        return Outcome.KEPT
    _check_fixed(record, {*changed, *(item.relation for item in differences)}, fixed)
    for name in changed:
        setattr(record, name, values[name])
    record.save(update_fields=changed)
    for difference in differences:
        difference.apply()
    return Outcome.CHANGED


class _Difference:
    """What must happen to the rows of a record; false when nothing."""

    def __init__(self, record: models.Model, rows: Rows) -> None:
        self.relation = rows.relation
        self._manager = getattr(record, rows.relation)
        wanted = {tuple(row[name] for name in rows.key): row for row in rows.values}
        present = {
            tuple(getattr(row, name) for name in rows.key): row for row in self._manager.all()
        }
        self._missing = [row for key, row in wanted.items() if key not in present]
        self._surplus = [row.pk for key, row in present.items() if key not in wanted]
        self._other = [
            (present[key], row)
            for key, row in wanted.items()
            if key in present and any(getattr(present[key], n) != v for n, v in row.items())
        ]

    def __bool__(self) -> bool:
        return bool(self._missing or self._surplus or self._other)

    def apply(self) -> None:
        """Remove first, so that a number or a frequency is free for its successor."""
        self._manager.filter(pk__in=self._surplus).delete()
        for row, values in self._other:
            for name, value in values.items():
                setattr(row, name, value)
            row.save(update_fields=list(values))
        self._manager.bulk_create(self._manager.model(**self._owned(row)) for row in self._missing)

    def _owned(self, row: Values) -> dict[str, Any]:
        return {self._manager.field.name: self._manager.instance, **row}


def _check_fixed(record: models.Model, changing: set[str], fixed: Fixed | None) -> None:
    if fixed is None or not fixed.fields & changing or not fixed.is_used(record):
        return
    raise ReferenceDataError(
        _("%(code)s is in use: %(fields)s cannot change. Give the new product a code of its own.")
        % {"code": record.code, "fields": ", ".join(sorted(fixed.fields & changing))}
    )


def _is_edited_here(record: models.Model, groups: Sequence[Rows]) -> bool:
    """Whether anybody but the loader wrote the record or a row of it."""
    written = Q(table_name=record._meta.db_table, object_id=record.pk)
    for group in groups:
        manager = getattr(record, group.relation)
        table, owner = manager.model._meta.db_table, manager.field.attname
        written |= Q(table_name=table, object_id__in=list(manager.values_list("pk", flat=True)))
        written |= Q(table_name=table, operation="D", **{f"before__{owner}": record.pk})
    return Change.objects.filter(written).exclude(reason=REASON).exists()
