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
from dataclasses import dataclass, replace

import numpy as np

from network.routing.hop_bounds import ChangeCosts, HopBounds, Scope
from network.routing.runs import Ground, Run, TakenAmong, ask_about
from network.routing.strips import Companions, Strip, free_pieces, furthest
from network.routing.way import Leg, Passage, ScopeGraph, Way

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

    @property
    def ends(self) -> tuple[int, int]:
        return self.ground.start, self.ground.end

    def best(self) -> Way | None:
        """The cheapest free way, None if there is none at all."""
        bounds = HopBounds(self.ground, self.weights, self.costs.times(self.tubes))
        for scope in bounds.growing():
            way, is_final = _Attempt(self, bounds, scope).best()
            if way is not None and way.cost_m > scope.limit_m:
                # A little more, lest rounding shuts out the very way that was found.
                way, is_final = _Attempt(self, bounds, bounds.within(way.cost_m + 0.1)).best()
            if way is not None or is_final:
                return way
        return None

    def priced(self, weights: np.ndarray) -> Search:
        """The same question with other weights."""
        return replace(self, weights=weights)


class _Attempt:
    """The search inside one scope."""

    def __init__(self, search: Search, bounds: HopBounds, scope: Scope) -> None:
        self.search, self.bounds, self.scope = search, bounds, scope
        self.graph = ScopeGraph(bounds, scope)
        self._runs: dict[int, list[Run]] = {}

    def best(self) -> tuple[Way | None, bool]:
        """The best way; True if that there is none holds for all the city."""
        while (found := self.graph.shortest()) is not None:
            cost, chain = found
            legs = [self._leg(passage) for passage in chain]
            unsure = [leg.strip for leg in legs if not self._is_free(leg)]
            if not unsure:
                return Way(cost, tuple(legs)), True
            self._ask(unsure)
            for strip in unsure:
                self._strike_taken(strip)
        return None, not all(
            self.bounds.leads_out(sites, self.scope) for sites in self.graph.reached()
        )

    def _leg(self, passage: Passage) -> Leg:
        hops, hop = self.bounds.hops, passage.hop
        p, q = int(hops.p[hop]), int(hops.q[hop])
        run = self._run_with(int(hops.group[hop]), p)
        ends = run.positions.index(p), run.positions.index(q)
        strip = Strip(run, *ends, self._companions(run))
        return Leg(strip, *(ends[::-1] if passage.turned else ends))

    def _runs_of(self, group: int) -> list[Run]:
        """The usable stretches of a group; knowledge about what is taken is kept in them."""
        runs = self._runs.get(group)
        if runs is None:
            ground = self.search.ground
            runs = self._runs[group] = ground.runs_of(group, self.search.weights)
        return runs

    def _run_with(self, group: int, position: int) -> Run:
        """The run in which a hop from this position on lies."""
        return next(
            run for run in self._runs_of(group) if run.positions[0] <= position < run.positions[-1]
        )

    def _companions(self, run: Run) -> Companions | None:
        """What may run beside, looked up only where several tubes are asked for."""
        if self.search.tubes == 1:
            return None
        topology = self.search.ground.topology
        first, last = run.positions[0], run.positions[-1]
        beside = {n for s in run.group.segments[first:last] for n in topology.groups_at(s)}
        return Companions(r for number in sorted(beside) for r in self._runs_of(number))

    def _is_free(self, leg: Leg) -> bool:
        """Whether enough tubes are known to be free along it."""
        return len(leg.strip.free_strands(leg.strip.first, leg.strip.last)) >= self.search.tubes

    def _ask(self, strips: list[Strip]) -> None:
        """Ask the ledger about more lines that could run along the strips."""
        wanted: dict[Run, set[int]] = defaultdict(set)
        for strip in strips:
            most = None if strip.run.known.any() else self.search.tubes + FIRST_LOOK
            for run, lines in strip.unknown_lines(most).items():
                wanted[run].update(lines)
        asked = [(run, np.array(sorted(lines), np.int64)) for run, lines in wanted.items()]
        ask_about(asked, self.search.taken_among)

    def _strike_taken(self, strip: Strip) -> None:
        """Strike out the hops along the strip's run for which too few tubes can be free."""
        run, hops = strip.run, self.bounds.hops
        free = free_pieces(strip.strands(), len(run.positions) - 1)
        until = furthest(free, self.search.tubes)
        index = {position: n for n, position in enumerate(run.positions)}
        places = self.graph.of_group(run.number)
        for place, row in zip(places.tolist(), self.graph.rows[places].tolist(), strict=True):
            first, last = index.get(int(hops.p[row])), index.get(int(hops.q[row]))
            if first is not None and last is not None and until[first] < last:
                self.graph.strike(np.array([place]))
