"""Which segments a way of at most a given cost can touch, by distances in the graph of segments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from network.topology import Topology
from network.topology.street_graph import UNREACHABLE

SLACK_M, SLACK_SHARE = 150.0, 0.04
"""How much longer than the lower bound the first limit is: room for cuts and small detours."""
WIDER_M, WIDER_SHARE = 1_000.0, 0.5
"""The second limit, for when that did not suffice; the third is none at all."""


class Corridor(NamedTuple):
    """`allowed` flags each segment through which a way of at most `limit_m` may lead."""

    limit_m: float
    allowed: np.ndarray


@dataclass
class Corridors:
    """Corridors between two sites; `weights` are metres per segment."""

    topology: Topology
    start: int
    end: int
    weights: np.ndarray
    _known: dict[int, tuple[float, np.ndarray]] = field(default_factory=dict)

    def growing(self) -> Iterator[Corridor]:
        """Ever wider corridors, the last with all that joins the ends; none if nothing does."""
        shortest = self._shortest()
        if shortest is None:
            return
        for more, share in ((SLACK_M, SLACK_SHARE), (WIDER_M, WIDER_SHARE)):
            yield self.within(shortest * (1 + share) + more)
        yield self.within(UNREACHABLE / 2)

    def within(self, limit_m: float) -> Corridor:
        """The corridor for ways of at most this cost."""
        segments = self.topology.segments
        here, there = (self._distances(site, limit_m) for site in (self.start, self.end))
        through = np.minimum(
            here[segments.start] + there[segments.end], here[segments.end] + there[segments.start]
        )
        return Corridor(limit_m, through + self.weights <= limit_m)

    def _shortest(self) -> float | None:
        """The distance between the ends, looked for nearby first."""
        apart = np.subtract(*self.topology.sites.place[[self.start, self.end]])
        for limit in (1.5 * float(np.hypot(*apart)) + 500.0, UNREACHABLE / 2):
            found = float(self._distances(self.end, limit)[self.start])
            if np.isfinite(found):
                return found
        return None

    def _distances(self, site: int, limit: float) -> np.ndarray:
        known = self._known.get(site)
        if known is None or known[0] < limit:
            distances = self.topology.streets.distances(site, self.weights, limit)
            known = self._known[site] = (limit, distances)
        return known[1]
