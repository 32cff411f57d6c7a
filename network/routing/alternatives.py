"""Really different ways, not the same trench with other tubes."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from network.routing.search import Search
from network.routing.way import Way

LARGEST_SHARE = 0.5
"""An alternative shares at most this part of its length with any way already given."""
_PENALTIES = (3.0, 9.0)
"""How much longer segments of ways already given are made to look, one try after another."""


def different_ways(search: Search, most: int) -> Iterator[Way]:
    """The best way, then at most so many in all, each different enough from those before.

    Every further search makes the segments used so far look longer; where even the last penalty
    leads back to them, there is no further way worth telling apart.
    """
    given: list[set[int]] = []
    way = search.best()
    while way is not None:
        given.append(set(segments_of(way)))
        yield way
        way = _another(search, given) if len(given) < most else None


def _another(search: Search, given: list[set[int]]) -> Way | None:
    used = list(set().union(*given))
    for penalty in _PENALTIES:
        weights = search.metres.copy()
        weights[used] *= penalty
        way = search.priced(weights).best()
        if way is None:
            return None
        if all(_share(way, other, search.lengths) <= LARGEST_SHARE for other in given):
            return way
    return None


def segments_of(way: Way) -> list[int]:
    """The segments (numbers) a way passes."""
    segments: list[int] = []
    for strip, enters, leaves in way.legs:
        first, last = sorted((strip.run.positions[enters], strip.run.positions[leaves]))
        segments += strip.run.group.segments[first:last]
    return segments


def _share(way: Way, other: set[int], lengths: np.ndarray) -> float:
    """The part of a way's length that it has in common with another."""
    segments = segments_of(way)
    common = [segment for segment in segments if segment in other]
    return float(lengths[common].sum() / lengths[segments].sum())
