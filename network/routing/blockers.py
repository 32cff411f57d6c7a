"""Why there is no route: the fewest duct sections that would have to be free.

As tubes may be changed at every site that can be opened, what has to be freed is counted piece by
piece between such sites: for N tubes the N lines there in which least is taken.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from network.routing.requirement import Suits
from network.routing.runs import Run, mark_taken
from network.routing.search import Search

_PER_SECTION_M = 1e7
"""Weight of a section to be freed: more than any way is long."""


class _Piece(NamedTuple):
    """The lines between two neighbouring open sites: how much is taken, where to find them."""

    taken: int
    length_m: float
    lines: list[tuple[int, Run, int, int]]

    @property
    def weight(self) -> float:
        return self.taken * _PER_SECTION_M + self.length_m


def fewest_blocking(search: Search) -> list[int]:
    """The sections (ids) to be freed, in the order of the way; empty if nothing joins the ends."""
    search = replace(search, ground=replace(search.ground, least=Suits.TOO_NARROW))
    found: list[int] = []
    for corridor in search.corridors.growing():
        runs = search.ground.runs_in(corridor.allowed)
        narrow = _too_narrow(runs, search)
        mark_taken(runs, lambda ids, narrow=narrow: np.union1d(search.taken_among(ids), narrow))
        found = _on_best_way(_pieces(runs, search), search.ends, search, narrow) or found
        if len(found) == 1:
            break
    return found


def _too_narrow(runs: Iterable[Run], search: Search) -> np.ndarray:
    judge = search.ground.suitability
    sections = [np.empty(0, np.int64)]
    for group in {id(run.group): run.group for run in runs}.values():
        for part, (first, last) in zip(group.parts, pairwise(group.bounds), strict=True):
            if judge.of(part) == Suits.TOO_NARROW:
                sections.append(group.sections[:, first:last].ravel())
    return np.unique(np.concatenate(sections))


def _pieces(runs: list[Run], search: Search) -> dict[tuple[int, int], _Piece]:
    """The best piece between each two sites, lower number first."""
    lines: dict[tuple[int, ...], list[tuple[int, Run, int, int]]] = defaultdict(list)
    for run in runs:
        for at, (first, last) in enumerate(pairwise(run.positions)):
            segments = run.group.segments[first:last]
            key = min(segments, segments[::-1])
            least = np.argsort(run.taken[:, at], kind="stable")[: search.tubes].tolist()
            lines[key] += [(int(run.taken[line, at]), run, line, at) for line in least]
    best: dict[tuple[int, int], _Piece] = {}
    for segments, along in lines.items():
        if len(along) >= search.tubes:
            chosen = sorted(along, key=lambda line: line[0])[: search.tubes]
            length = float(search.weights[list(segments)].sum())
            piece = _Piece(sum(taken for taken, *_ in chosen), length, chosen)
            _, run, _, at = chosen[0]
            ends = sorted((run.site(run.positions[at]), run.site(run.positions[at + 1])))
            known = best.get((ends[0], ends[1]))
            if known is None or piece.weight < known.weight:
                best[ends[0], ends[1]] = piece
    return best


def _on_best_way(
    pieces: dict[tuple[int, int], _Piece],
    ends: tuple[int, int],
    search: Search,
    narrow: np.ndarray,
) -> list[int]:
    size = len(search.ground.topology.sites.ids)
    if not pieces:
        return []
    sites = np.array(list(pieces))
    weights = [piece.weight for piece in pieces.values()]
    graph = csr_matrix((weights, (sites[:, 0], sites[:, 1])), shape=(size, size))
    distance, before = dijkstra(graph, directed=False, indices=ends[0], return_predecessors=True)
    if not np.isfinite(distance[ends[1]]):
        return []
    way = [ends[1]]
    while way[-1] != ends[0]:
        way.append(int(before[way[-1]]))
    sections: list[int] = []
    for a, b in pairwise(way[::-1]):
        for _, run, line, at in pieces[min(a, b), max(a, b)].lines:
            sections += run.group.sections[line, run.positions[at] : run.positions[at + 1]].tolist()
    taken = set(search.taken_among(np.array(sections)).tolist()) | set(narrow.tolist())
    return [section for section in dict.fromkeys(sections) if section in taken]
