"""The best way for one requirement.

What the ledger says of whole tubes is known for all the city beforehand, so the cheapest chain of
hops that are free is the answer. What is not known beforehand (room for a cable, tubes side by side
out of several groups) is taken for free until a way wants it: then the ledger or the neighbours are
asked, what cannot serve is struck out, and the search goes on until its best way is known to be
free. Nothing that is learnt can make a way shorter, so that way is the best of all.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

import numpy as np

from network.routing.costs import ChangeCosts, HopCosts
from network.routing.ledger import Ledger
from network.routing.runs import Ground, Run, ask_about
from network.routing.strips import Companions, Strip, free_pieces, furthest
from network.routing.way import Leg, Way
from network.routing.way_graph import Passage, WayGraph

FIRST_LOOK = 2
"""How many lines more than needed a run is first asked about, where asking takes time."""


@dataclass(frozen=True)
class Search:
    """One question put to one topology.

    `weights` are metres per segment, None for their true lengths.
    """

    ground: Ground
    costs: ChangeCosts
    tubes: int
    ledger: Ledger
    weights: np.ndarray | None = None

    @property
    def ends(self) -> tuple[int, int]:
        return self.ground.start, self.ground.end

    @property
    def metres(self) -> np.ndarray:
        """Per segment, with what this search makes look longer or shut."""
        return self.lengths if self.weights is None else self.weights

    @property
    def lengths(self) -> np.ndarray:
        """The true length per segment in metres."""
        return self.ground.topology.segments.length

    def best(self) -> Way | None:
        """The cheapest free way, None if there is none at all."""
        return _Attempt(self).best()

    def priced(self, weights: np.ndarray) -> Search:
        """The same question with other weights."""
        return replace(self, weights=weights)


class _Attempt:
    """The search with what it has learnt so far."""

    def __init__(self, search: Search) -> None:
        self.search = search
        self.hops = search.ground.topology.hops
        self.costs = search.costs.times(search.tubes)
        known = search.ledger.known_taken if search.tubes == 1 else None
        costs = HopCosts(self.hops, search.ground.suitability, self.costs, known, search.lengths)
        prices = costs.plain() if search.weights is None else costs.weighted(search.weights)
        self.graph = WayGraph(self.hops, prices, *search.ends)
        self._runs: dict[int, list[Run]] = {}

    def best(self) -> Way | None:
        for limit in (1.5 * self._apart() + 500.0, np.inf):
            while (found := self.graph.shortest(limit)) is not None:
                cost, chain = found
                legs = {passage.hop: self._leg(passage) for passage in chain}
                if self._can_serve(legs):
                    return Way(cost - self.costs.coupling_m, tuple(legs.values()))
        return None

    def _apart(self) -> float:
        """The straight line between the ends in metres: most ways are not much longer."""
        ends = self.search.ground.topology.sites.place[list(self.search.ends)]
        return float(np.hypot(*(ends[0] - ends[1])))

    def _can_serve(self, legs: dict[int, Leg]) -> bool:
        """Whether all legs, by their hops, are free; what is learnt not to be is used no more."""
        unsure = {hop: leg for hop, leg in legs.items() if not self._is_free(leg)}
        self._ask([leg.strip for leg in unsure.values()])
        taken = {hop: leg for hop, leg in unsure.items() if not self._is_free(leg)}
        if taken:
            along = [self._taken_along(leg.strip) for leg in taken.values()]
            self.graph.strike(np.concatenate([*along, np.array([*taken])]))
        return not taken

    def _leg(self, passage: Passage) -> Leg:
        hops, hop = self.hops.hops, passage.hop
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
            runs = self._runs[group] = ground.runs_of(group, self.search.metres)
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
            few = self.search.ledger.is_asked and not strip.run.known.any()
            most = self.search.tubes + FIRST_LOOK if few else None
            for run, lines in strip.unknown_lines(most).items():
                wanted[run].update(lines)
        asked = [(run, np.array(sorted(lines), np.int64)) for run, lines in wanted.items()]
        ask_about(asked, self.search.ledger.taken_among)

    def _taken_along(self, strip: Strip) -> np.ndarray:
        """The hops (row numbers) along the strip's run for which too few tubes can be free."""
        run, hops = strip.run, self.hops.hops
        free = free_pieces(strip.strands(), len(run.positions) - 1)
        until = furthest(free, self.search.tubes)
        index = {position: n for n, position in enumerate(run.positions)}
        rows = np.flatnonzero(hops.group == run.number).tolist()
        ends = ((index.get(int(hops.p[row])), index.get(int(hops.q[row]))) for row in rows)
        taken = [
            row
            for row, (first, last) in zip(rows, ends, strict=True)
            if first is not None and last is not None and until[first] < last
        ]
        return np.array(taken, np.int64)
