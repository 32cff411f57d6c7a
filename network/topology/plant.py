"""Sites and segments as arrays. A site or segment keeps its number for as long as a topology lives.

Numbers are positions in the arrays; new rows are appended, removed ones stay behind unused.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np


class SiteRow(NamedTuple):
    """A site: place in EPSG:25832 metres, and whether a tube may be opened there."""

    id: int
    east: float
    north: float
    can_open: bool


class SegmentRow(NamedTuple):
    """A segment with the ids of its end sites and its geodesic length in metres."""

    id: int
    start_site_id: int
    end_site_id: int
    length_m: float


@dataclass(frozen=True)
class Sites:
    """`number` maps an id to its position in the arrays; `place` has the shape (sites, 2)."""

    number: dict[int, int] = field(default_factory=dict)
    ids: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    place: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))
    can_open: np.ndarray = field(default_factory=lambda: np.empty(0, bool))

    def with_rows(self, rows: Iterable[SiteRow]) -> Sites:
        """The same with the given rows added or replaced."""
        rows = list(rows)
        number, ids = _numbered(self.number, self.ids, [row.id for row in rows])
        place, can_open = _grown(self.place, len(ids)), _grown(self.can_open, len(ids))
        at = [number[row.id] for row in rows]
        place[at] = np.array([(row.east, row.north) for row in rows]).reshape(-1, 2)
        can_open[at] = [row.can_open for row in rows]
        return Sites(number, ids, place, can_open)


@dataclass(frozen=True)
class Segments:
    """`start` and `end` are numbers of sites, `length` is geodesic, in metres."""

    number: dict[int, int] = field(default_factory=dict)
    ids: np.ndarray = field(default_factory=lambda: np.empty(0, np.int64))
    start: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    end: np.ndarray = field(default_factory=lambda: np.empty(0, np.int32))
    length: np.ndarray = field(default_factory=lambda: np.empty(0))

    def with_rows(self, rows: Iterable[SegmentRow], sites: Sites) -> Segments:
        """The same with the given rows added or replaced; their sites must be known."""
        rows = list(rows)
        number, ids = _numbered(self.number, self.ids, [row.id for row in rows])
        start, end = _grown(self.start, len(ids)), _grown(self.end, len(ids))
        length = _grown(self.length, len(ids))
        at = [number[row.id] for row in rows]
        start[at] = [sites.number[row.start_site_id] for row in rows]
        end[at] = [sites.number[row.end_site_id] for row in rows]
        length[at] = [row.length_m for row in rows]
        return Segments(number, ids, start, end, length)


def _numbered(
    number: dict[int, int], ids: np.ndarray, more: list[int]
) -> tuple[dict[int, int], np.ndarray]:
    new = [key for key in dict.fromkeys(more) if key not in number]
    number = number | {key: len(ids) + n for n, key in enumerate(new)}
    return number, np.concatenate([ids, np.array(new, np.int64)])


def _grown(array: np.ndarray, size: int) -> np.ndarray:
    """A copy with room for `size` rows."""
    grown = np.zeros((size, *array.shape[1:]), array.dtype)
    grown[: len(array)] = array
    return grown
