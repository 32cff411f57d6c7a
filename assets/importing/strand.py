"""Delivered strands: they say how many fibres a cable has, and are compared with those made
here.
"""

import numpy as np

from assets.importing.member import Member, members
from assets.importing.upsert import Outcome
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.table import objects
from gis.importing.targets import Counts

Delivered = dict[str, list[Member]]


def delivered(context: Context) -> Delivered | None:
    """Strands of each cable: their number in the cable, and their tube as group."""
    return members(context, "strands")


def counts(batch: Batch, strands: Delivered | None) -> tuple[np.ndarray, np.ndarray]:
    """Fibres and tubes of each cable: as delivered strand by strand, else as stated (None:
    unknown).
    """
    nothing = np.full(len(batch), None, dtype=object)
    names = ("fibre_count", "tube_count", "fibres_per_tube")
    stated, tubes, per_tube = (batch.columns.pop(name, nothing) for name in names)
    found = [strands.get(id_, []) if strands else [] for id_ in batch.ids]
    numbers = [len({member.id for member in members_}) or None for members_ in found]
    groups = [len({member.group for member in members_ if member.group}) for members_ in found]
    differs = [
        n is not None and s is not None and n != s for n, s in zip(numbers, stated, strict=True)
    ]
    batch.remark(
        np.array(differs, dtype=bool),
        "count_differs",
        lambda row: {"stated": stated[row], "found": numbers[row]},
    )
    fibres = [n or s for n, s in zip(numbers, stated, strict=True)]
    divided = [-(-f // p) if f and p else None for f, p in zip(fibres, per_tube, strict=True)]
    return objects(fibres), objects(
        [g or t or d for g, t, d in zip(groups, tubes, divided, strict=True)]
    )


def compare(context: Context, batch: Batch, outcome: Outcome, strands: Delivered | None) -> None:
    """Report strands that lie in another tube here than delivered, and count them all."""
    if strands is None:
        return
    context.cursor.execute(
        "SELECT s.cable_id, s.number, t.number FROM assets_strand s"
        " JOIN assets_tube t ON t.id = s.tube_id WHERE s.cable_id = ANY (%s)",
        [outcome.ids.tolist()],
    )
    here: dict[int, dict[str, str]] = {}
    for cable, number, tube in context.cursor.fetchall():
        here.setdefault(cable, {})[str(number)] = str(tube)
    wrong = [
        _misplaced(strands.get(id_, []), here.get(int(cable), {}))
        for id_, cable in zip(batch.ids, outcome.ids, strict=True)
    ]
    batch.remark(np.array(wrong) > 0, "strands_differ", lambda row: {"count": wrong[row]})
    new = outcome.ids[outcome.states == "created"].tolist()
    made = sum(len(here.get(cable, {})) for cable in new)
    read = sum(len(members_) for members_ in strands.values())
    kept = sum(map(len, here.values())) - made
    context.report.add("strand", Counts(read=read, created=made, unchanged=kept))


def _misplaced(members_: list[Member], here: dict[str, str]) -> int:
    return sum(
        here.get(member.id) is None or bool(member.group) and here[member.id] != member.group
        for member in members_
    )
