"""What can be edited on the map. Upper rooms register one edit for each of their use cases."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise

from gis.editing.form import EditForm
from gis.layers import Viewer

Text = str | Promise

MOST_TOGETHER = 200
"""Objects that one edit changes: so many are still looked through before."""


@dataclass(frozen=True)
class Touched:
    """An object that was made, changed or taken away; `name` is how the way back refers to it.

    `version` is None where the object is gone. `bounds` are west, south, east, north in degrees.
    """

    name: str
    kind: str
    id: UUID
    version: int | None
    bounds: tuple[float, float, float, float] | None = None


Run = Callable[[EditForm, Any, int | None], Sequence[Touched]]
"""Calls the one service of the use case: with the valid form, the person and the version seen."""


@dataclass(frozen=True)
class Edit:
    """One use case on the map: its form, its words and the service that carries it out."""

    name: str
    title: Text
    explain: Text
    """What will happen and what it takes with it."""
    save: Text
    """The words of the main button."""
    form: type[EditForm]
    run: Run
    allowed: Callable[[Viewer], bool]
    kind: str = ""
    """The kind of object it begins with; empty where it begins with nothing."""
    find: Callable[[Viewer, UUID], Any] | None = None
    """The object, if the viewer may see it; else None."""
    draws: str = ""
    """How the place is given on the map: the name of the front end's drawing."""
    danger: bool = False
    """Whether it takes something away."""
    offered: Callable[[Any], bool] = lambda _asset: True
    """Whether it makes sense for this object."""


_edits: dict[str, Edit] = {}


def register(edit: Edit) -> None:
    """Add an edit. Raises ValueError if its name is taken."""
    if edit.name in _edits:
        raise ValueError(f"There is an edit {edit.name!r} already.")
    _edits[edit.name] = edit


def find(name: str) -> Edit | None:
    return _edits.get(name)


def offered_to(viewer: Viewer, kind: str, public_id: UUID) -> list[Edit]:
    """The edits that a panel of this object offers to the viewer, in the order of registration."""
    edits = [one for one in _edits.values() if kind and one.kind == kind and one.allowed(viewer)]
    if not edits or edits[0].find is None:
        return []
    asset = edits[0].find(viewer, public_id)
    return [one for one in edits if asset is not None and one.offered(asset)]
