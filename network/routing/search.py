"""The best way for one requirement, proven best, without looking at the whole city.

Two bounds keep the search small and its answer exact:

* What a way costs if nothing is taken is quickly told for the whole city (`HopBounds`). Distances
  from both ends bound what any way over a hop costs, so only hops whose bound lies within a limit
  are looked at. A way found that costs no more than the limit is the best of all; otherwise the
  limit grows to its cost, or, where there is none, step by step to everything.
* What is taken can only make ways longer. So the search begins as if all were free, asks the ledger
  about the ducts of the way it found, and searches again with the answer, until the best way is one
  that is known to be free.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from network.routing.corridor import Corridor, Corridors
from network.routing.hop_bounds import HopBounds, Scope
from network.routing.runs import Ground, Run, TakenAmong, ask_about
from network.routing.strips import Companions, Strip, strips_of
from network.routing.way_graph import ChangeCosts, Way, WayGraph
from network.topology import Topology
from network.topology.street_graph import UNREACHABLE

FIRST_LOOK = 2
"""How many lines more than needed a run is first asked about."""


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
        bounds = HopBounds(self.ground, self.weights, self.costs.times(self.tubes))
        for scope in bounds.growing():
            way, is_final = self._best_within(scope, bounds)
            if way is not None and way.cost_m > scope.limit_m:
                # A little more, lest rounding shuts out the very way that was found.
                way, is_final = self._best_within(bounds.within(way.cost_m + 0.1), bounds)
            if way is not None or is_final:
                return way
        return None

    def priced(self, weights: np.ndarray) -> Search:
        """The same question with other weights."""
        return replace(self, weights=weights)

    def _best_within(self, scope: Scope, bounds: HopBounds) -> tuple[Way | None, bool]:
        """The best way inside a scope; True if that it found none holds for all the city."""
        runs = bounds.runs_in(scope)
        companions = Companions(runs) if self.tubes > 1 else None
        topology = self.ground.topology
        graph = WayGraph(topology, self.ends, self.weights, self.costs.times(self.tubes))
        for run in runs:
            graph.put(run, strips_of(run, self.tubes, companions))
        while (way := graph.shortest()) is not None:
            unsure = self._unsure(way)
            if not unsure:
                return way, True
            for run in self._ask(unsure, companions):
                graph.put(run, strips_of(run, self.tubes, companions))
        return None, not all(
            bounds.leads_out(graph.reached_from(end=end) | {self.ends[end]}, scope)
            for end in (False, True)
        )

    def left_out_of(self, corridor: Corridor) -> np.ndarray:
        """A flag per segment: whether it could be used but lies outside the corridor."""
        return (self.weights < UNREACHABLE) & ~corridor.allowed

    def _unsure(self, way: Way) -> list[Strip]:
        """The strips of the way of which not enough tubes are known to be free."""
        return [
            leg.strip
            for leg in way.legs
            if len(leg.strip.free_strands(*sorted((leg.enters, leg.leaves)))) < self.tubes
        ]

    def _ask(self, strips: list[Strip], companions: Companions | None) -> Iterable[Run]:
        """Ask the ledger about more lines of the strips; returns the runs that may have changed."""
        wanted: dict[Run, set[int]] = defaultdict(set)
        for strip in strips:
            most = None if strip.run.known.any() else self.tubes + FIRST_LOOK
            for run, lines in strip.unknown_lines(most).items():
                wanted[run].update(lines)
        asked = [(run, np.array(sorted(lines), np.int64)) for run, lines in wanted.items()]
        ask_about(asked, self.taken_among)
        if companions is None:
            return wanted
        return companions.beside(wanted)


def leads_out(sites: Iterable[int], left_out: np.ndarray, topology: Topology) -> bool:
    """Whether ducts at one of the sites run on in segments that a corridor leaves out."""
    around = {segment for site in sites for segment in topology.segments_at(site)}
    groups = {number for segment in around for number in topology.groups_at(segment)}
    return any(left_out[list(topology.groups[number].segments)].any() for number in groups)
