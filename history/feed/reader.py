"""Reads the feed for one viewer: one event for each object and transaction.

What somebody may see is judged as of now: a follower reads each object as it is now, so an event
means "read this again", GONE and DELETED "forget this". An object that went or was deleted
after a change is told of by that later row, never by the earlier one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, NamedTuple

from gis.refusals import NotPermitted
from history.feed.registry import Followed, Viewer, Was, registry
from history.feed.touched import neighbours, touched
from history.feed.window import START, Position, Row, rows_after

LOOKED_AT = 2_000
"""Rows of the history read at once for somebody who may not see them all."""


class ChangeOperation(Enum):
    CREATED = "created"
    CHANGED = "changed"
    DELETED = "deleted"
    APPEARED = "appeared"
    GONE = "gone"


@dataclass
class Event:
    """What one transaction did to one object, as the viewer may know it."""

    type: str
    identifier: Any
    operation: ChangeOperation
    last: Row
    rows: list[int] = field(default_factory=list)


class Page(NamedTuple):
    """Events in order; `end` is where to go on, `more` whether there is anything behind it."""

    events: list[Event]
    end: Position
    more: bool


def listing(viewer: Viewer) -> str:
    """What the viewer's cursors belong to: another role or organisation means another feed."""
    whole = sorted(one.type for one in registry.followed.values() if one.shown_whole(viewer))
    return f"changes {sorted(viewer.organisation_ids)} {whole}"


def read(viewer: Viewer, after: Position | None, most: int) -> Page:
    """The page of at most `most` events behind a position, for this viewer.

    A page ends behind a row, so one that concerns more objects than `most` makes it longer.
    Somebody who sees only a part looks at a bounded stretch of the history at a time: a page may
    be empty although there is more. Raises NotPermitted for those whose sight follows an area.
    """
    feed = _Feed(viewer)
    size = most if feed.sees_all_plant else max(most, LOOKED_AT)
    start = after or START
    rows = rows_after(start, size + 1, registry.columns())
    more = len(rows) > size
    rows = rows[:size]
    events = feed.events(rows)
    if len(events) > most and (fitting := _fitting(events, most)) < len(events):
        return Page(events[:fitting], events[fitting - 1].last.position, True)
    return Page(events, rows[-1].position if rows else start, more)


def _fitting(events: list[Event], most: int) -> int:
    """How many end behind a row with all that is told of it: at most so many, if that can be."""
    places = [event.last.position for event in events]
    ends = [n for n in range(1, len(events) + 1) if places[n - 1 : n] != places[n : n + 1]]
    return max((n for n in ends if n <= most), default=ends[0])


@dataclass
class _Group:
    """What happened to one object in one transaction."""

    root: Followed
    pk: int
    rows: list[tuple[Row, str, Was]] = field(default_factory=list)

    def did(self, *operations: str) -> Row | None:
        """The last row with one of these operations on the object itself."""
        return next((row for row, what, _ in reversed(self.rows) if what in operations), None)


class _Feed:
    def __init__(self, viewer: Viewer) -> None:
        self.viewer = viewer
        self.whole = {table: one.shown_whole(viewer) for table, one in registry.followed.items()}
        self.sees_all_plant = all(
            self.whole[table] for table, one in registry.followed.items() if one.by_grant
        )
        if not self.sees_all_plant and viewer.write_area is not None:
            raise NotPermitted()

    def events(self, rows: list[Row]) -> list[Event]:
        groups: dict[tuple[int, str, int], _Group] = {}
        concerned = [row for row in rows if self._concerns(row)]
        for row, root, pk, what, was in [*touched(concerned), *self._neighbours(concerned)]:
            key = (row.position.transaction, root.table, pk)
            groups.setdefault(key, _Group(root, pk)).rows.append((row, what, was))
        seen = self._seen(groups.values())
        found = [self._event(group, seen) for group in groups.values()]
        events = [event for event in found if event is not None]
        return sorted(events, key=lambda event: event.last.position)

    def _concerns(self, row: Row) -> bool:
        """Openings are told to those whose sight depends on them and whom they concern."""
        opened = registry.opened_by(row.table)
        if opened is None:
            return True
        facts = row.after if row.operation == "A" else row.before
        mine = {str(pk) for pk in self.viewer.organisation_ids}
        return not self.whole[opened.table] and facts["organisation_id"] in mine

    def _neighbours(self, rows: Iterable[Row]) -> list:
        openings = [row for row in rows if registry.opened_by(row.table)]
        return neighbours(openings, self.viewer) if openings else []

    def _seen(self, groups: Iterable[_Group]) -> dict[tuple[str, int], Any]:
        """Identifiers of the objects that the viewer may see now; one statement for each type."""
        wanted: dict[str, set[int]] = defaultdict(set)
        for group in groups:
            wanted[group.root.table].add(group.pk)
        found: dict[tuple[str, int], Any] = {}
        for table, keys in wanted.items():
            root = registry.followed[table]
            rows = root.visible(self.viewer).filter(pk__in=keys).order_by()
            pairs = rows.values_list("pk", root.identifier)
            found |= {(table, pk): identifier for pk, identifier in pairs}
        return found

    def _event(self, group: _Group, seen: dict[tuple[str, int], Any]) -> Event | None:
        last = group.rows[-1][0]
        numbers = [row.position.id for row, what, _was in group.rows if what != "neighbour"]
        identifier = seen.get((group.root.table, group.pk))
        if identifier is not None:
            return Event(group.root.type, identifier, _operation(group), last, numbers)
        operation = self._parting(group)
        if operation is None:
            return None
        return Event(group.root.type, self._former_id(group), operation, last, numbers)

    def _parting(self, group: _Group) -> ChangeOperation | None:
        """How an object that is not to be seen any more went, if the viewer saw it before."""
        if group.did("D") and self._saw(group):
            return ChangeOperation.DELETED
        if group.did("A", "G"):
            return ChangeOperation.GONE
        if group.did("U") and not self.whole[group.root.table] and self._saw(group):
            return ChangeOperation.GONE
        return None

    def _saw(self, group: _Group) -> bool:
        root = group.root
        return self.whole[root.table] or any(
            root.was_visible(self.viewer, group.pk, was)
            for _row, what, was in group.rows
            if what in {"U", "D"}
        )

    def _former_id(self, group: _Group) -> Any:
        root = group.root
        if root.identifier == "pk":
            return group.pk
        for _row, what, was in group.rows:
            if what in {"A", "G", "D"} and was.get(root.identifier):
                return was[root.identifier]
        return root.model._base_manager.values_list(root.identifier, flat=True).get(pk=group.pk)


def _operation(group: _Group) -> ChangeOperation:
    if group.did("I"):
        return ChangeOperation.CREATED
    return ChangeOperation.APPEARED if group.did("A") else ChangeOperation.CHANGED
