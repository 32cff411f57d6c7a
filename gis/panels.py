"""What the map's panel can show. Upper rooms register a view for each kind of object."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from gis.panel_page import Contents, Section

PanelView = Callable[[HttpRequest, UUID], HttpResponse]
"""Answers with an HTML fragment, or raises Http404 for what does not exist or may not be seen."""

PanelPart = Callable[[Any, Any], Contents | Section | None]
"""What a room adds to a panel about the object for the viewer; None to say nothing."""

_views: dict[str, PanelView] = {}
_parts: dict[str, list[tuple[bool, PanelPart]]] = defaultdict(list)


def register(kind: str, view: PanelView) -> None:
    """Add the panel of a kind of object. Raises ValueError if the kind has one."""
    if kind in _views:
        raise ValueError(f"There is a panel for {kind!r} already.")
    _views[kind] = view


def find(kind: str) -> PanelView | None:
    return _views.get(kind)


def register_part(kinds: tuple[str, ...], part: PanelPart, *, last: bool = False) -> None:
    """Add a list below the panels of these kinds, after those that are not to come last."""
    for kind in kinds:
        _parts[kind].append((last, part))
        _parts[kind].sort(key=lambda entry: entry[0])


def parts(kind: str, asset: Any, viewer: Any) -> list[Contents | Section]:
    """What the rooms have to add about an object that the viewer may see."""
    found = (part(asset, viewer) for _last, part in _parts[kind])
    return [one for one in found if one is not None]
