"""The one shape of all panels: what it is, facts, drawing, what belongs to it, its source.

Rooms fill a `PanelPage`; `citygis/panel.html` writes it, so that every kind looks alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.contrib.gis.geos import Polygon
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise

from gis import srid
from gis.editing import registry

Text = str | Promise
Tone = Literal["info", "success", "warning", "danger", "default"]

LISTED = 200
"""Entries shown of a list; the rest is counted, so that a hub with thousands stays readable."""


@dataclass(frozen=True)
class Fact:
    """`note` says where the value comes from, where that is not plain; `link` is (kind, id)."""

    label: Text
    value: Text
    note: Text = ""
    link: tuple[str, Any] | None = None


@dataclass(frozen=True)
class Entry:
    """A line in a list, leading to another panel where `kind` is given."""

    label: Text
    detail: Text = ""
    kind: str = ""
    id: Any = None


@dataclass(frozen=True)
class Contents:
    """A titled list; `empty` says what it means that there is nothing.

    `more` leads to where all of it can be read: an address and its words. What is `urgent` stands
    above the facts, because somebody must do something about it.
    """

    title: Text
    entries: Sequence[Entry]
    empty: Text = ""
    more: tuple[str, Text] | None = None
    urgent: bool = False

    @property
    def shown(self) -> Sequence[Entry]:
        return self.entries[:LISTED]

    @property
    def hidden(self) -> int:
        return max(len(self.entries) - LISTED, 0)


@dataclass(frozen=True)
class Section:
    """A part of a panel that a room writes by a template of its own, which gets it as `part`."""

    template: str
    context: dict[str, Any]


@dataclass(frozen=True)
class Drawing:
    """A finished SVG with its title and a legend in words."""

    title: Text
    svg: str
    legend: Sequence[tuple[str, Text]] = ()


@dataclass(frozen=True)
class PanelPage:
    kind: Text
    title: str
    name: str
    state: Text
    facts: Sequence[Fact]
    sources: Sequence[Fact]
    tone: Tone = "info"
    notices: Sequence[Text] = ()
    drawing: Drawing | None = None
    contents: Sequence[Contents | Section] = field(default_factory=tuple)
    bounds: tuple[float, float, float, float] | None = None
    """West, south, east, north in degrees."""
    marked: Sequence[Any] = ()
    """Public ids to mark on the map besides the object itself."""

    @property
    def bounds_text(self) -> str:
        return ",".join(f"{edge:.6f}" for edge in self.bounds) if self.bounds else ""

    @property
    def marked_text(self) -> str:
        return " ".join(str(one) for one in self.marked)


def respond(request: HttpRequest, panel: PanelPage) -> HttpResponse:
    """The panel as an HTML fragment, with the edits that its object offers to the viewer."""
    match = request.resolver_match
    named = match.kwargs if match is not None else {}
    edits = registry.offered_to(request.user, named["kind"], named["public_id"]) if named else []
    context = {"panel": panel, "edits": edits, "object_id": named.get("public_id")}
    return render(request, "citygis/panel.html", context)


def degrees(
    box: tuple[float, float, float, float] | None,
) -> tuple[float, float, float, float] | None:
    """A box in the storage system as west, south, east, north; None stays None."""
    if box is None:
        return None
    polygon = Polygon.from_bbox(box)
    polygon.srid = srid.STORAGE
    polygon.transform(srid.WEB)
    return polygon.extent
