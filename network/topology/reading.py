"""Reads what the topology holds from the database: all of it, or the rows that changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from django.db import connection

from network.topology.lines import END, START, DuctRecord, End, Part
from network.topology.plant import SegmentRow, Segments, SiteRow, Sites

USABLE_LIFE_CYCLES = ["built_unused", "in_service"]
"""What may be used; what is only planned or no longer in service is not part of the topology."""

_SITES = "SELECT id, ST_X(geom), ST_Y(geom), can_open FROM assets_site"
_SEGMENTS = "SELECT id, start_site_id, end_site_id, length_m FROM assets_segment"
_DUCTS = """
    SELECT d.id, d.type_id, d.owner_id, d.commercial_availability, d.valid_from, d.valid_to,
           d.start_site_id, s.segments, s.sections
    FROM assets_duct d
    JOIN assets_ducttype t ON t.id = d.type_id AND t.kind <> 'bundle'
    JOIN (SELECT duct_id, array_agg(segment_id ORDER BY rank) AS segments,
                 array_agg(id ORDER BY rank) AS sections
          FROM assets_ductsection {where} GROUP BY duct_id) s ON s.duct_id = d.id
    WHERE d.life_cycle = ANY (%s)
"""
_JOINTS = """
    SELECT a.duct_id, a."end", b.duct_id, b."end"
    FROM network_ductjointend a JOIN network_ductjointend b ON b.joint_id = a.joint_id
    WHERE a.side = 1 AND b.side = 2
"""


class DuctTypeFacts(NamedTuple):
    """Inner diameter in mm (None if unknown) and where that figure comes from."""

    kind: str
    inner_mm: float | None
    provenance: str


def read_sites(ids: Iterable[int] | None = None) -> list[SiteRow]:
    """All sites, or those of the ids that still exist."""
    return [SiteRow(*row) for row in _rows(_SITES, ids)]


def read_segments(ids: Iterable[int] | None = None) -> list[SegmentRow]:
    """All segments, or those of the ids that still exist."""
    return [SegmentRow(*row) for row in _rows(_SEGMENTS, ids)]


def read_types() -> dict[int, DuctTypeFacts]:
    """The catalogue of duct types by id."""
    rows = _rows("SELECT id, kind, inner_mm, provenance FROM assets_ducttype", None)
    return {key: DuctTypeFacts(*facts) for key, *facts in rows}


def read_ducts(
    sites: Sites, segments: Segments, ids: Iterable[int] | None = None
) -> dict[int, DuctRecord]:
    """Usable tubes and protection ducts by id: all, or those of the ids."""
    where = "" if ids is None else "WHERE duct_id = ANY (%s)"
    parameters = [USABLE_LIFE_CYCLES] if ids is None else [list(ids), USABLE_LIFE_CYCLES]
    walk = _Walk(sites, segments)
    parts: dict[Part, Part] = {}
    records = {}
    for key, *facts, start, passed, sections in _rows(_DUCTS.format(where=where), None, parameters):
        part = Part(*facts, size=len(passed))
        ways = walk.along(start, passed)
        if ways is not None:
            part = parts.setdefault(part, part)
            records[key] = DuctRecord(key, part, *ways, tuple(sections))
    return records


def read_joints(ducts: Iterable[int] | None = None) -> dict[End, End]:
    """Which duct end is joined to which, both ways: of all ducts, or of those given."""
    where = "" if ducts is None else " AND (a.duct_id = ANY (%s) OR b.duct_id = ANY (%s))"
    parameters = [] if ducts is None else [list(ducts)] * 2
    joints = {}
    for duct, end, other, other_end in _rows(_JOINTS + where, None, parameters):
        one, two = (duct, _end(end)), (other, _end(other_end))
        joints[one], joints[two] = two, one
    return joints


def _end(name: str) -> int:
    return START if name == "start" else END


class _Walk:
    """Follows the segments of a duct from its first site to its last."""

    def __init__(self, sites: Sites, segments: Segments) -> None:
        self.site_number, self.segment_number = sites.number, segments.number
        self.start, self.end = segments.start.tolist(), segments.end.tolist()

    def along(
        self, start_site_id: int, segment_ids: list[int]
    ) -> tuple[tuple[int, ...], tuple[int, ...]] | None:
        """Numbers of segments and sites in order.

        None where they do not join: the rows were read while somebody edited them, which the
        change log tells right after.
        """
        site = self.site_number.get(start_site_id, -1)
        segments, sites = [], [site]
        for segment_id in segment_ids:
            segment = self.segment_number.get(segment_id)
            if segment is None or site not in (self.start[segment], self.end[segment]):
                return None
            site = self.end[segment] if self.start[segment] == site else self.start[segment]
            segments.append(segment)
            sites.append(site)
        return tuple(segments), tuple(sites)


def _rows(
    query: str, ids: Iterable[int] | None, parameters: list[Any] | None = None
) -> Iterator[tuple[Any, ...]]:
    if ids is not None:
        query, parameters = query + " WHERE id = ANY (%s)", [list(ids)]
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        yield from cursor.fetchall()
