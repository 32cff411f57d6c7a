"""The shortest way through segments from site to site: what is proposed for a duct or cable."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.gis.geos import MultiPoint, Polygon
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Segment, Site
from gis import srid
from gis.refusals import Refusal

MARGIN_M = 500
"""How far beside the straight line a way is looked for, at least; half its length if longer."""


@dataclass
class _Graph:
    """Sites joined by segments, with the length of each in metres."""

    edges: dict[int, list[tuple[int, int, float]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def add(self, segment: int, start: int, end: int, length: float) -> None:
        self.edges[start].append((end, segment, length))
        self.edges[end].append((start, segment, length))

    def way(self, start: int, end: int) -> list[int] | None:
        """The segments of the shortest way (Dijkstra); None where there is none."""
        best = {start: 0.0}
        came: dict[int, tuple[int, int]] = {}
        queue = [(0.0, start)]
        while queue:
            length, site = heapq.heappop(queue)
            if site == end:
                return self._back(came, start, end)
            if length > best[site]:
                continue
            for other, segment, more in self.edges[site]:
                if length + more < best.get(other, float("inf")):
                    best[other] = length + more
                    came[other] = (site, segment)
                    heapq.heappush(queue, (length + more, other))
        return None

    @staticmethod
    def _back(came: dict[int, tuple[int, int]], start: int, end: int) -> list[int]:
        path = []
        while end != start:
            end, segment = came[end]
            path.append(segment)
        return path[::-1]


def propose(
    *,
    start: Site,
    end: Site,
    by: User,
    via: Sequence[Segment] = (),
    avoid: Iterable[Segment] = (),
) -> list[Segment]:
    """The shortest way from start to end through `via` in their order, without those to `avoid`.

    Only segments that the person may see and that are in use. Refuses where there is no way.
    """
    graph = _graph(start, end, by, via, {one.pk for one in avoid})
    numbers: list[int] = []
    at = start.pk
    for segment in via:
        part, at = _through(graph, at, segment)
        numbers += part
    numbers += _required(graph.way(at, end.pk), "end")
    known = Segment.objects.in_bulk(numbers)
    return [known[number] for number in numbers]


def _through(graph: _Graph, at: int, segment: Segment) -> tuple[list[int], int]:
    """On to a segment and across it, entered at the end that is nearer."""
    ends = (segment.start_site_id, segment.end_site_id)
    ways = [(graph.way(at, near), far) for near, far in (ends, ends[::-1])]
    possible = [(way, far) for way, far in ways if way is not None and segment.pk not in way]
    if not possible:
        raise _no_way("via")
    way, far = min(possible, key=lambda one: len(one[0]))
    return [*way, segment.pk], far


def _required(way: list[int] | None, name: str) -> list[int]:
    if way is None:
        raise _no_way(name)
    return way


def _no_way(name: str) -> Refusal:
    return Refusal("NO_WAY", _("No way through segments leads there."), name)


def _graph(start: Site, end: Site, by: User, via: Sequence[Segment], avoided: set[int]) -> _Graph:
    graph = _Graph()
    corners = MultiPoint(start.geom, end.geom, *(one.geom.centroid for one in via))
    margin = max(MARGIN_M, start.geom.distance(end.geom) / 2)
    west, south, east, north = corners.extent
    box = Polygon.from_bbox((west - margin, south - margin, east + margin, north + margin))
    box.srid = srid.STORAGE
    near = Segment.objects.visible_to(by).in_use().filter(geom__bboverlaps=box)
    for number, first, last, length in near.values_list(
        "pk", "start_site_id", "end_site_id", "length_m"
    ):
        if number not in avoided:
            graph.add(number, first, last, length)
    return graph
