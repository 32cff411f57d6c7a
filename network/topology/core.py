"""The hops between sites that a way may lead through, as a graph of sites for shortest paths."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Core:
    """`rows` are hops (row numbers) sorted by the pair of sites that they join, as in `keys`.

    `inner` flags each site through which a way may lead; one that is not can only be an end.
    """

    rows: np.ndarray
    keys: np.ndarray
    inner: np.ndarray

    @classmethod
    def of(cls, u: np.ndarray, v: np.ndarray, inner: np.ndarray) -> Core:
        """The core of hops that join the sites `u` and `v`."""
        return cls._sorted(np.empty(0, np.int64), u, v, inner)

    def patched(self, moved: np.ndarray, u: np.ndarray, v: np.ndarray, inner: np.ndarray) -> Core:
        """The core after hops changed; `moved` tells for each old row which it is now, or -1."""
        rows = moved[self.rows]
        return Core._sorted(rows[rows >= 0], u, v, inner)

    @classmethod
    def _sorted(cls, known: np.ndarray, u: np.ndarray, v: np.ndarray, inner: np.ndarray) -> Core:
        """`known` are rows already in order: merging them is quicker than sorting anew."""
        belongs = inner[u] & inner[v] & (u != v)
        known = known[belongs[known]]
        belongs[known] = False
        rows = np.concatenate([known, np.flatnonzero(belongs)])
        keys = _keys(u[rows], v[rows])
        tail = np.argsort(keys[len(known) :], kind="stable") + len(known)
        order = np.concatenate([np.arange(len(known)), tail])
        order = order[np.argsort(keys[order], kind="stable")]
        return cls(rows[order], keys[order], inner)

    @cached_property
    def begins(self) -> np.ndarray:
        """Where in `rows` each pair of sites begins."""
        return np.flatnonzero(np.diff(self.keys, prepend=-1))

    @cached_property
    def pairs(self) -> np.ndarray:
        """The key of each pair."""
        return self.keys[self.begins]

    @cached_property
    def edges(self) -> csr_matrix:
        """The pairs as edges in both directions; its data are the numbers of pairs."""
        u, v = self.pairs >> 32, self.pairs & 0xFFFFFFFF
        numbers = np.arange(len(u), dtype=np.int32)
        ends = np.concatenate([u, v]), np.concatenate([v, u])
        size = len(self.inner)
        return csr_matrix((np.concatenate([numbers, numbers]), ends), shape=(size, size))

    def cheapest(self, costs: np.ndarray) -> np.ndarray:
        """The least cost of each pair, of costs per hop."""
        if not len(self.rows):
            return np.empty(0)
        return np.minimum.reduceat(costs[self.rows], self.begins)

    def cheapest_after(self, before: np.ndarray, costs: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """The least cost of each pair after the costs of some hops changed."""
        changed = np.zeros(len(costs), bool)
        changed[rows] = True
        places = np.flatnonzero(changed[self.rows])
        pairs = np.unique(np.searchsorted(self.begins, places, side="right") - 1)
        if not len(pairs):
            return before
        ends = np.append(self.begins, len(self.rows))[pairs + 1]
        sizes = ends - self.begins[pairs]
        firsts = np.cumsum(sizes) - sizes
        inside = np.repeat(self.begins[pairs] - firsts, sizes) + np.arange(sizes.sum())
        after = before.copy()
        after[pairs] = np.minimum.reduceat(costs[self.rows[inside]], firsts)
        return after

    def pair_of(self, u: np.ndarray, v: np.ndarray) -> np.ndarray:
        """The numbers of the pairs of sites; they must belong to the core."""
        return np.searchsorted(self.pairs, _keys(u, v))

    def rows_of(self, pair: int) -> np.ndarray:
        """The hops (row numbers) of a pair."""
        end = self.begins[pair + 1] if pair + 1 < len(self.begins) else len(self.rows)
        return self.rows[self.begins[pair] : end]


def _keys(u: np.ndarray, v: np.ndarray) -> np.ndarray:
    return np.minimum(u, v).astype(np.int64) << 32 | np.maximum(u, v)
