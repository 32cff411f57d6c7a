"""Why there is no route: the fewest duct sections that would have to be free.

As tubes may be changed at every site that can be opened, what has to be freed is counted piece by
piece between such sites: for N tubes the N lines there in which least is taken. As in `search`,
the ledger is asked only about pieces of a way that is best as far as is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from heapq import nsmallest
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.routing.corridor import Corridor, Corridors
from network.routing.requirement import Suits
from network.routing.runs import Run, ask_about
from network.routing.search import Search
from network.topology.street_graph import UNREACHABLE

_PER_SECTION_M = 1e7
"""Weight of a section to be freed: more than any way is long."""

Key = tuple[int, ...]


class _Line(NamedTuple):
    """A line of a run on one of its pieces, and how many sections are taken there."""

    taken: int
    run: Run
    line: int
    piece: int

    @property
    def sections(self) -> list[int]:
        first, last = self.run.positions[self.piece : self.piece + 2]
        return self.run.group.sections[self.line, first:last].tolist()


def fewest_blocking(search: Search) -> list[int]:
    """The sections (ids) to be freed, in the order of the way; empty if nothing joins the ends."""
    search = replace(search, ground=replace(search.ground, least=Suits.TOO_NARROW))
    found: list[int] = []
    for corridor in Corridors(search.ground.topology, *search.ends, search.metres).growing():
        pieces = _Pieces(search, search.ground.runs_in(corridor.allowed))
        found = pieces.fewest() or found
        if pieces.least_outside(corridor) >= (len(found) or np.inf):
            break
    return found


class _Pieces:
    """The graph of pieces between sites that can be opened, weighted by what is taken there."""

    def __init__(self, search: Search, runs: list[Run]) -> None:
        self.search, self.ends = search, search.ends
        self.narrow = _too_narrow(runs, search)
        self.runs: dict[Key, list[tuple[Run, int]]] = defaultdict(list)
        self.keys: dict[Run, set[Key]] = defaultdict(set)
        for run in runs:
            for piece in range(len(run.positions) - 1):
                key = _key(run, piece)
                self.runs[key].append((run, piece))
                self.keys[run].add(key)
        metres = search.metres.tolist()
        self.length = {
            key: sum(metres[segment] for segment in key[:-2])
            for key, there in self.runs.items()
            if sum(len(run.known) for run, _ in there) >= search.tubes
        }
        self.taken = dict.fromkeys(self.length, 0)

    def _best_lines(self, key: Key) -> list[_Line]:
        """The lines of a piece in which least is taken, as many as tubes are asked for."""
        lines = (
            _Line(taken, run, line, piece)
            for run, piece in self.runs[key]
            for line, taken in enumerate(run.taken[:, piece].tolist())
        )
        return nsmallest(self.search.tubes, lines, key=lambda line: line.taken)

    def fewest(self) -> list[int]:
        """The sections to be freed on the best way inside; empty if there is no way."""
        while True:
            lines = [line for key in self._best_way() for line in self._best_lines(key)]
            unsure = {line.run for line in lines if not line.run.known[line.line]}
            if not unsure:
                sections = np.array([s for line in lines for s in line.sections], np.int64)
                taken = set(self._taken_among(sections).tolist())
                return [s for s in dict.fromkeys(sections.tolist()) if s in taken]
            ask_about(((run, np.flatnonzero(~run.known)) for run in unsure), self._taken_among)
            for key in {key for run in unsure for key in self.keys[run]} & self.taken.keys():
                self.taken[key] = sum(line.taken for line in self._best_lines(key))

    def _taken_among(self, sections: np.ndarray) -> np.ndarray:
        return np.union1d(self.search.ledger.taken_among(sections), self.narrow)

    def _graph(self) -> tuple[csr_matrix, dict[tuple[int, int], Key]]:
        """The pieces as a graph of sites, and the best piece between each two."""
        best: dict[tuple[int, int], tuple[float, Key]] = {}
        for key, taken in self.taken.items():
            weight = (taken * _PER_SECTION_M + self.length[key], key)
            sites = (min(key[-2:]), max(key[-2:]))
            best[sites] = min(weight, best.get(sites, weight))
        size = len(self.search.ground.topology.sites.ids)
        sites = np.array(list(best), np.int64).reshape(-1, 2)
        weights = [weight for weight, _ in best.values()]
        graph = csr_matrix((weights, (sites[:, 0], sites[:, 1])), shape=(size, size))
        return graph, {sites: key for sites, (_, key) in best.items()}

    def _best_way(self) -> list[Key]:
        graph, best = self._graph()
        distance, before = dijkstra(
            graph, directed=False, indices=self.ends[0], return_predecessors=True
        )
        if not np.isfinite(distance[self.ends[1]]):
            return []
        way = [self.ends[1]]
        while way[-1] != self.ends[0]:
            way.append(int(before[way[-1]]))
        return [best[min(pair), max(pair)] for pair in pairwise(way[::-1])]

    def least_outside(self, corridor: Corridor) -> float:
        """How many sections a way that leaves the corridor blocks at least.

        It has to get out from the one end and in again to the other, so it meets at least what
        separates each from the sites from which something leads out.
        """
        topology, left_out = self.search.ground.topology, self._left_out(corridor)
        inside = np.flatnonzero(corridor.allowed[: len(topology.groups_in)]).tolist()
        groups = [topology.groups[n] for n in {g for s in inside for g in topology.groups_at(s)}]
        leading = (group for group in groups if any(left_out[s] for s in group.segments))
        own = {site for key in self.taken for site in key[-2:]} | set(self.ends)
        out = sorted({site for group in leading for site in group.sites} & own)
        if not out:
            return np.inf
        distance = dijkstra(self._graph()[0], directed=False, indices=list(self.ends))
        return float(np.floor(distance[:, out].min(axis=1) / _PER_SECTION_M).sum())

    def _left_out(self, corridor: Corridor) -> list[bool]:
        """Per segment whether it could be used but lies outside the corridor."""
        return ((self.search.metres < UNREACHABLE) & ~corridor.allowed).tolist()


def _key(run: Run, piece: int) -> Key:
    """The segments of a piece and then its two sites, whichever way it is drawn."""
    first, last = run.positions[piece : piece + 2]
    segments, ends = run.group.segments[first:last], (run.site(first), run.site(last))
    return min(segments + ends, segments[::-1] + ends[::-1])


def _too_narrow(runs: Iterable[Run], search: Search) -> np.ndarray:
    """The sections (ids) of the runs that lie in ducts without the room asked for."""
    judge = search.ground.suitability
    sections = [np.empty(0, np.int64)]
    for group in {id(run.group): run.group for run in runs}.values():
        for part, (first, last) in zip(group.parts, pairwise(group.bounds), strict=True):
            if judge.of(part) == Suits.TOO_NARROW:
                sections.append(group.sections[:, first:last].ravel())
    return np.unique(np.concatenate(sections))
