"""Ways as legs along strips, and the small graph of hops in which they are looked for."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.routing.hop_bounds import HopBounds, Scope
from network.routing.strips import Strip
from network.topology.hop_graph import UNUSABLE


class Leg(NamedTuple):
    """A way along one strip, from one index into the positions of its run to another."""

    strip: Strip
    enters: int
    leaves: int


@dataclass(frozen=True)
class Way:
    cost_m: float
    legs: tuple[Leg, ...]


class Passage(NamedTuple):
    """A hop (row number) in the direction of travel."""

    hop: int
    turned: bool


class ScopeGraph:
    """The hops of a scope; those found to be taken are struck out one after another."""

    def __init__(self, bounds: HopBounds, scope: Scope) -> None:
        hops, rows = bounds.hops, scope.hops
        self.rows, self.coupling_m = rows, bounds.costs.coupling_m
        self.groups = hops.group[rows]
        self._by_group = np.argsort(self.groups, kind="stable")
        self._cost = bounds.priced.costs[rows]
        terminals = np.array([bounds.ground.start, bounds.ground.end])
        ends = np.concatenate([hops.u[rows], hops.v[rows], terminals])
        self.sites, nodes = np.unique(ends, return_inverse=True)
        u, v = nodes[:-2].reshape(2, -1)
        source, target = np.concatenate([u, v]), np.concatenate([v, u])
        self.start, self.end = nodes[-2:]
        self._order = np.argsort(source, kind="stable")
        self._target = target[self._order].astype(np.int32)
        degree = np.bincount(source, minlength=len(self.sites))
        self._first = np.concatenate([[0], np.cumsum(degree)]).astype(np.int32)

    def of_group(self, group: int) -> np.ndarray:
        """The places in `rows` of a group's hops."""
        ordered = self.groups[self._by_group]
        span = slice(*np.searchsorted(ordered, [group, group + 1]))
        return self._by_group[span]

    def strike(self, places: np.ndarray) -> None:
        """Use these hops (places in `rows`) no more."""
        self._cost[places] = 2 * UNUSABLE

    def _graph(self) -> csr_matrix:
        cost = np.concatenate([self._cost, self._cost])[self._order]
        size = len(self.sites)
        return csr_matrix((cost, self._target, self._first), shape=(size, size))

    def shortest(self) -> tuple[float, list[Passage]] | None:
        """The cheapest chain of hops from start to end with its cost."""
        graph = self._graph()
        distance, before = dijkstra(
            graph, indices=self.start, return_predecessors=True, limit=UNUSABLE
        )
        if not np.isfinite(distance[self.end]):
            return None
        way = [int(self.end)]
        while way[-1] != self.start:
            way.append(int(before[way[-1]]))
        chain = [self._passage(a, b, graph.data) for a, b in pairwise(way[::-1])]
        return float(distance[self.end]) - self.coupling_m, chain

    def _passage(self, source: int, target: int, cost: np.ndarray) -> Passage:
        """The cheapest hop between two nodes."""
        first, last = self._first[source], self._first[source + 1]
        there = first + np.flatnonzero(self._target[first:last] == target)
        edge = int(self._order[there[np.argmin(cost[there])]])
        return Passage(int(self.rows[edge % len(self.rows)]), edge >= len(self.rows))

    def reached(self) -> tuple[np.ndarray, np.ndarray]:
        """The sites that can be reached from the start, and those from the end."""
        distance = dijkstra(self._graph(), indices=[self.start, self.end], limit=UNUSABLE)
        return tuple(self.sites[np.isfinite(row)] for row in distance)  # type: ignore[return-value]
