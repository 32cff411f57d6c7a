"""The graph of sites in which ways are looked for; hops found to be taken are struck out."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.routing.costs import Prices
from network.topology.hop_graph import HopGraph

_ANY = 1e12
"""Metres; a limit above all ways, but below what is infinite."""


class Passage(NamedTuple):
    """A hop (row number) in the direction of travel."""

    hop: int
    turned: bool


class WayGraph:
    """The core of the network, and the hops that join the two ends to it if they do not belong."""

    def __init__(self, graph: HopGraph, prices: Prices, start: int, end: int) -> None:
        self.hops, self.core, self.prices = graph.hops, graph.core, prices
        self.start, self.end = start, end
        self._spurs = self._hops_outside()

    def _hops_outside(self) -> np.ndarray:
        """Hops at ends that do not belong to the core, from sites where a way can go on."""
        u, v = self.hops.u, self.hops.v
        outer = [end for end in (self.start, self.end) if not self.core.inner[end]]
        found = [np.flatnonzero((u == end) | (v == end)) for end in outer]
        rows = np.unique(np.concatenate([np.empty(0, np.int64), *found]))
        reachable = self.core.inner.copy()
        reachable[[self.start, self.end]] = True
        return rows[reachable[u[rows]] & reachable[v[rows]] & (u[rows] != v[rows])]

    def strike(self, rows: np.ndarray) -> None:
        """Use these hops no more."""
        costs = self.prices.hops.copy()
        costs[rows] = np.inf
        self.prices = Prices(costs, self.core.cheapest_after(self.prices.pairs, costs, rows))

    def shortest(self, limit_m: float) -> tuple[float, list[Passage]] | None:
        """The cheapest chain of hops from start to end of at most this cost, with its cost."""
        distance, before = dijkstra(
            self._graph(), indices=self.start, return_predecessors=True, limit=min(limit_m, _ANY)
        )
        if not np.isfinite(distance[self.end]):
            return None
        way = [self.end]
        while way[-1] != self.start:
            way.append(int(before[way[-1]]))
        chain = [self._passage(a, b) for a, b in pairwise(way[::-1])]
        return float(distance[self.end]), chain

    def _graph(self) -> csr_matrix:
        edges = self.core.edges
        costs = self.prices.pairs[edges.data]
        if not len(self._spurs):
            return csr_matrix((costs, edges.indices, edges.indptr), shape=edges.shape)
        source, target = self._spur_ends()
        order = np.argsort(source, kind="stable")
        source, target = source[order], target[order]
        at = edges.indptr[source]
        spur_costs = np.tile(self.prices.hops[self._spurs], 2)[order]
        more = np.searchsorted(source, np.arange(len(edges.indptr)))
        return csr_matrix(
            (
                np.insert(costs, at, spur_costs),
                np.insert(edges.indices, at, target),
                (edges.indptr + more).astype(np.int32),
            ),
            shape=edges.shape,
        )

    def _spur_ends(self) -> tuple[np.ndarray, np.ndarray]:
        u, v = self.hops.u[self._spurs], self.hops.v[self._spurs]
        return np.concatenate([u, v]), np.concatenate([v, u])

    def _passage(self, source: int, target: int) -> Passage:
        """The cheapest hop between two neighbouring sites."""
        u, v = self.hops.u, self.hops.v
        if self.core.inner[source] and self.core.inner[target]:
            rows = self.core.rows_of(int(self.core.pair_of(np.int64(source), np.int64(target))))
        else:
            ends = {source, target}
            rows = np.array([r for r in self._spurs.tolist() if {int(u[r]), int(v[r])} == ends])
        hop = int(rows[np.argmin(self.prices.hops[rows])])
        return Passage(hop, bool(u[hop] == target))
