"""Where upper rooms take part in edits of the plant.

Whoever has a foreign key to a unit of the plant says here what the reference means when the unit is
removed (`depends`), and may take part when a segment is split or merged and a duct is cut or
rerouted. A system check (`assets/checks.py`) refuses foreign keys that nobody declared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from assets.models import Duct, Segment, Site


@dataclass(frozen=True)
class Dependence:
    """What a foreign key to a unit means for the unit.

    A `part` goes with it. Everything else stands in the way of a deletion, except rows that do not
    fulfil `kept`; if the unit is only marked as removed, only rows that fulfil `in_use` do. People
    know the row as `shown_as`, a path to the object that bears a code, such as the duct of a duct
    section.
    """

    part: bool = False
    kept: Callable[[], Q] = Q
    in_use: Callable[[], Q] = Q
    shown_as: str = ""


@dataclass(frozen=True)
class Obstacle:
    """One thing that stands in the way of an edit, as people know it."""

    kind: str
    code: str
    label: str

    def as_json(self) -> dict[str, str]:
        return {"kind": self.kind, "code": self.code, "label": self.label}


@dataclass(frozen=True)
class Split:
    """`kept` is now the first half of the line, `new` the second; they meet at `site`."""

    kept: Segment
    new: Segment
    site: Site


@dataclass(frozen=True)
class Merge:
    """`kept` takes over what lies in `gone`; they meet at `site`."""

    kept: Segment
    gone: Segment
    site: Site


@dataclass(frozen=True)
class Cut:
    """Each duct of `pieces` was divided at `site`: the old one ends there, the new one starts."""

    pieces: list[tuple[Duct, Duct]]
    site: Site
    coupled: bool


@dataclass(frozen=True)
class Reroute:
    """`ducts` leave the sites in `left_sites` and their sections in `left_sections`."""

    ducts: list[Duct]
    left_sites: set[int]
    left_sections: set[int]


@dataclass(frozen=True)
class Edited:
    """Something was edited; its transaction is settled, but not committed yet."""


@dataclass
class Registry:
    """What the rooms registered; filled once when the apps are ready."""

    dependences: dict[str, Dependence] = field(default_factory=dict)
    handlers: dict[type, list[Callable[[Any], None]]] = field(default_factory=dict)
    objections: dict[type, list[Callable[[Any], Iterable[Obstacle]]]] = field(default_factory=dict)
    companions: list[Callable[[set[int]], set[int]]] = field(default_factory=list)
    recorded: dict[str, bool] = field(default_factory=dict)


registry = Registry()


def depends(*fields: str, **meaning: Any) -> None:
    """Declare foreign keys, each as "app.Model.field", with their meaning (see `Dependence`)."""
    for name in fields:
        registry.dependences[name] = Dependence(**meaning)


def recorded(*models: str, follow: bool = False) -> None:
    """Declare models, each as "app.Model", whose rows edits of the plant write.

    When a recorded change is taken back, their rows are written back, except those that `follow`:
    they are derived, or stay as they are. A change of any other model is no edit of the plant.
    """
    registry.recorded.update(dict.fromkeys(models, follow))


def takes_part(event: type) -> Callable[[Callable[[Any], None]], Callable[[Any], None]]:
    """Decorator: call the function with each event of that class."""

    def register(handler: Callable[[Any], None]) -> Callable[[Any], None]:
        registry.handlers.setdefault(event, []).append(handler)
        return handler

    return register


def may_object(
    event: type,
) -> Callable[[Callable[[Any], Iterable[Obstacle]]], Callable[[Any], Iterable[Obstacle]]]:
    """Decorator: ask the function what stands in the way of an `event` before it happens."""

    def register(
        objector: Callable[[Any], Iterable[Obstacle]],
    ) -> Callable[[Any], Iterable[Obstacle]]:
        registry.objections.setdefault(event, []).append(objector)
        return objector

    return register


def locks_along(companions: Callable[[set[int]], set[int]]) -> Callable[[set[int]], set[int]]:
    """Decorator: the function says which ducts an edit of some ducts will lock besides, by id."""
    registry.companions.append(companions)
    return companions


def companions_of(ducts: set[int]) -> set[int]:
    """The ducts themselves and all that must be locked with them."""
    return ducts.union(*(find(ducts) for find in registry.companions))


def tell(event: Any) -> None:
    """Let every room follow what just happened."""
    for handler in registry.handlers.get(type(event), []):
        handler(event)


def objections(event: Any) -> list[Obstacle]:
    """What stands in the way of what is about to happen."""
    return [
        obstacle
        for objector in registry.objections.get(type(event), [])
        for obstacle in objector(event)
    ]
