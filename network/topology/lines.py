"""Lines: ducts that existing couplers make one. Like lines are kept together as a group.

Tubes of one bundle that run side by side from end to end differ only in what is taken of them, so
they share one entry of the graph and a search over hundreds of tubes stays small.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

import numpy as np

START, END = 0, 1
End = tuple[int, int]
"""A duct's id and START or END."""


class Kind(NamedTuple):
    """What of a duct decides, apart from dates, whether it can serve a question."""

    type_id: int
    owner_id: int
    availability: str


class Part(NamedTuple):
    """What the ducts at one place of a group's lines have in common; `size` counts sections."""

    type_id: int
    owner_id: int
    availability: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    size: int

    @property
    def duct_kind(self) -> Kind:
        return Kind(self.type_id, self.owner_id, self.availability)


class DuctRecord(NamedTuple):
    """One uncut duct: its segments (numbers) and sections (ids) in order from its start."""

    id: int
    part: Part
    segments: tuple[int, ...]
    sites: tuple[int, ...]
    sections: tuple[int, ...]


class Line(NamedTuple):
    """Ducts in a row with all they pass, in one direction; `sites` has one entry more."""

    parts: tuple[Part, ...]
    segments: tuple[int, ...]
    sites: tuple[int, ...]
    sections: tuple[int, ...]
    ducts: tuple[int, ...]

    @property
    def likeness(self) -> tuple[object, ...]:
        """What makes two lines alike."""
        return self.parts, self.segments, self.sites


@dataclass(frozen=True, slots=True)
class Group:
    """Like lines, one per row of `sections` (ids, lines × segments) and `ducts` (lines × parts).

    `ends` are the positions among `sites` at which a duct ends: no cut is needed there.
    """

    parts: tuple[Part, ...]
    segments: tuple[int, ...]
    sites: tuple[int, ...]
    ends: frozenset[int]
    sections: np.ndarray
    ducts: np.ndarray

    @property
    def likeness(self) -> tuple[object, ...]:
        return self.parts, self.segments, self.sites

    @property
    def bounds(self) -> list[int]:
        """The positions at which the parts begin, and the last one."""
        return [0, *accumulate(part.size for part in self.parts)]

    def with_lines(self, more: Iterable[Line], without: frozenset[int]) -> Group | None:
        """The group with lines added and those of some ducts taken out; None if none is left."""
        keep = ~np.isin(self.ducts, list(without)).any(axis=1)
        more = list(more)
        if not more and not keep.any():
            return None
        sections, ducts = self.sections[keep], self.ducts[keep]
        if more:
            sections = np.vstack([sections, [line.sections for line in more]])
            ducts = np.vstack([ducts, [line.ducts for line in more]])
        return Group(self.parts, self.segments, self.sites, self.ends, sections, ducts)


def group_of(lines: list[Line]) -> Group:
    """The group of lines of one kind."""
    first = lines[0]
    ends = frozenset(accumulate((part.size for part in first.parts), initial=0))
    return Group(
        first.parts,
        first.segments,
        first.sites,
        ends,
        np.array([line.sections for line in lines], np.int64),
        np.array([line.ducts for line in lines], np.int64),
    )


def lines_of(records: Mapping[int, DuctRecord], joints: Mapping[End, End]) -> Iterator[Line]:
    """All lines of the given ducts; couplers to ducts that are not among them count for nothing."""
    done: set[int] = set()
    for duct in records:
        if duct not in done:
            chain = _chain(duct, records, joints)
            done.update(step for step, _ in chain)
            yield _line([records[step] for step, _ in chain], [against for _, against in chain])


def _chain(
    duct: int, records: Mapping[int, DuctRecord], joints: Mapping[End, End]
) -> list[tuple[int, bool]]:
    """The ducts of a line with whether each is passed against its direction.

    A ring of ducts comes twice in a row, so that every stretch of it appears unbroken.
    """
    first = (duct, True)
    back, ring = _walk(first, records, joints)
    if ring:
        return back + back
    last, against = back[-1]
    return _walk((last, not against), records, joints)[0]


def _walk(
    first: tuple[int, bool], records: Mapping[int, DuctRecord], joints: Mapping[End, End]
) -> tuple[list[tuple[int, bool]], bool]:
    """From one duct over couplers to the last; True if that leads back to the first."""
    chain = [first]
    while True:
        duct, against = chain[-1]
        onward = joints.get((duct, START if against else END))
        if onward is None or onward[0] not in records:
            return chain, False
        step = (onward[0], onward[1] == END)
        if step == first:
            return chain, True
        chain.append(step)


def _line(records: list[DuctRecord], against: list[bool]) -> Line:
    segments: list[int] = []
    sections: list[int] = []
    sites: list[int] = []
    for record, turned in zip(records, against, strict=True):
        way = slice(None, None, -1 if turned else 1)
        segments += record.segments[way]
        sections += record.sections[way]
        sites[len(sites) - 1 :] = record.sites[way]
    line = Line(
        tuple(record.part for record in records),
        tuple(segments),
        tuple(sites),
        tuple(sections),
        tuple(record.id for record in records),
    )
    forwards = (line.segments, line.sites) <= (line.segments[::-1], line.sites[::-1])
    return line if forwards else _turned(line)


def _turned(line: Line) -> Line:
    """The same line in the other direction: like lines must look alike whoever drew them how."""
    return Line(*(part[::-1] for part in line))
