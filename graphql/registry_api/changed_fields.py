"""Fields before and after a change, named and valued as the types of the contract show them.

A column that no type of the contract shows is not told here either.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

import graphene
from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import Field, ForeignKey, Model
from django.utils.dateparse import parse_date

from gis import srid
from gis.global_ids import to_global_id
from history import feed
from history.models import Change
from registry_api.geometry import DIGITS
from registry_api.nodes import Node
from registry_api.period import period_of
from registry_api.plan import Column, Concept

_PUBLIC_NAMES = {"geom": "geometry"}
_Told = dict[str, Any]
_Names = Mapping[tuple[type[Model], int], str]


class _Column(NamedTuple):
    field: Field
    choices: type[Enum] | None


class FieldValue(graphene.Scalar):
    """A value as the field of that name shows it: ids for references, GeoJSON for geometry."""

    @staticmethod
    def serialize(value: Any) -> Any:
        return value


class ChangedField(graphene.ObjectType):
    """One field of the object, or of the part of it that `part` names."""

    name = graphene.String(required=True)
    before = FieldValue()
    after = FieldValue()
    part = graphene.String(description="Type of the part, such as `DuctSection`.")
    part_id = graphene.String(description="Tells several parts of one type apart.")


def fields_of(viewer: Any, events: Iterable[feed.Event]) -> list[list[_Told]]:
    """The changed fields of each event; one statement, and one for each type referred to."""
    events = list(events)
    rows = Change.objects.in_bulk({number for event in events for number in event.rows})
    names = _names(viewer, rows.values())
    return [
        [told for number in event.rows for told in _of_row(rows[number], event.type, names)]
        for event in events
    ]


def _of_row(row: Change, root: str, names: _Names) -> Iterator[_Told]:
    concept = _concept_of(row)
    if concept is None:
        return
    part = None if concept._meta.name == root else concept._meta.name
    before, after = row.before or {}, row.after or {}
    for name, column in _shown(concept).items():
        was, becomes = (_value(column, side, names) for side in (before, after))
        if was != becomes:
            yield {
                "name": name,
                "before": was,
                "after": becomes,
                "part": part,
                "part_id": str(row.object_id) if part else None,
            }


def _concept_of(row: Change) -> type[Concept] | None:
    """The type that shows the recorded row."""
    values = {**(row.before or {}), **(row.after or {})}
    candidates = _concepts().get(row.table_name, ())
    return next((one for one in candidates if one.tells_of(values)), None)


@cache
def _concepts() -> Mapping[str, list[type[Concept]]]:
    """The types of the contract by the table they show."""
    found: dict[str, list[type[Concept]]] = defaultdict(list)
    pending = list(Concept.__subclasses__())
    while pending:
        concept = pending.pop()
        pending += concept.__subclasses__()
        if getattr(concept._meta, "model", None) is not None:
            found[concept._meta.model._meta.db_table].insert(0, concept)
    return found


@cache
def _shown(concept: type[Concept]) -> dict[str, _Column]:
    """The columns that a type shows, by the name of the field in the contract."""
    found = {}
    renamed = {
        column.key: name
        for name, column in concept._meta.fields.items()
        if isinstance(column, Column)
    }
    for field in concept._meta.model._meta.local_fields:
        name = _PUBLIC_NAMES.get(field.name) or renamed.get(field.name, field.name)
        if name in concept._meta.fields and name not in {"id", "public_id"}:
            first, *rest = name.split("_")
            public = first + "".join(word.capitalize() for word in rest)
            found[public] = _Column(field, _choices(concept._meta.fields[name].type))
    return found


def _choices(kind: Any) -> type[Enum] | None:
    """The choices behind a field of the contract, where it has any."""
    kind = getattr(kind, "of_type", kind)
    is_enum = isinstance(kind, type) and issubclass(kind, graphene.Enum)
    return kind._meta.enum if is_enum else None


def _value(column: _Column, row: Mapping[str, Any], names: _Names) -> Any:
    field = column.field
    value = row.get(field.column)
    if value is None:
        return None
    if isinstance(field, ForeignKey):
        return names.get((field.related_model, value))  # type: ignore[arg-type]
    if isinstance(field, GeometryField):
        return _geojson(value)
    if isinstance(field, DateRangeField):
        return _period(value)
    return value if column.choices is None else column.choices(value).name


def _geojson(recorded: str) -> dict[str, Any]:
    geometry = GEOSGeometry(recorded)
    geometry.transform(srid.WEB)
    return {"type": geometry.geom_type, "coordinates": _rounded(geometry.coords)}


def _rounded(coordinates: Any) -> Any:
    if isinstance(coordinates, float):
        return round(coordinates, DIGITS)
    return [_rounded(one) for one in coordinates]


def _period(recorded: str) -> dict[str, Any] | None:
    """`[2027-01-01,2028-01-01)` as first and last day."""
    lower, _comma, upper = recorded.strip("[)").partition(",")
    empty = recorded == "empty"
    dates = DateRange(empty=True) if empty else DateRange(parse_date(lower), parse_date(upper))
    period = period_of(dates)
    return None if period is None else {"from": period.from_, "until": period.until}


def _names(viewer: Any, rows: Iterable[Change]) -> _Names:
    """Global ids of what the rows refer to, as far as the viewer may see it."""
    wanted: dict[type[Model], set[int]] = defaultdict(set)
    for row in rows:
        if (concept := _concept_of(row)) is None:
            continue
        for column in _shown(concept).values():
            if isinstance(column.field, ForeignKey):
                for side in (row.before or {}, row.after or {}):
                    key = side.get(column.field.column)
                    wanted[column.field.related_model].add(key)  # type: ignore[index,arg-type]
    found: dict[tuple[type[Model], int], str] = {}
    for model, keys in wanted.items():
        concept = next(iter(_concepts().get(model._meta.db_table, ())), None)
        if concept is not None and Node in concept._meta.interfaces and keys - {None}:
            identifier = concept._meta.identifier
            seen = concept.visible(viewer).filter(pk__in=keys - {None}).order_by()
            for pk, own in seen.values_list("pk", identifier):
                found[model, pk] = to_global_id(concept._meta.name, own)
    return found
