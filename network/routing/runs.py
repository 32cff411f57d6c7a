"""Runs: the stretches of lines that a search may use, with what is known to be taken of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from network.routing.requirement import Suitability, Suits
from network.topology import Topology
from network.topology.lines import Group
from network.topology.street_graph import UNREACHABLE

TakenAmong = Callable[[np.ndarray], np.ndarray]
"""Tells which of an array of section ids are taken, as a sorted array."""


@dataclass(slots=True, eq=False)
class Run:
    """Like lines between the positions at which one can get in or out; positions are the group's.

    A piece lies between two neighbouring positions. `taken` (lines × pieces) counts the sections
    of a piece that are taken, as far as a line is `known`: the ledger is asked about a line only
    when a way wants it. `number` is the group's, where it matters.
    """

    group: Group
    positions: list[int]
    taken: np.ndarray
    known: np.ndarray
    number: int = -1

    @classmethod
    def of(cls, group: Group, positions: list[int], number: int = -1) -> Run:
        lines = len(group.ducts)
        taken = np.zeros((lines, len(positions) - 1), np.int32)
        return cls(group, positions, taken, np.zeros(lines, bool), number)

    @property
    def sections(self) -> np.ndarray:
        return self.group.sections[:, self.positions[0] : self.positions[-1]]

    def site(self, position: int) -> int:
        return self.group.sites[position]


@dataclass(frozen=True)
class Ground:
    """Where a search may look: the topology, and per segment whether it may be used."""

    topology: Topology
    suitability: Suitability
    start: int
    end: int
    least: Suits = Suits.YES

    def runs_in(self, allowed: np.ndarray) -> list[Run]:
        """The runs inside the allowed segments (a flag each), without dead ends."""
        return self._without_dead_ends(list(self._stretches(allowed)))

    def _without_dead_ends(self, stretches: list[tuple[Group, list[int]]]) -> list[Run]:
        met = Counter(group.sites[p] for group, positions in stretches for p in positions)
        met.update({self.start: 2, self.end: 2})
        runs = []
        for group, positions in stretches:
            leading = _without_dead_ends(group, positions, met)
            if len(leading) > 1:
                runs.append(Run.of(group, leading))
        return runs

    def runs_of(self, number: int, weights: np.ndarray) -> list[Run]:
        """The unbroken stretches of a group (by number) that may be used."""
        group = self.topology.groups[number]
        usable = [weights[segment] < UNREACHABLE for segment in group.segments]
        self._strike_unsuitable(group, usable)
        stretches = _between(group, self.access(number), usable)
        return [Run.of(group, positions, number) for _, positions in stretches]

    def _stretches(self, allowed: np.ndarray) -> Iterator[tuple[Group, list[int]]]:
        """Groups and the positions at which one can get in or out, for each unbroken stretch."""
        topology = self.topology
        numbers = np.flatnonzero(allowed[: len(topology.groups_in)]).tolist()
        inside = set(numbers)
        for number in {group for n in numbers for group in topology.groups_in[n]}:
            group = topology.groups[number]
            access = self.access(number)
            if len(access) < 2:
                continue
            if inside.issuperset(group.segments) and self._suits_all(group):
                yield group, access
                continue
            usable = [segment in inside for segment in group.segments]
            self._strike_unsuitable(group, usable)
            yield from _between(group, access, usable)

    def access(self, number: int) -> list[int]:
        """Where the site can be opened; at both ends of the route also where a duct ends."""
        access = self.topology.open_positions(number)
        group = self.topology.groups[number]
        closed = [
            end
            for end in group.ends
            if group.sites[end] in (self.start, self.end) and end not in access
        ]
        return sorted({*access, *closed}) if closed else access

    def _suits_all(self, group: Group) -> bool:
        return all(self.suitability.of(part) >= self.least for part in group.parts)

    def _strike_unsuitable(self, group: Group, usable: list[bool]) -> None:
        at = 0
        for part in group.parts:
            if self.suitability.of(part) < self.least:
                usable[at : at + part.size] = [False] * part.size
            at += part.size


def _without_dead_ends(group: Group, positions: list[int], met: Counter[int]) -> list[int]:
    """Cut off what leads to sites where nothing else can be reached."""
    first, last = 0, len(positions)
    while first < last and met[group.sites[positions[first]]] < 2:
        first += 1
    while first < last and met[group.sites[positions[last - 1]]] < 2:
        last -= 1
    return positions[first:last]


def ask_about(wanted: Iterable[tuple[Run, np.ndarray]], taken_among: TakenAmong) -> None:
    """Ask the ledger about lines (numbers) of runs, all at once, and note the answer there."""
    wanted = [(run, lines) for run, lines in wanted if len(lines)]
    if not wanted:
        return
    blocks = [run.sections[lines] for run, lines in wanted]
    sections = np.concatenate([block.ravel() for block in blocks])
    flags = np.isin(sections, taken_among(sections))
    at = 0
    for (run, lines), block in zip(wanted, blocks, strict=True):
        marks = flags[at : at + block.size].reshape(block.shape)
        at += block.size
        pieces = [p - run.positions[0] for p in run.positions[:-1]]
        run.taken[lines] = np.add.reduceat(marks, pieces, axis=1, dtype=np.int32)
        run.known[lines] = True


def _between(
    group: Group, access: list[int], usable: list[bool]
) -> Iterator[tuple[Group, list[int]]]:
    """The accessible positions of each unbroken stretch of usable segments."""
    for first, last in _unbroken(usable):
        positions = [p for p in access if first <= p <= last]
        if len(positions) > 1:
            yield group, positions


def _unbroken(usable: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last position of each unbroken stretch of usable segments."""
    changes = [n for n, (a, b) in enumerate(pairwise([False, *usable, False])) if a != b]
    yield from zip(changes[::2], changes[1::2], strict=True)
