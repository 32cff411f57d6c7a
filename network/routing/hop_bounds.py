"""Which hops a way of at most a given cost can use, by what ways would cost if all were free."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from network.routing.runs import Ground, Run
from network.routing.way_graph import ChangeCosts
from network.topology.hop_graph import UNUSABLE, PricedHops

SLACK_M, SLACK_SHARE = 60.0, 0.02
"""How much more than the lower bound the first limit is: room to go round what is taken."""
WIDER_M, WIDER_SHARE = 1_000.0, 0.3
"""The second limit, for when that did not suffice; the third is none at all."""
_MOST_REMEMBERED = 8
_ANY = 1e12


class Scope(NamedTuple):
    """The hops (row numbers) on ways of at most `limit_m`."""

    limit_m: float
    hops: np.ndarray


class HopBounds:
    """Lower bounds between the two ends of a search; `weights` are metres per segment."""

    def __init__(self, ground: Ground, weights: np.ndarray, costs: ChangeCosts) -> None:
        self.ground, self.weights, self.costs = ground, weights, costs
        self.ends = (ground.start, ground.end)
        self.hops = ground.hops
        self._priced = self._prices()
        self._known: dict[int, tuple[float, np.ndarray]] = {}

    def growing(self) -> Iterator[Scope]:
        """Ever wider scopes, the last with everything usable; none if nothing joins the ends."""
        least = self._least()
        if least is None:
            return
        for more, share in ((SLACK_M, SLACK_SHARE), (WIDER_M, WIDER_SHARE)):
            yield self.within(least * (1 + share) + more)
        yield self.within(_ANY)

    def within(self, limit_m: float) -> Scope:
        """The hops of ways of at most this cost.

        A chain of hops counts a coupler too many, because each hop brings half a one at its ends.
        """
        reach = limit_m + self.costs.coupling_m
        here, there = (self._distances(site, reach) for site in self.ends)
        return Scope(limit_m, self._priced.on_ways(here, there, reach))

    def runs_in(self, scope: Scope) -> list[Run]:
        """The runs that hold the hops of a scope."""
        hops, rows = self.hops, scope.hops
        groups, at = np.unique(hops.group[rows], return_inverse=True)
        low, high = np.full(len(groups), 1 << 30), np.zeros(len(groups), np.int64)
        np.minimum.at(low, at, hops.p[rows])
        np.maximum.at(high, at, hops.q[rows])
        spans = zip(groups.tolist(), low.tolist(), high.tolist(), strict=True)
        return self.ground.runs_of(spans, self.weights)

    def leads_out(self, sites: set[int], scope: Scope) -> bool:
        """Whether a usable hop outside the scope begins or ends at one of the sites."""
        reached = np.zeros(len(self.ground.topology.sites.ids), bool)
        reached[list(sites)] = True
        outside = self._priced.costs < UNUSABLE
        outside[scope.hops] = False
        return bool((outside & (reached[self.hops.u] | reached[self.hops.v])).any())

    def _least(self) -> float | None:
        """The least cost between the ends if all were free, looked for nearby first."""
        apart = np.subtract(*self.ground.topology.sites.place[list(self.ends)])
        for limit in (1.7 * float(np.hypot(*apart)) + 2_000.0, _ANY):
            found = float(self._distances(self.ends[1], limit)[self.ends[0]])
            if np.isfinite(found):
                return found - self.costs.coupling_m
        return None

    def _distances(self, site: int, limit: float) -> np.ndarray:
        known = self._known.get(site)
        if known is None or known[0] < limit:
            known = self._known[site] = (limit, self._priced.distances(site, limit))
        return known[1]

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
            priced = PricedHops(hops, costs, len(self.ground.topology.sites.ids))
            hops.priced[key] = priced
        return priced
