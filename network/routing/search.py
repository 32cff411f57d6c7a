"""The best way for one requirement, proven best, without looking at the whole city.

A way of ducts is also a way along their segments, so the distances in the plain graph of segments
from both ends bound what any way through a segment costs. Only segments whose bound lies within a
limit are looked at, with all that is taken there. If the best way found costs no more than the
limit, none can be better: every cheaper one would lie within the limit too. Otherwise the limit
grows to the cost found, or, where nothing was found, step by step to everything.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from network.routing.corridor import Corridor, Corridors
from network.routing.requirement import Suits
from network.routing.runs import Ground, Run, mark_taken
from network.routing.strips import Companions, strips_of
from network.routing.way_graph import ChangeCosts, Way, WayGraph

TakenAmong = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Search:
    """One question put to one topology.

    `weights` are metres per segment, `taken_among` tells which of an array of section ids are
    taken.
    """

    ground: Ground
    weights: np.ndarray
    costs: ChangeCosts
    tubes: int
    taken_among: TakenAmong

    @cached_property
    def corridors(self) -> Corridors:
        return Corridors(self.ground.topology, *self.ends, self.weights)

    @property
    def ends(self) -> tuple[int, int]:
        return self.ground.start, self.ground.end

    def best(self) -> Way | None:
        """The cheapest free way, None if there is none at all."""
        for corridor in self.corridors.growing():
            way = self._best_within(corridor)
            if way is not None and way.cost_m > corridor.limit_m:
                # A hair more, lest rounding shuts out the very way that was found.
                way = self._best_within(self.corridors.within(way.cost_m * (1 + 1e-9) + 1e-6))
            if way is not None:
                return way
        return None

    def _best_within(self, corridor: Corridor) -> Way | None:
        runs = self.runs_within(corridor)
        companions = Companions(runs) if self.tubes > 1 else None
        costs = self.costs.times(self.tubes)
        graph = WayGraph(self.ground.topology, self.ends, self.weights, costs)
        for run in runs:
            for strip in strips_of(run, self.tubes, companions):
                graph.add(strip)
        return graph.shortest()

    def runs_within(self, corridor: Corridor, least: Suits = Suits.YES) -> list[Run]:
        """The runs inside a corridor with what is taken of them."""
        runs = replace(self.ground, least=least).runs_in(corridor.allowed)
        mark_taken(runs, self.taken_among)
        return runs

    def priced(self, weights: np.ndarray) -> Search:
        """The same question with other weights."""
        return replace(self, weights=weights)
