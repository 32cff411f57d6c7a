"""What an address wants to have printed, checked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from gis import filtering, geojson, layers
from gis.filtering import Filtered
from gis.printing import background
from gis.printing.sheet import Sheet
from gis.printing.tokens import tokens
from gis.refusals import Refusal

OWN = {"paper", "wide", "scale", "c", "l", "s", "bg", "title"}
"""Parameters besides the filter."""

LONGEST_TITLE = 80
VARIABLES = ("capacity", "life_cycle", "kind", "owner", "age")


@dataclass(frozen=True)
class Order:
    sheet: Sheet
    layers: list[layers.Layer]
    variable: str
    title: str
    background: dict[str, Any] | None
    filtered: Filtered | None

    @property
    def level(self) -> int:
        """The tile level whose detail the scale can show."""
        return 17 if self.sheet.scale <= 10_000 else 12


def read(given: QueryDict, viewer: layers.Viewer) -> Order:
    """Raises Refusal BAD_INPUT with the parameter that cannot be meant, or as filters do."""
    filtered = None
    if filtering.LAYER in given:
        filtered = filtering.read(given, viewer, OWN)
    title = " ".join(given.get("title", "").split())
    if len(title) > LONGEST_TITLE:
        raise _bad("title", _("A title has at most %(most)d characters.") % {"most": LONGEST_TITLE})
    return Order(
        sheet=_sheet(given),
        layers=_layers(given.get("l"), viewer),
        variable=_one_of("s", given.get("s", VARIABLES[0]), VARIABLES),
        title=title,
        background=background.find(given.get("bg", "")),
        filtered=filtered,
    )


def _sheet(given: QueryDict) -> Sheet:
    sheets = tokens()["sheets"]
    scales = [str(one) for one in sheets["scales"]]
    return Sheet(
        paper=_one_of("paper", given.get("paper", "a4"), sheets["papers"]),
        is_wide=_one_of("wide", given.get("wide", "1"), ("0", "1")) == "1",
        scale=int(_one_of("scale", given.get("scale", "1000"), scales)),
        centre=_centre(given.get("c", "")),
    )


def _centre(text: str) -> tuple[float, float]:
    try:
        lat, lon = (float(part) for part in text.split(","))
    except ValueError:
        lat = lon = math.nan
    if not (47 <= lat <= 56 and 5 <= lon <= 16):
        raise _bad("c", _("The middle of the map is latitude and longitude in Germany."))
    point = geojson.point({"type": "Point", "coordinates": [lon, lat]})
    return point.x, point.y


def _layers(names: str | None, viewer: layers.Viewer) -> list[layers.Layer]:
    offered = layers.offered_to(viewer)
    if names is None:
        return [layer for layer in offered if layer.visible]
    return [layer for layer in offered if layer.name in names.split(",")]


def _one_of(name: str, value: str, allowed: Any) -> str:
    if value not in allowed:
        message = _("This value must be one of %(allowed)s.") % {"allowed": ", ".join(allowed)}
        raise _bad(name, message)
    return value


def _bad(field: str, message: Any) -> Refusal:
    return Refusal("BAD_INPUT", message, field)
