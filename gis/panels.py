"""What the map's panel can show. Upper rooms register a view for each kind of object."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse

PanelView = Callable[[HttpRequest, UUID], HttpResponse]
"""Answers with an HTML fragment, or raises Http404 for what does not exist or may not be seen."""

_views: dict[str, PanelView] = {}


def register(kind: str, view: PanelView) -> None:
    """Add the panel of a kind of object. Raises ValueError if the kind has one."""
    if kind in _views:
        raise ValueError(f"There is a panel for {kind!r} already.")
    _views[kind] = view


def find(kind: str) -> PanelView | None:
    return _views.get(kind)
