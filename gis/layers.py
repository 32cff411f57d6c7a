"""The layers of the map. Upper rooms register theirs; the map knows no others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db.models import QuerySet
from django.utils.functional import Promise

Viewer = Any
"""Whoever looks: `request.user`. The layer's own room knows what it may see."""

Only = QuerySet[Any] | None
"""What a filter leaves of what the viewer may see; None where nothing is filtered."""


@dataclass(frozen=True)
class TileRows:
    """A SELECT whose rows become the features of one tile.

    Its columns are `geom` (made by ST_AsMVTGeom), `id` (the public id) and the properties. It may
    use `{box}`, the tile in EPSG:3857, and `{reach}`, the same with its margin, for the index.
    `params` are for its own placeholders.
    """

    sql: str
    params: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Layer:
    """One switch in the legend and one vector tile source at /tiles/<name>/."""

    name: str
    title: str | Promise
    geometry: Literal["point", "line", "polygon"]
    rows: Callable[[Viewer, int, Only], TileRows | None]
    """The rows for a viewer at a tile level; None where the viewer has no such layer."""
    min_zoom: int
    """The lowest tile level served, counted in tiles of 512 CSS pixels."""
    visible: bool = True
    """Whether it is switched on at first."""
    order: int = 0
    """Drawn from low to high."""
    choices: Mapping[str, Mapping[str, str | Promise]] = field(default_factory=dict)
    """Words for the values of its properties, for the legend on paper."""
    before: Callable[[int], object] | None = None
    """Called with the level before a tile is made, to bring summaries up to date; cheap when
    nothing is due."""


_layers: dict[str, Layer] = {}


def register(layer: Layer) -> None:
    """Add a layer. Raises ValueError if the name is taken."""
    if layer.name in _layers:
        raise ValueError(f"There is a layer {layer.name!r} already.")
    _layers[layer.name] = layer


def find(name: str) -> Layer | None:
    return _layers.get(name)


def offered_to(viewer: Viewer) -> list[Layer]:
    """The layers this viewer has, from bottom to top."""
    ordered = sorted(_layers.values(), key=lambda layer: (layer.order, layer.name))
    return [layer for layer in ordered if layer.rows(viewer, layer.min_zoom, None) is not None]
