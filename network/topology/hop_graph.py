"""All hops of the network: every stretch of a line between two sites that can be opened.

A flat, numeric copy of the groups for lower bounds over the whole city in a few milliseconds: what
a way would cost if nothing were taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.topology.lines import Group, Part

UNUSABLE = 1e7
"""Metres; stands for a segment or duct that must not be used. Larger ones would cost precision."""


@dataclass(frozen=True)
class HopGraph:
    """Hops as columns, and the sections of all groups one after another.

    A hop leads from site `u` to `v` (numbers) along positions `p` to `q` of a `group`, over the
    sections `first` to `last`; `cuts` counts the ends at which its ducts do not end.
    """

    group: np.ndarray
    p: np.ndarray
    q: np.ndarray
    u: np.ndarray
    v: np.ndarray
    cuts: np.ndarray
    first: np.ndarray
    last: np.ndarray
    segment: np.ndarray
    part: np.ndarray
    parts: tuple[Part, ...]

    @classmethod
    def of(cls, groups: Mapping[int, Group], access: Callable[[int], list[int]]) -> HopGraph:
        """The hops of the given groups (by number); `access` tells their open positions."""
        hops: list[tuple[int, ...]] = []
        segments: list[int] = []
        part_of: list[int] = []
        parts: dict[Part, int] = {}
        for number, group in groups.items():
            begin, sites, ends = len(segments), group.sites, group.ends
            for p, q in combinations(access(number), 2):
                cuts = (p not in ends) + (q not in ends)
                hops.append((number, p, q, sites[p], sites[q], cuts, begin + p, begin + q))
            segments += group.segments
            for part in group.parts:
                part_of += [parts.setdefault(part, len(parts))] * part.size
        columns = np.array(hops, np.int32).reshape(-1, 8).T
        return cls(*columns, np.array(segments, np.int32), np.array(part_of, np.int32), (*parts,))

    def patched(self, gone: Iterable[int], more: HopGraph) -> HopGraph:
        """Without the hops of some groups (numbers), with those of `more`."""
        keep = ~np.isin(self.group, np.fromiter(gone, np.int32))
        moved, offset = len(self.segment), len(self.parts)

        def joined(name: str, shift: int = 0) -> np.ndarray:
            return np.concatenate([getattr(self, name)[keep], getattr(more, name) + shift])

        names = ("group", "p", "q", "u", "v", "cuts")
        return HopGraph(
            *(joined(name) for name in names),
            joined("first", moved),
            joined("last", moved),
            np.concatenate([self.segment, more.segment]),
            np.concatenate([self.part, more.part + offset]),
            self.parts + more.parts,
        )

    def lengths(self, weights: np.ndarray, usable: np.ndarray) -> np.ndarray:
        """Per hop its metres, from `UNUSABLE` on if any of it must not be used.

        `weights` are metres per segment, `usable` flags per entry of `parts`.
        """
        metres = np.minimum(weights, UNUSABLE)[self.segment]
        metres[~usable[self.part]] = UNUSABLE
        run = np.concatenate([[0.0], np.cumsum(metres)])
        return run[self.last] - run[self.first]

    @cached_property
    def pairs(self) -> Pairs:
        """The pairs of sites that hops join, in both directions."""
        u, v = self.u.astype(np.int64), self.v.astype(np.int64)
        ends = np.concatenate([u << 32 | v, v << 32 | u])
        order = np.argsort(ends, kind="stable")
        ends, begins = np.unique(ends[order], return_index=True)
        return Pairs(order % max(len(u), 1), np.append(begins, len(order)), ends)

    @cached_property
    def priced(self) -> dict[tuple[object, ...], PricedHops]:
        """A few of these hops with prices, by what the prices depend on."""
        return {}


@dataclass(frozen=True)
class Pairs:
    """`hops[begins[n]:begins[n + 1]]` are the hops between the sites of pair n."""

    hops: np.ndarray
    begins: np.ndarray
    ends: np.ndarray

    @cached_property
    def source(self) -> np.ndarray:
        return (self.ends >> 32).astype(np.int32)

    @cached_property
    def target(self) -> np.ndarray:
        return (self.ends & 0xFFFFFFFF).astype(np.int32)


class PricedHops:
    """Hops with what each costs in metres, from `UNUSABLE` on if it must not be used."""

    def __init__(self, hops: HopGraph, costs: np.ndarray) -> None:
        self.hops, self.costs, pairs = hops, costs, hops.pairs
        self.cheapest = np.empty(0)
        if len(costs):
            self.cheapest = np.minimum.reduceat(costs[pairs.hops], pairs.begins[:-1])

    def distances(self, source: int, limit: float, among: np.ndarray) -> np.ndarray:
        """What it costs at least from a site to every other, infinite beyond the limit.

        Only ways over the sites flagged in `among` count.
        """
        pairs = self.hops.pairs
        distances = np.full(len(among), np.inf)
        if not among[source]:
            return distances
        known = np.flatnonzero(among)
        number = np.full(len(among), -1, np.int32)
        number[known] = np.arange(len(known))
        usable = (self.cheapest < UNUSABLE) & among[pairs.source] & among[pairs.target]
        degree = np.bincount(number[pairs.source[usable]], minlength=len(known))
        first = np.concatenate([[0], np.cumsum(degree)]).astype(np.int32)
        graph = csr_matrix(
            (self.cheapest[usable], number[pairs.target[usable]], first),
            shape=(len(known), len(known)),
        )
        distances[known] = dijkstra(graph, indices=number[source], limit=limit)
        return distances

    def on_ways(self, from_start: np.ndarray, from_end: np.ndarray, limit: float) -> np.ndarray:
        """The hops (row numbers) that can lie on a way of at most this cost."""
        pairs = self.hops.pairs
        rest = limit - from_start[pairs.source] - from_end[pairs.target]
        near = np.flatnonzero((self.cheapest <= rest) & (self.cheapest < UNUSABLE))
        counts = pairs.begins[near + 1] - pairs.begins[near]
        offsets = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        rows = pairs.hops[np.repeat(pairs.begins[near], counts) + offsets]
        good = (self.costs[rows] <= np.repeat(rest[near], counts)) & (self.costs[rows] < UNUSABLE)
        return np.unique(rows[good])
