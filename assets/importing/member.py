"""Link tables: which members belong to which object of a batch."""

from collections import defaultdict
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from gis.importing.batch import Batch
from gis.importing.cells import to_decimal
from gis.importing.context import Context
from gis.importing.joins import keys
from gis.importing.mapping import Link

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Member:
    """One row of a link table."""

    id: str
    group: str


def members(context: Context, name: str) -> dict[str, list[Member]] | None:
    """The members of every object by its id, in order; None if the mapping has no such link."""
    link = context.entry.links.get(name)
    return None if link is None else _read(context, link)


def _read(context: Context, link: Link) -> dict[str, list[Member]]:
    table = context.read(link.layer)
    objects_, ids = keys(table, [link.object]), keys(table, [link.member])
    groups = keys(table, [link.group]) if link.group else [""] * len(ids)
    rows = range(len(ids))
    if link.order:
        rank = [_rank(key) for key in keys(table, [link.order])]
        rows = sorted(rows, key=lambda row: rank[row])
    found: dict[str, list[Member]] = defaultdict(list)
    for row in rows:
        if objects_[row] and ids[row]:
            found[objects_[row]].append(Member(ids[row], groups[row]))
    return found


def _rank(key: str) -> float:
    try:
        return to_decimal(key)
    except ValueError:
        return 0.0


def look_up(
    batch: Batch, found: dict[str, list[Member]], known: dict[str, list[T]]
) -> list[list[T]]:
    """For each row of ``batch`` what its members are here; unknown ones are reported."""
    results: list[list[T]] = []
    for row, id_ in enumerate(batch.ids):
        here: list[T] = []
        for member in found.get(id_, ()):
            if member.id in known:
                here += known[member.id]
            else:
                values = {"value": member.id}
                batch.remark(np.array([row]), "unknown_member", lambda _row, v=values: v)
        results.append(here)
    return results
