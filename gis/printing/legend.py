"""What stands in the legend of a printed map: samples with words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gis.layers import Layer
from gis.printing.features import Feature
from gis.printing.style import Theme
from gis.printing.tokens import tokens


@dataclass(frozen=True)
class Row:
    """A sample with the properties that make its look; without a layer it is a heading."""

    text: str
    layer: Layer | None = None
    props: dict[str, Any] | None = None


def rows(
    drawn: list[tuple[Layer, list[Feature]]], theme: Theme, owners: dict[str, str]
) -> Iterator[Row]:
    """Only of what is on the sheet, so that the legend stays short."""
    for layer, found in drawn:
        if not found:
            continue
        yield Row(str(layer.title))
        if layer.geometry == "point":
            yield from _kinds(layer, found)
        elif layer.name == "cables":
            yield Row(_("Cable"), layer, {})
        else:
            yield from _graded(layer, found, theme, owners)
            yield from _states(layer, found)


def _kinds(layer: Layer, found: list[Feature]) -> Iterator[Row]:
    present = {feature.props.get("kind") for feature in found}
    named = layer.choices.get("kind", {})
    for kind, text in named.items():
        if kind in present:
            yield Row(str(text), layer, {"kind": kind, "life_cycle": "in_service"})
    together = [feature for feature in found if feature.props.get("number")]
    if not named and len(together) < len(found):
        yield Row(str(layer.title), layer, {"life_cycle": "in_service"})
    if together:
        yield Row(_("several, with their number"), layer, {"number": 3})


def _graded(
    layer: Layer, found: list[Feature], theme: Theme, owners: dict[str, str]
) -> Iterator[Row]:
    for props, text in _grades(layer, theme, owners):
        yield Row(text, layer, props)


def _grades(
    layer: Layer, theme: Theme, owners: dict[str, str]
) -> Iterator[tuple[dict[str, Any], str]]:
    variable = theme.variable if layer.name == "segments" else "capacity"
    if variable == "capacity":
        words = [_("nothing free"), _("little free"), _("about half free"), _("much free")]
        for level, text in enumerate([*words, _("mostly free")]):
            yield {"cap": level}, text
    elif variable == "age":
        for limit in reversed(tokens()["ageLimits"]):
            text = _("less than %(years)d years") % {"years": limit}
            yield {"year": theme.year - limit + 1}, text
        oldest = tokens()["ageLimits"][0]
        yield {"year": theme.year - oldest}, _("%(years)d years and more") % {"years": oldest}
    elif variable == "owner":
        yield from (({"owner": code}, name) for code, name in owners.items())
    else:
        for value, text in layer.choices[variable].items():
            if value in tokens()["kinds"] or value in tokens()["lifeCycles"]:
                yield {variable: value}, str(text)
    if variable == "capacity":
        yield {}, _("no ducts or not known")
    elif variable != "life_cycle":
        yield {}, _("not known")


def _states(layer: Layer, found: list[Feature]) -> Iterator[Row]:
    """Dashes that are on the sheet."""
    present = {feature.props.get("life_cycle") for feature in found}
    for value, text in layer.choices.get("life_cycle", {}).items():
        if value in present and value in tokens()["dash"]:
            yield Row(str(capfirst(text)), layer, {"life_cycle": value})
