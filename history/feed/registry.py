"""Which tables of the history are which public objects: one declaration for each recorded table.

A table holds an object of its own (`follow`), a part of another object (`part_of`), or something
that no door shows (`keep_inside`). A recorded table without any of these fails a test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import Model, QuerySet

Was = Mapping[str, str | None]
"""Columns of a row before a change, as text; None where the change left them alone."""


class Viewer(Protocol):
    """What the feed asks of whoever reads it (`accounts.viewer.Viewer`)."""

    @property
    def is_authenticated(self) -> bool: ...

    @property
    def organisation_ids(self) -> frozenset[int]: ...

    @property
    def write_area(self) -> Any: ...


def _never(_viewer: Viewer, _pk: int, _was: Was) -> bool:
    return False


@dataclass(frozen=True)
class Followed:
    """An object that others mirror: `type` is its public name, `identifier` what its id carries.

    `by_grant`: it appears and goes with a grant. `refers`: lookups from it, and from its parts, to
    other objects that may appear or go. `was_visible(viewer, pk, was)` judges a row that is not to
    be seen any more by its columns `judged_by`, for those who do not see all rows.
    """

    type: str
    model: type[Model]
    identifier: str = "public_id"
    by_grant: bool = False
    refers: tuple[str, ...] = ()
    judged_by: tuple[str, ...] = ()
    was_visible: Callable[[Viewer, int, Was], bool] = _never

    @property
    def table(self) -> str:
        return self.model._meta.db_table

    @property
    def openings(self) -> str:
        """The table that says which grant opens it."""
        return f"{self.table}_grants"

    def visible(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows the viewer may see; a concept without a rule is for everybody."""
        manager: Any = self.model._default_manager
        return manager.visible_to(viewer) if hasattr(manager, "visible_to") else manager.all()

    def shown_whole(self, viewer: Viewer) -> bool:
        """Whether the viewer sees every row."""
        return not self.visible(viewer).query.where


@dataclass(frozen=True)
class Part:
    """Rows that belong to a followed object. `column` (or the row's own key, "id") leads to it.

    `via` names the model, its column and the column with the object's key where that takes another
    step.
    """

    model: type[Model]
    of: type[Model]
    column: str
    via: tuple[type[Model], str, str] | None = None

    @property
    def table(self) -> str:
        return self.model._meta.db_table


def by_organisation(viewer: Viewer, _pk: int, was: Was) -> bool:
    """Seen by the organisation that the row names."""
    return (was["organisation_id"] or "") in {str(pk) for pk in viewer.organisation_ids}


@dataclass
class Registry:
    followed: dict[str, Followed] = field(default_factory=dict)
    parts: dict[str, list[Part]] = field(default_factory=dict)
    inside: dict[str, str] = field(default_factory=dict)

    def root_of(self, part: Part) -> Followed:
        return self.followed[part.of._meta.db_table]

    def opened_by(self, table: str) -> Followed | None:
        """The object whose openings a table holds."""
        found = self.followed.get(table.removesuffix("_grants"))
        return found if found is not None and found.openings == table else None

    def columns(self) -> dict[str, list[str]]:
        """What the feed needs of each table's rows."""
        needed = {
            one.table: [*({one.identifier} - {"pk"}), *one.judged_by]
            for one in self.followed.values()
        }
        needed |= {table: [part.column for part in parts] for table, parts in self.parts.items()}
        openings = ["public_id", "organisation_id"]
        return needed | {one.openings: openings for one in self.followed.values() if one.by_grant}


registry = Registry()


def follow(*followed: Followed) -> None:
    """Declare objects that can be followed."""
    registry.followed.update({one.table: one for one in followed})


def part_of(root: type[Model], *parts: Part | tuple[type[Model], str]) -> None:
    """Declare tables whose rows are parts of an object; the pair names model and column.

    A table may be declared for several: each row is then a part of one or the other.
    """
    for given in parts:
        part = given if isinstance(given, Part) else Part(given[0], root, given[1])
        registry.parts.setdefault(part.table, []).append(part)


def keep_inside(reason: str, *models: type[Model]) -> None:
    """Declare recorded tables that the feed does not tell of, and why."""
    registry.inside.update({model._meta.db_table: reason for model in models})


def followed_types() -> Iterable[Followed]:
    return registry.followed.values()
