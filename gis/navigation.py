"""The pages beside the map, in one menu. Upper rooms register theirs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from gis.layers import Viewer


@dataclass(frozen=True)
class NavigationEntry:
    """A page by the name of its address; offered to those for whom `offered` is true.

    `waiting` counts what somebody has not seen yet on it.
    """

    name: str
    title: str | Promise
    offered: Callable[[Viewer], bool]
    order: int = 0
    waiting: Callable[[Viewer], int] | None = None

    @property
    def address(self) -> str:
        return reverse(self.name)


_entries: dict[str, NavigationEntry] = {}


def register(entry: NavigationEntry) -> None:
    """Offer a page; one registered again takes the place of the former of its name."""
    _entries[entry.name] = entry


def offered_to(viewer: Viewer) -> list[NavigationEntry]:
    """The pages this viewer may open, in order."""
    return sorted(
        (one for one in _entries.values() if one.offered(viewer)), key=lambda one: one.order
    )


def address_of(name: str) -> str:
    """The path of a named view; empty where this installation has none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
