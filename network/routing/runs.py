"""Runs: the stretches of lines that a search may use, with what is taken of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from network.routing.requirement import Suitability, Suits
from network.topology import Topology
from network.topology.lines import Group


@dataclass(slots=True)
class Run:
    """Like lines between the positions at which one can get in or out; positions are the group's.

    A piece lies between two neighbouring positions. `taken` (lines × pieces) counts the sections
    of a piece that are taken.
    """

    group: Group
    positions: list[int]
    taken: np.ndarray = field(default_factory=lambda: np.empty((0, 0), np.int32))

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
        runs = list(self._all_runs(allowed))
        met = Counter(run.site(p) for run in runs for p in run.positions)
        trimmed = (self._without_dead_ends(run, met) for run in runs)
        return [run for run in trimmed if len(run.positions) > 1]

    def _all_runs(self, allowed: np.ndarray) -> Iterator[Run]:
        topology = self.topology
        inside = allowed.tolist()
        numbers = np.flatnonzero(allowed[: len(topology.groups_in)]).tolist()
        for number in {group for n in numbers for group in topology.groups_in[n]}:
            group = topology.groups[number]
            usable = [inside[segment] for segment in group.segments]
            self._strike_unsuitable(group, usable)
            for first, last in _stretches(usable):
                positions = [p for p in range(first, last + 1) if self._has_access(group, p)]
                if len(positions) > 1:
                    yield Run(group, positions)

    def _strike_unsuitable(self, group: Group, usable: list[bool]) -> None:
        at = 0
        for part in group.parts:
            if self.suitability.of(part) < self.least:
                usable[at : at + part.size] = [False] * part.size
            at += part.size

    def _has_access(self, group: Group, position: int) -> bool:
        """Where the site can be opened; at both ends of the route also where a duct ends."""
        site = group.sites[position]
        if self.topology.can_open[site]:
            return True
        return position in group.ends and site in (self.start, self.end)

    def _without_dead_ends(self, run: Run, met: Counter[int]) -> Run:
        """Cut off what leads to sites where nothing else can be reached."""
        kept = [p for p in run.positions if self._leads_on(run.site(p), met)]
        if len(kept) > 1:
            inner = range(kept[0], kept[-1] + 1)
            return Run(run.group, [p for p in run.positions if p in inner])
        return Run(run.group, kept)

    def _leads_on(self, site: int, met: Counter[int]) -> bool:
        return met[site] > 1 or site in (self.start, self.end)


def mark_taken(runs: Iterable[Run], taken_among: Callable[[np.ndarray], np.ndarray]) -> None:
    """Ask the ledger about the sections of all runs at once and note the answer in each.

    `taken_among` returns those of the given section ids that are taken.
    """
    runs = list(runs)
    if not runs:
        return
    shapes = [run.sections.shape for run in runs]
    sections = np.concatenate([run.sections.ravel() for run in runs])
    flags = np.isin(sections, taken_among(sections))
    at = 0
    for run, (lines, length) in zip(runs, shapes, strict=True):
        block = flags[at : at + lines * length].reshape(lines, length)
        at += lines * length
        pieces = [p - run.positions[0] for p in run.positions[:-1]]
        run.taken = np.add.reduceat(block, pieces, axis=1, dtype=np.int32)


def _stretches(usable: list[bool]) -> Iterator[tuple[int, int]]:
    """First and last position of each unbroken stretch of usable segments."""
    if all(usable):
        yield 0, len(usable)
        return
    changes = [n for n, (a, b) in enumerate(pairwise([False, *usable, False])) if a != b]
    yield from zip(changes[::2], changes[1::2], strict=True)
