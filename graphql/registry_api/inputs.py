"""Inputs of mutations as tables: one line a fact, with what it becomes for the service.

A plain entry is a graphene type whose value is passed on. A `Reader` turns what the client sent
into what a service takes: an id or code into the object, GeoJSON into a geometry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models.enums import Choices
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from assets.models.cable import Laying
from assets.services.path import Step
from gis import geojson
from gis.refusals import Refusal
from registry_api.enums import enum_of
from registry_api.errors import bad_input
from registry_api.geometry import GeoJSON
from registry_api.nodes import find, find_several
from registry_api.plan.fields import concept_called

LONGEST_PATH = 2_000
MOST_ROWS = 500


class Reader:
    """An entry whose value is read; `type` is the input's graphene type, `name` the fact's."""

    type: Any = graphene.ID
    description = ""
    name: str | None = None

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        raise NotImplementedError


class Ref(Reader):
    """An object named by its global id or its code."""

    description = "Id or code."

    def __init__(self, concept: str, name: str | None = None) -> None:
        self.concept = concept
        self.name = name

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        return find(concept_called(self.concept), viewer, value, field)


class PointGeometry(Reader):
    type = GeoJSON
    description = "A GeoJSON Point, WGS84."

    def __init__(self, name: str = "geom") -> None:
        self.name = name

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        return geojson.point(value, field)


class LineGeometry(Reader):
    type = GeoJSON
    name = "geom"
    description = "A GeoJSON LineString, WGS84."

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        return geojson.line(value, field)


class PolygonGeometry(Reader):
    type = GeoJSON
    description = "A GeoJSON Polygon, WGS84."

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        return geojson.polygon(value, field)


class PathStep(graphene.InputObjectType):
    """One segment of a path, in the order of the path."""

    segment = graphene.ID(required=True, description="Id or code.")
    inside = graphene.ID(description="The duct in which it lies there: id or code.")
    position = graphene.Int(description="Place in the duct that contains it.")
    laying = enum_of(Laying)(description="How a cable lies where it is in no duct.")
    slack_m = graphene.Float(description="Slack of a cable left here.")


class Path(Reader):
    """Segments one after the other; looked up together, however long the path is."""

    type = graphene.List(graphene.NonNull(PathStep))
    name = "path"

    def read(self, value: Any, viewer: Viewer, field: str) -> list[Step]:
        if len(value) > LONGEST_PATH:
            raise bad_input(field, f"0–{LONGEST_PATH}")
        segments = find_several(
            concept_called("segment.Segment"), viewer, [step["segment"] for step in value], field
        )
        ducts = find_several(
            concept_called("duct.Duct"),
            viewer,
            [step["inside"] for step in value if step.get("inside") is not None],
            field,
        )
        return [_step(step, segments, ducts) for step in value]


def _step(given: Mapping[str, Any], segments: dict[str, Any], ducts: dict[str, Any]) -> Step:
    facts: dict[str, Any] = {}
    if given.get("laying") is not None:
        facts["laying"] = given["laying"].value
    if given.get("slack_m") is not None:
        facts["slack_m"] = given["slack_m"]
    return Step(
        segment=segments[given["segment"]],
        inside=ducts[given["inside"]] if given.get("inside") is not None else None,
        position=given.get("position"),
        **facts,
    )


class Nested(Reader):
    """An input object with a table of its own."""

    def __init__(self, name: str, table: Table, required: tuple[str, ...] = ()) -> None:
        self.type = input_type(name, table, required)
        self.table = table

    def read(self, value: Any, viewer: Viewer, field: str) -> dict[str, Any]:
        return read(self.table, value, viewer, f"{field}.")


class Parts(Reader):
    """A list of input objects with one table; if given, it replaces all there were."""

    description = "Replaces all there were."

    def __init__(self, name: str, table: Table, required: tuple[str, ...] = ()) -> None:
        self.row = input_type(name, table, required)
        self.type = graphene.List(graphene.NonNull(self.row))
        self.table = table

    def read(self, value: Any, viewer: Viewer, field: str) -> list[dict[str, Any]]:
        return [
            read(self.table, one, viewer, f"{field}.{number}.") for number, one in enumerate(value)
        ]


class Rows(Reader):
    """The rows of a bulk form; each is read when its turn comes."""

    def __init__(self, name: str, table: Table, required: tuple[str, ...] = ()) -> None:
        row = input_type(name, table, required)
        self.type = graphene.List(graphene.NonNull(row))
        self.description = f"1–{MOST_ROWS} rows, in the order in which they are carried out."

    def read(self, value: Any, viewer: Viewer, field: str) -> Any:
        if not 1 <= len(value) <= MOST_ROWS:
            raise bad_input(field, f"1–{MOST_ROWS}")
        return value


Entry = Any
Table = Mapping[str, Entry]

REASON: Table = {"reason": graphene.String}
VERSION: Table = {"version": graphene.Int}
KEY: Table = {"idempotency_key": graphene.String}
DRY_RUN: Table = {"dry_run": graphene.Boolean}
"""What is the same in every mutation is explained once, in docs/graphql.md."""


def input_type(
    name: str, table: Table, required: tuple[str, ...] = ()
) -> type[graphene.InputObjectType]:
    """The input object of a table."""
    fields = {}
    for key, entry in table.items():
        kind = entry.type if isinstance(entry, Reader) else entry
        description = entry.description or None if isinstance(entry, Reader) else None
        fields[key] = graphene.InputField(
            graphene.NonNull(kind) if key in required else kind, description=description
        )
    return type(name, (graphene.InputObjectType,), fields)


def read(
    table: Table, given: Mapping[str, Any], viewer: Viewer, prefix: str = ""
) -> dict[str, Any]:
    """What the client sent as facts for a service; raises the Refusal of the first wrong one."""
    facts: dict[str, Any] = {}
    for key, value in given.items():
        entry = table[key]
        if isinstance(entry, Reader):
            name = entry.name or key
            facts[name] = None if value is None else entry.read(value, viewer, prefix + key)
        else:
            _refuse_nul(value, prefix + key)
            facts[key] = value.value if isinstance(value, Choices) else value
    return facts


def _refuse_nul(value: Any, field: str) -> None:
    """PostgreSQL's texts cannot hold the character U+0000."""
    if isinstance(value, str) and "\0" in value:
        message = _("A text cannot contain the character U+0000.")
        raise Refusal("INVALID_VALUE", message, field)
