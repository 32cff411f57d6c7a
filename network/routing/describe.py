"""From a way to a route people can read, reserve and draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection

from accounts.viewer import Viewer
from assets.models.asset import Provenance
from assets.models.site import Accuracy
from gis import srid
from network.periods import Period
from network.routing.answer import (
    Coupling,
    Doubt,
    Hop,
    NarrowestHop,
    PlannedCut,
    Route,
    UncertainFact,
    Unit,
)
from network.routing.costs import ChangeCosts
from network.routing.ledger import room_left
from network.routing.requirement import CableRoom, Requirement
from network.routing.token import seal
from network.routing.tubes import (
    Bundle,
    Stretch,
    bundles_of,
    merged,
    planned_couplings,
    planned_cuts,
)
from network.routing.way import Way
from network.topology import Topology


class SegmentFacts(NamedTuple):
    """A segment's line as WKB, and what is known of how it lies."""

    wkb: memoryview
    depth_cm: int | None
    accuracy: str
    provenance: str


class Describer:
    """Describes ways found for one question."""

    def __init__(
        self,
        topology: Topology,
        requirement: Requirement,
        period: Period,
        costs: ChangeCosts,
        viewer: Viewer,
    ) -> None:
        self.topology, self.requirement, self.period = topology, requirement, period
        self.costs, self.viewer = costs, viewer

    def route(self, way: Way) -> Route:
        bundles = bundles_of(way, self.requirement.count)
        stretches = merged(bundles)
        units = tuple(self._unit(stretch) for stretch in stretches)
        parts = [hop for bundle in bundles for hop in self._hops(bundle)]
        hops = tuple(hop for hop, _ in parts)
        cuts = planned_cuts(stretches)
        couplings = planned_couplings(bundles)
        length = sum(hop.length_m for hop in hops)
        changes = self.costs.cut_m * len(cuts) + self.costs.coupling_m * len(couplings)
        segments = [segment for bundle in bundles for segment in bundle.segments]
        sites = [bundle.sites[0] for bundle in bundles[:1]]
        facts = self._segment_facts(segments)
        return Route(
            hops=hops,
            units=units,
            geometry=self._line(segments, sites[0], facts),
            length_m=length,
            cost_m=length + changes,
            planned_cuts=tuple(PlannedCut(self._site(site), duct) for site, duct in cuts),
            couplings=tuple(Coupling(self._site(site), a, b) for site, a, b in couplings),
            narrowest=self._narrowest(parts),
            uncertain=tuple(self._doubts(stretches, facts)),
            token=seal(units, length, self.viewer),
        )

    def _site(self, number: int) -> int:
        return int(self.topology.sites.ids[number])

    def _unit(self, stretch: Stretch) -> Unit:
        cable = self.requirement.outer_mm if isinstance(self.requirement, CableRoom) else None
        return Unit(
            stretch.duct_id, self._site(stretch.from_site), self._site(stretch.to_site), cable
        )

    def _hops(self, bundle: Bundle) -> Iterator[tuple[Hop, list[Stretch]]]:
        """The hops of a leg: a new one wherever one of its tubes goes over into another duct."""
        breaks = {0}
        for tube in bundle.tubes:
            breaks.update(np.cumsum([stretch.size for stretch in tube]).tolist())
        edges = sorted(breaks)
        for first, last in zip(edges, edges[1:], strict=False):
            ducts = [_stretch_at(tube, first) for tube in bundle.tubes]
            segments = list(bundle.segments[first:last])
            hop = Hop(
                self._site(bundle.sites[first]),
                self._site(bundle.sites[last]),
                tuple(stretch.duct_id for stretch in ducts),
                tuple(self.topology.segments.ids[segments].tolist()),
                float(self.topology.segments.length[segments].sum()),
            )
            yield hop, ducts

    def _narrowest(self, parts: list[tuple[Hop, list[Stretch]]]) -> NarrowestHop:
        if isinstance(self.requirement, CableRoom):
            left = room_left(
                (s for _, ducts in parts for stretch in ducts for s in stretch.sections),
                self.period,
            )
            room = [
                min(left[s] for stretch in ducts for s in stretch.sections) for _, ducts in parts
            ]
            hop = int(np.argmin(room))
            return NarrowestHop(hop, None, max(room[hop] - self.requirement.room_mm2, 0.0))
        inner = [min(self._inner_mm(stretch) for stretch in ducts) for _, ducts in parts]
        hop = int(np.argmin(inner))
        return NarrowestHop(hop, inner[hop] if np.isfinite(inner[hop]) else None, None)

    def _inner_mm(self, stretch: Stretch) -> float:
        inner = self.topology.types[stretch.part.type_id].inner_mm
        return np.inf if inner is None else inner

    def _doubts(
        self, stretches: list[Stretch], facts: dict[int, SegmentFacts]
    ) -> Iterator[UncertainFact]:
        doubts: dict[Doubt, list[int]] = defaultdict(list)
        for key in {stretch.part.type_id for stretch in stretches}:
            if self.topology.types[key].inner_mm is None:
                doubts[Doubt.DIAMETER_UNKNOWN].append(key)
            elif self.topology.types[key].provenance == Provenance.ESTIMATED:
                doubts[Doubt.DIAMETER_ESTIMATED].append(key)
        for key, segment in facts.items():
            if segment.depth_cm is None:
                doubts[Doubt.DEPTH_UNKNOWN].append(key)
            unsure = segment.accuracy in (Accuracy.WORSE, Accuracy.UNKNOWN)
            if unsure or segment.provenance == Provenance.ESTIMATED:
                doubts[Doubt.POSITION_UNCERTAIN].append(key)
        return (UncertainFact(doubt, tuple(ids)) for doubt, ids in sorted(doubts.items()))

    def _segment_facts(self, segments: Iterable[int]) -> dict[int, SegmentFacts]:
        ids = self.topology.segments.ids[list(segments)].tolist()
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, ST_AsBinary(geom, 'NDR'), depth_cm, accuracy, provenance"
                " FROM assets_segment WHERE id = ANY (%s)",
                [ids],
            )
            return {key: SegmentFacts(*facts) for key, *facts in cursor.fetchall()}

    def _line(self, segments: list[int], site: int, facts: dict[int, SegmentFacts]) -> GEOSGeometry:
        """One line along the segments from the given site on."""
        ground = self.topology.segments
        points = []
        for segment in segments:
            wkb = facts[int(ground.ids[segment])].wkb
            line = np.frombuffer(wkb, "<f8", offset=_WKB_HEAD).reshape(-1, 2)
            forwards = ground.start[segment] == site
            site = ground.end[segment] if forwards else ground.start[segment]
            line = line if forwards else line[::-1]
            points.append(line if not points else line[1:])
        return _line_string(np.concatenate(points))


_WKB_HEAD = 9
"""Bytes before the coordinates of a line: byte order, type, number of points."""


def _line_string(points: np.ndarray) -> GEOSGeometry:
    head = b"\x01" + np.array([2, len(points)], "<u4").tobytes()
    return GEOSGeometry(memoryview(head + points.astype("<f8").tobytes()), srid=srid.STORAGE)


def _stretch_at(tube: list[Stretch], offset: int) -> Stretch:
    """The duct in which a tube lies behind so many segments."""
    for stretch in tube:
        offset -= stretch.size
        if offset < 0:
            return stretch
    raise IndexError(offset)
