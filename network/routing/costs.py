"""What each hop costs one question, in metres; infinite where it cannot serve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from network.routing.requirement import Suitability, Suits
from network.topology.hop_graph import HopGraph
from network.topology.street_graph import UNREACHABLE

_MOST_REMEMBERED = 4


class ChangeCosts(NamedTuple):
    """What a planned change is worth in metres of way."""

    cut_m: float
    coupling_m: float

    def times(self, tubes: int) -> ChangeCosts:
        return ChangeCosts(self.cut_m * tubes, self.coupling_m * tubes)


class Prices(NamedTuple):
    """The cost per hop, and the least of each pair of sites of the core."""

    hops: np.ndarray
    pairs: np.ndarray


@dataclass(frozen=True)
class HopCosts:
    """Costs for a requirement: a hop has half a coupler at both ends, so a way one less than that.

    `taken` are the ids of all sections that cannot serve, as far as they are known beforehand;
    `lengths` are metres per segment.
    """

    graph: HopGraph
    suitability: Suitability
    changes: ChangeCosts
    taken: np.ndarray | None
    lengths: np.ndarray

    def plain(self) -> Prices:
        """With the true lengths and nothing to be avoided."""
        unsuitable = [self.suitability.of(part) < Suits.YES for part in self.graph.parts]
        flags = np.array(unsuitable, bool)
        key = flags.tobytes(), self.changes, id(self.taken)
        # `taken` is kept with the answer, so that no other array can get its id.
        return self._remembered("plain", key, lambda: (self._plain(flags), self.taken))[0]

    def weighted(self, weights: np.ndarray) -> Prices:
        """With other metres per segment, `UNREACHABLE` for one that must not be used."""
        plain = self.plain()
        rows = self.graph.hops_through(weights != self.lengths)
        more = self.graph.sums(weights - self.lengths, rows)
        more[more > UNREACHABLE / 2] = np.inf
        costs = plain.hops.copy()
        costs[rows] += more
        pairs = self.graph.core.cheapest_after(plain.pairs, costs, rows)
        return Prices(costs, pairs)

    def _plain(self, unsuitable: np.ndarray) -> Prices:
        graph = self.graph
        costs = graph.sums(self.lengths)
        costs += self.changes.coupling_m + self.changes.cut_m * graph.hops.cuts
        costs[graph.in_parts(unsuitable)] = np.inf
        if self.taken is not None:
            key = (id(self.taken),)
            free, _ = self._remembered("free", key, lambda: (graph.free(self.taken), self.taken))
            costs[~free] = np.inf
        return Prices(costs, graph.core.cheapest(costs))

    def _remembered(self, name: str, key: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        """The answer about these hops, made unless it is among the last ones."""
        known = self.graph.remembered.setdefault(name, {})
        found = known.get(key)
        if found is None:
            found = make()
            if len(known) >= _MOST_REMEMBERED:
                known.pop(next(iter(known)), None)
            known[key] = found
        return found
