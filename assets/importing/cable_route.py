"""The way of a cable: along its line, through the ducts it is said to lie in, or unknown."""

from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import shapely

from assets.importing import kept
from assets.importing.duct import along_lines, site_ids
from assets.importing.member import look_up, members
from assets.importing.path import Edge, Path, Step, order
from assets.importing.segment_index import SegmentIndex, load_segments
from assets.importing.upsert import Outcome
from assets.models.cable import Laying, RouteQuality
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.staging import copy

STAGE = "import_cable_section"
BY_SEGMENT = {"aerial": Laying.AERIAL, "sewer": Laying.SEWER}


@dataclass
class Route:
    """A cable's way: steps, for each the duct section it lies in (None: none) and how it is
    laid.
    """

    start: int | None
    end: int | None
    quality: str
    steps: tuple[Step, ...] = ()
    sections: list[int | None] = field(default_factory=list)
    laying: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lies:
    """One section of a duct that a cable is said to lie in."""

    duct: str
    segment: int
    section: int
    edge: Edge


def find(context: Context, batch: Batch, laying: np.ndarray) -> list[Route]:
    """The route of each cable of ``batch``; what does not fit together is reported, never
    guessed.
    """
    index = load_segments(context, batch.geometry)
    ducts = members(context, "ducts")
    lies = look_up(batch, ducts or {}, _duct_sections(context, index))
    if ducts is not None:
        batch.remark(np.array([id_ not in ducts for id_ in batch.ids], dtype=bool), "in_no_duct")
    edges, surveyed = _edges(context, batch, index)
    starts, ends = (site_ids(context, batch, name) for name in ("start_site", "end_site"))
    ways = _kept_ways(context, batch, index, edges)
    routes = []
    for row in range(len(batch)):
        if batch.ids[row] in ways:
            routes.append(ways[batch.ids[row]])
            continue
        way = edges[row] or [part.edge for part in lies[row]]
        quality = RouteQuality.SURVEYED if surveyed and edges[row] else RouteQuality.SCHEMATIC
        route = _route(batch, row, way, (starts[row], ends[row]), quality)
        _lay(batch, row, route, lies[row], index)
        if laying[row]:
            pairs = zip(route.sections, route.laying, strict=True)
            route.laying = [laying[row] if inside is None else as_is for inside, as_is in pairs]
        routes.append(route)
    return routes


def _kept_ways(
    context: Context, batch: Batch, index: SegmentIndex, edges: list[list[Edge]]
) -> dict[str, Route]:
    """The routes that stay because a linked segment or duct was split, cut or changed here."""
    segments = members(context, "segments") or {}
    ducts = members(context, "ducts") or {}
    cut = kept.edited(context, "assets_duct")
    ids = [
        id_
        for id_, way in zip(batch.ids, edges, strict=True)
        if (id_ in segments and any(edge.segment in index.edited for edge in way))
        or any(member.id in cut for member in ducts.get(id_, ()))
    ]
    context.cursor.execute(
        "SELECT source_id, route_quality FROM assets_cable"
        " WHERE source_system = %s AND source_id = ANY (%s)",
        [context.source_system, ids],
    )
    quality = dict(context.cursor.fetchall())
    return {
        id_: Route(
            way.path.start,
            way.path.end,
            quality[id_],
            way.path.steps,
            list(way.inside),
            list(way.laying),
        )
        for id_, way in kept.cable_ways(context, ids).items()
    }


def _edges(context: Context, batch: Batch, index: SegmentIndex) -> tuple[list[list[Edge]], bool]:
    """Segments by link table (surveyed, as somebody wrote them down) or along the delivered
    lines.
    """
    linked = members(context, "segments")
    if linked is not None:
        return look_up(batch, linked, index.by_source), True
    if batch.geometry is None or shapely.is_missing(batch.geometry).all():
        return [[] for _ in batch.ids], False
    return along_lines(context, batch, index), True


def _route(
    batch: Batch, row: int, way: list[Edge], ends: tuple[int | None, int | None], quality: str
) -> Route:
    if not way:
        batch.remark(np.array([row]), "no_route")
        return Route(*ends, RouteQuality.UNKNOWN.value)
    path: Path | None = order(way, *ends)
    if path is not None:
        return Route(path.start, path.end, str(quality), path.steps)
    batch.remark(np.array([row]), "path_not_contiguous")
    steps = tuple(Step(edge.segment, False) for edge in dict.fromkeys(way))
    return Route(*ends, RouteQuality.SCHEMATIC.value, steps)


def _lay(batch: Batch, row: int, route: Route, lies: list[Lies], index: SegmentIndex) -> None:
    """Put each step into the duct that is named for its segment."""
    by_segment: dict[int, list[Lies]] = defaultdict(list)
    for part in lies:
        by_segment[part.segment].append(part)
    for step in route.steps:
        inside = by_segment.get(step.segment, [])
        if len({part.section for part in inside}) > 1:
            values = {"segment": index.codes[step.segment]}
            batch.remark(np.array([row]), "two_ducts", lambda _row, v=values: v)
        route.sections.append(inside[0].section if inside else None)
        other = BY_SEGMENT.get(index.kinds[step.segment], Laying.UNKNOWN)
        route.laying.append(str(Laying.DUCT if inside else other))
    on_route = {step.segment for step in route.steps}
    off = dict.fromkeys(part.duct for part in lies if part.segment not in on_route)
    for duct in off:
        batch.remark(np.array([row]), "duct_off_route", lambda _row, d=duct: {"duct": d})


def _duct_sections(context: Context, index: SegmentIndex) -> dict[str, list[Lies]]:
    """All sections of the ducts of this source, by the duct's id in it, in order."""
    context.cursor.execute(
        "SELECT d.source_id, s.segment_id, s.id FROM assets_duct d"
        " JOIN assets_ductsection s ON s.duct_id = d.id"
        " WHERE d.source_system = %s ORDER BY d.id, s.rank",
        [context.source_system],
    )
    edges = {edge.segment: edge for edge in index.edges}
    found: dict[str, list[Lies]] = defaultdict(list)
    for duct, segment, section in context.cursor.fetchall():
        if segment in edges:
            found[duct].append(Lies(duct, segment, section, edges[segment]))
    return found


def write(context: Context, outcome: Outcome, routes: list[Route]) -> None:
    """Replace the sections of cables whose route is new or differs."""
    rows = [
        (int(cable), step.segment, rank, step.reversed, section, laying)
        for cable, state, route in zip(outcome.ids, outcome.states, routes, strict=True)
        if state in {"created", "changed", "unchanged"}
        for rank, (step, section, laying) in enumerate(
            zip(route.steps, route.sections, route.laying, strict=True), start=1
        )
    ]
    columns = [
        ("cable_id", "bigint"),
        ("segment_id", "bigint"),
        ("rank", "double precision"),
        ("reversed", "boolean"),
        ("duct_section_id", "bigint"),
        ("laying", "text"),
    ]
    copy(context.cursor, STAGE, columns, list(zip(*rows, strict=True)) or [()] * len(columns))
    _replace(context)


def _replace(context: Context) -> None:
    way = "array_agg((segment_id, reversed, duct_section_id, laying)::text ORDER BY rank)"
    context.cursor.execute(
        f"""
        WITH new AS (SELECT cable_id, {way} AS way FROM {STAGE} GROUP BY cable_id),
        old AS (SELECT cable_id, {way} AS way FROM assets_cablesection
                WHERE cable_id IN (SELECT cable_id FROM new) GROUP BY cable_id)
        DELETE FROM assets_cablesection s USING new JOIN old USING (cable_id)
        WHERE s.cable_id = new.cable_id AND new.way <> old.way
        """
    )
    context.cursor.execute(
        f"""
        INSERT INTO assets_cablesection
            (cable_id, segment_id, rank, reversed, duct_section_id, laying, slack_m)
        SELECT cable_id, segment_id, rank, reversed, duct_section_id, laying, 0 FROM {STAGE} n
        WHERE NOT EXISTS (SELECT FROM assets_cablesection s WHERE s.cable_id = n.cable_id)
        ORDER BY cable_id, rank
        """
    )
