"""The graph of segments between sites: every way of ducts is also a way along its segments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.topology.plant import Segments, Sites

UNREACHABLE = 1e15
"""Metres; the weight of a segment that must not be used."""


@dataclass(frozen=True)
class StreetGraph:
    """Edges in both directions, sorted by their first site; `segment` says which one each is."""

    first_edge: np.ndarray
    neighbour: np.ndarray
    segment: np.ndarray

    @classmethod
    def of(cls, sites: Sites, segments: Segments) -> StreetGraph:
        numbers = np.arange(len(segments.ids), dtype=np.int32)
        source = np.concatenate([segments.start, segments.end])
        target = np.concatenate([segments.end, segments.start])
        order = np.argsort(source, kind="stable")
        degree = np.bincount(source, minlength=len(sites.ids))
        first_edge = np.concatenate([[0], np.cumsum(degree)]).astype(np.int32)
        both = np.concatenate([numbers, numbers])
        return cls(first_edge, target[order].astype(np.int32), both[order])

    def distances(self, source: int, weights: np.ndarray, limit: float) -> np.ndarray:
        """Shortest distance in metres from one site to all, infinite beyond `limit`.

        `weights` are metres per segment, `UNREACHABLE` where one must not be used.
        """
        size = len(self.first_edge) - 1
        graph = csr_matrix(
            (weights[self.segment], self.neighbour, self.first_edge), shape=(size, size)
        )
        return dijkstra(graph, directed=True, indices=source, limit=min(limit, UNREACHABLE / 2))
