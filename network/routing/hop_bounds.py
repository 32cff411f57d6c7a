"""Which hops a way of at most a given cost can use, by what ways would cost if all were free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from network.routing.runs import Ground
from network.topology.hop_graph import UNUSABLE, PricedHops

SLACK_M, SLACK_SHARE = 60.0, 0.02
"""How much more than the lower bound the first limit is: room to go round what is taken."""
WIDER_M, WIDER_SHARE = 1_000.0, 0.3
"""The second limit, for when that did not suffice; the third is none at all."""
_MOST_REMEMBERED = 8
_ANY = 1e12


class ChangeCosts(NamedTuple):
    """What a planned change is worth in metres of way."""

    cut_m: float
    coupling_m: float

    def times(self, tubes: int) -> ChangeCosts:
        return ChangeCosts(self.cut_m * tubes, self.coupling_m * tubes)


class Scope(NamedTuple):
    """The hops (row numbers) on ways of at most `limit_m`."""

    limit_m: float
    hops: np.ndarray


class HopBounds:
    """Lower bounds between the two ends of a search; `weights` are metres per segment.

    A chain of hops costs a coupler more than its way, because each hop brings half a one at both
    of its ends.
    """

    def __init__(self, ground: Ground, weights: np.ndarray, costs: ChangeCosts) -> None:
        self.ground, self.weights, self.costs = ground, weights, costs
        self.hops = ground.topology.hops
        self.priced = self._prices()
        self._place = ground.topology.sites.place
        self._from_end: tuple[float, np.ndarray] = (-1.0, np.empty(0))
        self._passable = ground.topology.sites.can_open.copy()
        self._passable[[ground.start, ground.end]] = True

    def growing(self) -> Iterator[Scope]:
        """Ever wider scopes, the last with everything usable; none if nothing joins the ends."""
        least = self._least()
        if least is None:
            return
        for more, share in ((SLACK_M, SLACK_SHARE), (WIDER_M, WIDER_SHARE)):
            yield self.within(least * (1 + share) + more)
        yield self.within(_ANY)

    def within(self, limit_m: float) -> Scope:
        """The hops of ways of at most this cost."""
        reach = limit_m + self.costs.coupling_m
        to_end = self._distances_to_end(reach)
        # Where even the straight line back to the start is too long, nobody needs to look.
        near = to_end + self._straight(self.ground.start) <= reach
        from_start = self.priced.distances(self.ground.start, reach, near & self._passable)
        return Scope(limit_m, self.priced.on_ways(from_start, to_end, reach))

    def leads_out(self, sites: np.ndarray, scope: Scope) -> bool:
        """Whether a usable hop outside the scope begins or ends at one of the sites."""
        reached = np.zeros(len(self._place), bool)
        reached[sites] = True
        outside = self.priced.costs < UNUSABLE
        outside[scope.hops] = False
        outside &= self._passable[self.hops.u] & self._passable[self.hops.v]
        return bool((outside & (reached[self.hops.u] | reached[self.hops.v])).any())

    def _least(self) -> float | None:
        """The least cost between the ends if all were free, looked for nearby first."""
        ends = [self.ground.start, self.ground.end]
        apart = float(np.hypot(*np.subtract(*self._place[ends])))
        for limit in (1.4 * apart + 500.0, 3.0 * apart + 2_000.0, _ANY):
            found = float(self._distances_to_end(limit)[self.ground.start])
            if np.isfinite(found):
                return found - self.costs.coupling_m
        return None

    def _distances_to_end(self, limit: float) -> np.ndarray:
        """What it costs at least from every site to the end, infinite beyond the limit."""
        if self._from_end[0] < limit:
            around = self._straight(self.ground.start) + self._straight(self.ground.end) <= limit
            distances = self.priced.distances(self.ground.end, limit, around & self._passable)
            self._from_end = (limit, distances)
        return self._from_end[1]

    def _straight(self, site: int) -> np.ndarray:
        """What it costs at least between a site and every other, by straight lines on the map.

        A metre less, lest rounding shuts anything out.
        """
        away = np.hypot(*(self._place - self._place[site]).T)
        return away * self.ground.topology.least_per_metre - 1.0

    def _prices(self) -> PricedHops:
        """Prices depend on little that differs between questions, so a few are remembered."""
        judge, hops = self.ground.suitability, self.hops
        usable = np.array([judge.of(part) >= self.ground.least for part in hops.parts], bool)
        key = (usable.tobytes(), self.weights.tobytes(), self.costs)
        priced = hops.priced.get(key)
        if priced is None:
            costs = hops.lengths(self.weights, usable)
            costs += self.costs.coupling_m + self.costs.cut_m * hops.cuts
            if len(hops.priced) >= _MOST_REMEMBERED:
                hops.priced.clear()
            priced = hops.priced[key] = PricedHops(hops, costs)
        return priced
