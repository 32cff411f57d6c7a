"""All hops of the network: the stretches of lines between sites at which one can get in or out.

A flat, numeric copy of the groups, so that questions about the whole city take milliseconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any, NamedTuple, TypeVar

import numpy as np

from network.topology.core import Core
from network.topology.lines import Group, Part

_Columns = TypeVar("_Columns", "Hops", "Steps", "Sections", "Accesses")


class Hops(NamedTuple):
    """A hop leads along positions `p` to `q` of a group, from site `u` to `v` (numbers).

    `cuts` counts the ends at which its ducts do not end.
    """

    group: np.ndarray
    p: np.ndarray
    q: np.ndarray
    u: np.ndarray
    v: np.ndarray
    cuts: np.ndarray


class Steps(NamedTuple):
    """The segments (numbers) that groups pass one after another, and the parts they lie in."""

    group: np.ndarray
    segment: np.ndarray
    part: np.ndarray


class Sections(NamedTuple):
    """The sections (ids) of groups, line by line."""

    group: np.ndarray
    id: np.ndarray


class Accesses(NamedTuple):
    """Where a group's hops begin and end; `inner` if they lead on to both sides there."""

    group: np.ndarray
    site: np.ndarray
    inner: np.ndarray


@dataclass(frozen=True)
class HopGraph:
    """The rows of a group stand together in each of the tables."""

    hops: Hops
    steps: Steps
    sections: Sections
    accesses: Accesses
    parts: tuple[Part, ...]
    core: Core

    @classmethod
    def of(
        cls,
        groups: Mapping[int, Group],
        positions: Callable[[int], list[int]],
        can_open: np.ndarray,
    ) -> HopGraph:
        """The hops of groups (by number); `positions` tells where those of one may begin."""
        tables, parts = _tables_of(groups, positions, ())
        core = Core.of(*_ends(tables[0]), _inner_sites(tables[3], can_open))
        return cls(*tables, parts, core)

    def patched(
        self,
        gone: Iterable[int],
        more: Mapping[int, Group],
        positions: Callable[[int], list[int]],
        can_open: np.ndarray,
    ) -> HopGraph:
        """Without the hops of some groups (numbers), with those of `more`."""
        added, parts = _tables_of(more, positions, self.parts)
        strange = np.zeros(max(self._most_number, *gone, *more, 0) + 1, bool)
        strange[list(gone)] = True
        keep = ~strange[self.hops.group]
        hops, steps, sections, accesses = (
            _joined(old, ~strange[old.group], new)
            for old, new in zip(
                (self.hops, self.steps, self.sections, self.accesses), added, strict=True
            )
        )
        rows = np.where(keep, np.cumsum(keep) - 1, -1)
        core = self.core.patched(rows, *_ends(hops), _inner_sites(accesses, can_open))
        return HopGraph(hops, steps, sections, accesses, parts, core)

    @property
    def _most_number(self) -> int:
        return int(self.steps.group.max(initial=0))

    @cached_property
    def first(self) -> np.ndarray:
        """The step with which each hop begins; `last` is the one behind its end."""
        begins = np.zeros(self._most_number + 1, np.int32)
        starts = _starts(self.steps.group)
        begins[self.steps.group[starts]] = starts
        return begins[self.hops.group] + self.hops.p

    @cached_property
    def last(self) -> np.ndarray:
        return self.first + (self.hops.q - self.hops.p)

    def sums(self, values: np.ndarray, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Per hop the sum of values (metres) per segment."""
        run = np.concatenate([[0.0], np.cumsum(values[self.steps.segment])])
        return run[self.last[rows]] - run[self.first[rows]]

    def in_parts(self, flags: np.ndarray) -> np.ndarray:
        """Per hop whether any of it lies in a flagged part."""
        run = np.concatenate([[0], np.cumsum(flags[self.steps.part], dtype=np.int32)])
        return run[self.last] > run[self.first]

    def hops_through(self, segments: np.ndarray) -> np.ndarray:
        """The hops (row numbers) of groups that pass a flagged segment."""
        groups = np.zeros(self._most_number + 1, bool)
        groups[self.steps.group[segments[self.steps.segment]]] = True
        return np.flatnonzero(groups[self.hops.group])

    def free(self, taken: np.ndarray) -> np.ndarray:
        """Per hop whether in one line at least none of its sections is among those taken (ids)."""
        flags = np.isin(self.sections.id, taken)
        step, ends = self._step_of_sections
        stops = np.flatnonzero(flags | ends)
        until = step[stops] + ~flags[stops]
        furthest = np.zeros(len(self.steps.group), np.int32)
        np.maximum.at(furthest, step, np.repeat(until, np.diff(stops, prepend=-1)))
        return furthest[self.first] >= self.last

    @cached_property
    def _step_of_sections(self) -> tuple[np.ndarray, np.ndarray]:
        """The step of each section, and whether it is the last one of its line."""
        steps, sections = _starts(self.steps.group), _starts(self.sections.group)
        rows = np.diff(sections, append=len(self.sections.group))
        sizes = np.repeat(np.diff(steps, append=len(self.steps.group)), rows).astype(np.int32)
        along = np.arange(len(sizes), dtype=np.int32) - np.repeat(sections, rows).astype(np.int32)
        along %= sizes
        return along + np.repeat(steps, rows).astype(np.int32), along == sizes - 1

    @cached_property
    def remembered(self) -> dict[str, dict[tuple[Any, ...], Any]]:
        """A few answers about these hops, by what they depend on."""
        return {}


def _starts(group: np.ndarray) -> np.ndarray:
    """The first row of each group."""
    return np.flatnonzero(np.diff(group, prepend=-1))


def _ends(hops: Hops) -> tuple[np.ndarray, np.ndarray]:
    return hops.u, hops.v


def _inner_sites(accesses: Accesses, can_open: np.ndarray) -> np.ndarray:
    """A flag per site: whether a way may lead through it without a loss.

    Where all hops are of one group and lead to the same side, whoever goes in comes out the same
    way: the line taken to there is free on the nearer part, too, so the site can be left out.
    """
    size = len(can_open)
    count = np.bincount(accesses.site, minlength=size)
    both_sides = np.bincount(accesses.site[accesses.inner], minlength=size)
    return can_open & ((count > 1) | (both_sides > 0))


def _joined(old: _Columns, keep: np.ndarray, new: _Columns) -> _Columns:
    columns = zip(old, new, strict=True)
    return type(old)(*(np.concatenate([column[keep], more]) for column, more in columns))


def _tables_of(
    groups: Mapping[int, Group],
    positions: Callable[[int], list[int]],
    known: tuple[Part, ...],
) -> tuple[tuple[Hops, Steps, Sections, Accesses], tuple[Part, ...]]:
    hops: list[tuple[int, ...]] = []
    steps: list[tuple[int, int, int]] = []
    accesses: list[tuple[int, int, bool]] = []
    parts = {part: n for n, part in enumerate(known)}
    for number, group in groups.items():
        sites, ends, places = group.sites, group.ends, positions(number)
        for p, q in combinations(places, 2):
            cuts = (p not in ends) + (q not in ends)
            hops.append((number, p, q, sites[p], sites[q], cuts))
        outer = places[:1] + places[-1:]
        accesses += [(number, sites[p], p not in outer) for p in places]
        part_of = [
            n for part in group.parts for n in [parts.setdefault(part, len(parts))] * part.size
        ]
        steps += [(number, *step) for step in zip(group.segments, part_of, strict=True)]
    sections = [np.empty(0, np.int64), *(group.sections.ravel() for group in groups.values())]
    sizes = [group.sections.size for group in groups.values()]
    return (
        Hops(*_columns(hops, 6)),
        Steps(*_columns(steps, 3)),
        Sections(np.repeat(np.array([*groups], np.int32), sizes), np.concatenate(sections)),
        _accesses(accesses),
    ), (*parts,)


def _columns(rows: list[tuple[int, ...]], width: int) -> np.ndarray:
    return np.ascontiguousarray(np.array(rows, np.int32).reshape(-1, width).T)


def _accesses(rows: list[tuple[int, int, bool]]) -> Accesses:
    group, site, inner = _columns(rows, 3)
    return Accesses(group, site, inner.astype(bool))
