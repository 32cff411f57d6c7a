"""Changes in words: fields by their names, references by what they refer to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry, LineString
from django.db.models import DateField, DecimalField, Field, FloatField, ForeignKey, Model
from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from gis import srid
from gis.ellipsoid import ELLIPSOID
from gis.numbers import rounded
from history.models import Change, Operation

SILENT = {"id", "version", "updated_at", "created_at", "public_id", "is_live"}
LONGEST = 200


@dataclass(frozen=True)
class FieldChange:
    """One field before and after; None where there was or is nothing."""

    name: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class DescribedChange:
    change: Change
    concept: str
    fields: Sequence[FieldChange]


def described(changes: Iterable[Change]) -> list[DescribedChange]:
    """Each change with its fields in words, with one query for each kind of thing referred to."""
    rows = list(changes)
    models = {model._meta.db_table: model for model in apps.get_models()}
    names = _names_of_references(rows, models)
    return [_described(row, models.get(row.table_name), names) for row in rows]


def in_words(model: type[Model], values: Mapping[str, Any]) -> dict[str, str]:
    """Columns with their values, recorded or of now, as people read them; "–" for nothing."""
    row = Change(table_name=model._meta.db_table, after=dict(values))
    names = _names_of_references([row], {model._meta.db_table: model})
    fields = {one.column: one for one in model._meta.local_fields}
    return {
        column: _word(fields.get(column), value, names) or "–" for column, value in values.items()
    }


def _described(change: Change, model: type[Model] | None, names: Any) -> DescribedChange:
    fields = {} if model is None else {f.column: f for f in model._meta.local_fields}
    before, after = change.before or {}, change.after or {}
    columns = [name for name in {**before, **after} if name not in SILENT]
    words = [
        FieldChange(
            str(getattr(fields.get(column), "verbose_name", column)),
            _word(fields.get(column), before.get(column), names),
            _word(fields.get(column), after.get(column), names),
        )
        for column in columns
    ]
    if change.operation != Operation.UPDATE:
        words = [word for word in words if word.before or word.after]
    concept = change.table_name if model is None else str(model._meta.verbose_name)
    return DescribedChange(change, concept, words)


def _word(field: Field | None, value: Any, names: Any) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value), str(value))
    if isinstance(value, bool):
        return str(_("yes")) if value else str(_("no"))
    if isinstance(field, GeometryField):
        return _place(value)
    if isinstance(field, DateField | DecimalField | FloatField):
        return _as_written(field, field.to_python(value))
    choices = dict(field.flatchoices) if field is not None else {}
    return str(choices.get(value, value))[:LONGEST]


def _as_written(field: Field, value: Any) -> str:
    """Moments, days and numbers as the language of the reader has them."""
    if isinstance(field, DecimalField):
        return rounded(value, field.decimal_places)
    if isinstance(value, datetime):
        return date_format(localtime(value), "SHORT_DATETIME_FORMAT")
    if isinstance(value, float):
        return number_format(value)
    return date_format(value, "SHORT_DATE_FORMAT")


def _place(recorded: str | GEOSGeometry) -> str:
    """A point by its coordinates in metres, anything else by its corners, a line by its length."""
    geometry = recorded if isinstance(recorded, GEOSGeometry) else GEOSGeometry(recorded)
    if geometry.geom_type == "Point":
        return " / ".join(rounded(number, 2) for number in geometry.coords)
    corners = str(_("%(n)d corners") % {"n": geometry.num_coords})
    return f"{corners} · {_metres(geometry)}" if isinstance(geometry, LineString) else corners


def _metres(line: LineString) -> str:
    """On the ellipsoid, as lengths are everywhere: a corner that was moved shows in it."""
    east, north = zip(*line.transform(srid.WEB, clone=True).coords, strict=True)
    return f"{rounded(ELLIPSOID.line_length(east, north), 2)} m"


def _names_of_references(rows: Sequence[Change], models: dict[str, type[Model]]) -> Any:
    wanted: dict[type[Model], set[Any]] = defaultdict(set)
    for row in rows:
        for field in models[row.table_name]._meta.local_fields if row.table_name in models else ():
            if isinstance(field, ForeignKey):
                for side in (row.before or {}, row.after or {}):
                    if side.get(field.column) is not None:
                        wanted[field.related_model].add(side[field.column])  # type: ignore[index]
    names: dict[tuple[type[Model], Any], str] = {}
    for model, ids in wanted.items():
        found = model._base_manager.in_bulk(ids)
        names |= {(model, pk): str(instance) for pk, instance in found.items()}
        names |= {(model, pk): name for pk, name in _names_of_deleted(model, ids - set(found))}
    return names


def _names_of_deleted(model: type[Model], ids: set[Any]) -> Iterator[tuple[Any, str]]:
    """As the history has them: a bare number says nothing to those who read it."""
    numbers = {pk for pk in ids if isinstance(pk, int)}
    if not numbers:
        return
    gone = Change.objects.filter(
        table_name=model._meta.db_table, object_id__in=numbers, operation=Operation.DELETE
    )
    for pk, before in gone.values_list("object_id", "before"):
        if name := before.get("code") or before.get("name"):
            yield pk, str(_("%(name)s (deleted)") % {"name": name})
