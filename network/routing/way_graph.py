"""The graph of ducts: shortest way through strips, with what every change of duct costs.

A strip has a node at each of its positions, an opened site one node of its own. Staying in the
strip costs the length, leaving or entering it at a site half a coupler, and a cut where its ducts
do not end there. At both ends of the route nothing is coupled, so only a cut may be due.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.routing.runs import Run
from network.routing.strips import Strip
from network.topology import Topology
from network.topology.street_graph import UNREACHABLE

_START, _END = 0, 1


class ChangeCosts(NamedTuple):
    """What a planned change is worth in metres of way."""

    cut_m: float
    coupling_m: float

    def times(self, tubes: int) -> ChangeCosts:
        return ChangeCosts(self.cut_m * tubes, self.coupling_m * tubes)


class Leg(NamedTuple):
    """A way along one strip, from one index into the positions of its run to another."""

    strip: Strip
    enters: int
    leaves: int


@dataclass(frozen=True)
class Way:
    cost_m: float
    legs: tuple[Leg, ...]


@dataclass
class _Edges:
    source: list[int] = field(default_factory=list)
    target: list[int] = field(default_factory=list)
    weight: list[float] = field(default_factory=list)

    def add(self, source: int, target: int, weight: float) -> None:
        self.source.append(source)
        self.target.append(target)
        self.weight.append(weight)

    def as_graph(self, size: int) -> csr_matrix:
        """Parallel edges stay apart: scipy would add them up while building."""
        source = np.array(self.source, np.int32)
        order = np.argsort(source, kind="stable")
        first_edge = np.concatenate([[0], np.cumsum(np.bincount(source, minlength=size))])
        return csr_matrix(
            (np.array(self.weight)[order], np.array(self.target, np.int32)[order], first_edge),
            shape=(size, size),
        )


class WayGraph:
    """Built for one search; `weights` are metres per segment.

    What is learnt about a run while searching replaces its strips.
    """

    def __init__(
        self,
        topology: Topology,
        ends: tuple[int, int],
        weights: np.ndarray,
        costs: ChangeCosts,
    ) -> None:
        self.can_open, self.costs = topology.can_open, costs
        self._metres: list[float] = weights.tolist()
        self.start, self.end = ends
        self._edges = _Edges()
        self._site_nodes: dict[int, int] = {}
        self._places: list[tuple[Strip, int] | None] = [None, None]
        self._edges_of: dict[Run, slice] = {}

    def put(self, run: Run, strips: Iterable[Strip]) -> None:
        """Let the run consist of these strips from now on."""
        old = self._edges_of.get(run, slice(0, 0))
        self._edges.weight[old] = [UNREACHABLE] * (old.stop - old.start)
        before = len(self._edges.weight)
        for strip in strips:
            self._add(strip)
        self._edges_of[run] = slice(before, len(self._edges.weight))

    def _add(self, strip: Strip) -> None:
        run, edges, weights = strip.run, self._edges, self._metres
        node = before = len(self._places)
        for index in range(strip.first, strip.last + 1):
            self._places.append((strip, index))
            position = run.positions[index]
            if index > strip.first:
                passed = run.group.segments[run.positions[index - 1] : position]
                length = sum(weights[segment] for segment in passed)
                edges.add(before, node, length)
                edges.add(node, before, length)
            self._connect(node, run.site(position), position in run.group.ends)
            before, node = node, len(self._places)

    def _connect(self, node: int, site: int, is_end: bool) -> None:
        cut = 0.0 if is_end else self.costs.cut_m
        if site == self.start:
            self._edges.add(_START, node, cut)
        if site == self.end:
            self._edges.add(node, _END, cut)
        if self.can_open[site]:
            change = cut + self.costs.coupling_m / 2
            at_site = self._site_node(site)
            self._edges.add(node, at_site, change)
            self._edges.add(at_site, node, change)

    def _site_node(self, site: int) -> int:
        node = self._site_nodes.get(site)
        if node is None:
            node = self._site_nodes[site] = len(self._places)
            self._places.append(None)
        return node

    def reached_from(self, *, end: bool) -> set[int]:
        """The sites of all places that a way from one of the ends can come to."""
        if not self._edges.source:
            return set()
        graph = self._edges.as_graph(len(self._places))
        distance = dijkstra(
            graph.T.tocsr() if end else graph,
            directed=True,
            indices=_END if end else _START,
            limit=UNREACHABLE / 2,
        )
        places = (self._places[node] for node in np.flatnonzero(np.isfinite(distance)).tolist())
        return {s.run.site(s.run.positions[index]) for s, index in filter(None, places)}

    def shortest(self) -> Way | None:
        """The cheapest way from start to end, None if there is none."""
        if not self._edges.source:
            return None
        distance, before = dijkstra(
            self._edges.as_graph(len(self._places)),
            directed=True,
            indices=_START,
            return_predecessors=True,
            limit=UNREACHABLE / 2,
        )
        if not np.isfinite(distance[_END]):
            return None
        nodes = [_END]
        while nodes[-1] != _START:
            nodes.append(int(before[nodes[-1]]))
        return Way(float(distance[_END]), tuple(self._legs(nodes[::-1])))

    def _legs(self, nodes: list[int]) -> list[Leg]:
        legs: list[Leg] = []
        previous: Strip | None = None
        for node in nodes:
            place = self._places[node]
            if place is not None and place[0] is previous:
                legs[-1] = legs[-1]._replace(leaves=place[1])
            elif place is not None:
                legs.append(Leg(place[0], place[1], place[1]))
            previous = place[0] if place else None
        return [leg for leg in legs if leg.enters != leg.leaves]
