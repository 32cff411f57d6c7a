"""Which objects a stretch of the history touches: by their rows, parts and references."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import itemgetter, or_
from typing import NamedTuple

from django.db.models import Q

from history.feed.registry import Followed, Part, Viewer, Was, registry
from history.feed.window import Row

_Owners = dict[tuple[Part, str], set[int]]
_LastOf = dict[str, dict[int, Row]]
"""By table and key the last row about an object."""


class Touch(NamedTuple):
    """A row touches an object. `what` is the row's operation on the object itself, else "part" or
    "neighbour"; `was` are the row's columns before, for openings their facts."""

    row: Row
    root: Followed
    pk: int
    what: str
    was: Was


def touched(rows: Iterable[Row]) -> list[Touch]:
    """The objects of these rows; a part that moved touches both the former and the new one."""
    rows = list(rows)
    owners = _owners(rows)
    return [touch for row in rows for touch in _of_row(row, owners)]


def _of_row(row: Row, owners: _Owners) -> Iterator[Touch]:
    root = registry.followed.get(row.table)
    if root is not None:
        yield Touch(row, root, row.object_id, row.operation, row.before)
    for part in registry.parts.get(row.table, ()):
        for key in _links(row, part):
            for owner in owners.get((part, key), ()):
                yield Touch(row, registry.root_of(part), owner, "part", {})
    if (opened := registry.opened_by(row.table)) is not None:
        facts = row.after if row.operation == "A" else row.before
        yield Touch(row, opened, row.object_id, row.operation, facts)


def _links(row: Row, part: Part) -> set[str]:
    """What leads from a row to its object: from before and after; else its own key."""
    told = {row.before.get(part.column), row.after.get(part.column)} - {None}
    return told or {f"#{row.object_id}"}  # type: ignore[return-value]


def _owners(rows: Iterable[Row]) -> _Owners:
    """Keys of the objects by part and link; at most two statements for each declared part.

    A part that is gone since, and did not say whose it was, is left out: its deletion says so.
    """
    links: dict[Part, set[str]] = defaultdict(set)
    for row in rows:
        for part in registry.parts.get(row.table, ()):
            links[part] |= _links(row, part)
    return {
        (part, link): owners
        for part, some in links.items()
        for link, owners in _owners_in(part, some).items()
    }


def _owners_in(part: Part, links: set[str]) -> dict[str, set[int]]:
    own = {int(link[1:]) for link in links if link.startswith("#")}
    steps = {link: {int(link)} for link in links if not link.startswith("#")}
    if part.column == "id":
        steps |= {f"#{pk}": {pk} for pk in own}
    elif own:
        rows = part.model._base_manager.filter(pk__in=own).values_list("pk", part.column)
        steps |= {f"#{pk}": {key} for pk, key in rows if key is not None}
    if part.via is None or not steps:
        return steps
    model, column, target = part.via
    wanted = set().union(*steps.values())
    rows = model._base_manager.filter(**{f"{column}__in": wanted}).values_list(column, target)
    onward = dict(rows)
    return {link: {onward[key] for key in keys if key in onward} for link, keys in steps.items()}


def neighbours(openings: list[Row], viewer: Viewer) -> list[Touch]:
    """Visible objects that refer to what was opened or closed: their references read otherwise now.

    Each is told with the last of the rows that concern it, so that a page may end behind any row.
    One statement for each type that refers to others.
    """
    last: _LastOf = defaultdict(dict)
    for row in openings:
        last[registry.opened_by(row.table).table][row.object_id] = row  # type: ignore[union-attr]
    return [
        Touch(row, root, pk, "neighbour", {})
        for root in registry.followed.values()
        for pk, row in _referring(root, viewer, last).items()
    ]


def _referring(root: Followed, viewer: Viewer, last: _LastOf) -> dict[int, Row]:
    """By the key of each referring object the last row about anything it refers to."""
    paths = {path: last[table] for path, table in _references(root) if last.get(table)}
    if not paths:
        return {}
    condition = reduce(or_, (Q(**{f"{path}__in": rows}) for path, rows in paths.items()))
    listed = root.visible(viewer).filter(condition).order_by().values_list("pk", *paths).distinct()
    found = [
        (rows[key].position, pk, rows[key])
        for pk, *keys in listed
        for key, rows in zip(keys, paths.values(), strict=True)
        if key in rows
    ]
    return {pk: row for _position, pk, row in sorted(found, key=itemgetter(0))}


def _references(root: Followed) -> Iterator[tuple[str, str]]:
    """The lookups to other objects, and the tables of those."""
    for path in root.refers:
        model = root.model
        for step in path.split("__"):
            model = model._meta.get_field(step).related_model  # type: ignore[assignment]
        yield path, model._meta.db_table
