"""Ducts from link tables or lines: their path over segments, what they lie in, the tubes of a
bundle.
"""

import numpy as np

from assets.importing import duct_section, kept, tubes
from assets.importing.duct_type import resolve_types
from assets.importing.fields import COMMON, SMALL, Column, choices, resolve_common
from assets.importing.member import look_up, members
from assets.importing.missing import report_missing
from assets.importing.path import Edge, Path, order
from assets.importing.segment_index import SLACK, SegmentIndex, load_segments
from assets.importing.upsert import Concept, Outcome, upsert
from assets.models.duct import CommercialAvailability
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.table import objects
from gis.importing.targets import Counts, Field, FieldKind, Target

CONCEPT = Concept(
    "assets_duct",
    (
        Column("type_id", "bigint"),
        Column("start_site_id", "bigint"),
        Column("end_site_id", "bigint"),
        Column("bundle_id", "bigint"),
        Column("number", "smallint"),
        Column("commercial_availability", "text", "'on_request'"),
    ),
)
FIELDS = (
    *COMMON,
    Field("type"),
    Field("outer_mm", FieldKind.DECIMAL, low=0.1, high=2000),
    Field("inner_mm", FieldKind.DECIMAL, low=0.1, high=2000),
    Field("wall_mm", FieldKind.DECIMAL, low=0.01, high=500),
    Field("material", limit=40),
    Field("start_site"),
    Field("end_site"),
    Field("inside"),
    Field("number", FieldKind.INTEGER, low=1, high=SMALL),
    Field("position", FieldKind.INTEGER, low=1, high=SMALL),
    Field("commercial_availability", choices=choices(CommercialAvailability)),
    Field("cable_count", FieldKind.INTEGER, low=0, high=SMALL),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Write the ducts of a cleaned batch, those that others lie in first."""
    resolve_common(context, batch)
    resolve_types(context, batch)
    _compare_cable_counts(context, batch)
    paths = _find_paths(context, batch)
    batch.columns["start_site_id"] = objects([path.start for path in paths])
    batch.columns["end_site_id"] = objects([path.end for path in paths])
    nothing = np.full(len(batch), None, dtype=object)
    inside = batch.columns.pop("inside", nothing)
    positions = batch.columns.pop("position", nothing)
    counts = Counts()
    for rows in _generations(batch.ids, inside):
        part = _part(batch, rows)
        known = duct_section.ids_of(context, [str(id_) for id_ in inside[rows] if id_])
        tubes.set_bundle(context, part, inside[rows], known)
        outcome = upsert(context, CONCEPT, part)
        parents = objects([known.get(id_) for id_ in inside[rows]])
        way = duct_section.Way([paths[row] for row in rows], parents, positions[rows])
        duct_section.write(context, part, outcome, way)
        counts += outcome.counts
        counts += _make_tubes(context, part, outcome, set(inside) - {None})
        batch.findings += part.findings
    return counts


def _part(batch: Batch, rows: np.ndarray) -> Batch:
    part = Batch(batch.layer, batch.ids, batch.columns, batch.geometry)
    part.take(rows)
    return part


def _generations(ids: np.ndarray, inside: np.ndarray) -> list[np.ndarray]:
    """Positions of ducts in an order in which each comes after the one it lies in.

    A ring of ducts inside each other cannot be; its members come last and find no parent.
    """
    left = dict.fromkeys(range(len(ids)))
    waiting = set(ids.tolist())
    generations = []
    while left:
        ready = [row for row in left if inside[row] not in waiting] or list(left)
        generations.append(np.array(ready, dtype=int))
        for row in ready:
            del left[row]
        waiting -= set(ids[ready].tolist())
    return generations


def _find_paths(context: Context, batch: Batch) -> list[Path]:
    """The path of each duct, from its link table or along its line; without one it is refused."""
    index = load_segments(context, batch.geometry)
    linked = members(context, "segments")
    if linked is None:
        edges = along_lines(context, batch, index)
    else:
        edges = look_up(batch, linked, index.by_source)
    starts, ends = (site_ids(context, batch, name) for name in ("start_site", "end_site"))
    paths = objects([order(*way) for way in zip(edges, starts, ends, strict=True)])
    worked_on = np.array(
        [linked is not None and any(e.segment in index.edited for e in way) for way in edges],
        dtype=bool,
    )
    ways = kept.duct_ways(context, batch.ids[worked_on].tolist())
    for row in np.flatnonzero(worked_on):
        way = ways.get(batch.ids[row])
        paths[row] = way and way.path
    return _refuse_lost(batch, paths, worked_on, np.array([bool(way) for way in edges], dtype=bool))


def _refuse_lost(
    batch: Batch, paths: np.ndarray, worked_on: np.ndarray, placed: np.ndarray
) -> list[Path]:
    """Refuse the rows without a path, each with its reason; return the paths of the others."""
    lost = np.equal(paths, None).astype(bool)
    reasons = np.where(worked_on, "segment_edited_here", np.where(placed, "no_path", "no_segments"))
    left = reasons[lost], np.flatnonzero(lost)
    for code in dict.fromkeys(left[0].tolist()):
        batch.remark(left[1][left[0] == code], code)
    batch.refused += int(lost.sum())
    batch.take(np.flatnonzero(~lost))
    return paths[~lost].tolist()


def along_lines(context: Context, batch: Batch, index: SegmentIndex) -> list[list[Edge]]:
    """The segments that each line of the batch follows; what follows none is reported."""
    edges, rest = index.along(batch.geometry, max(context.entry.snap, 0.1))
    followed = np.array([bool(found) for found in edges], dtype=bool)
    batch.remark(
        followed & (rest > SLACK),
        "partly_matched",
        lambda row: {"metres": round(float(rest[row]), 1)},
    )
    return edges


def site_ids(context: Context, batch: Batch, name: str) -> list[int | None]:
    """The sites that the delivery names for an end, by their id in the same source."""
    stated = batch.columns.pop(name, None)
    if stated is None:
        return [None] * len(batch)
    context.cursor.execute(
        "SELECT source_id, id FROM assets_site WHERE source_system = %s AND source_id = ANY (%s)",
        [context.source_system, [value for value in stated if value is not None]],
    )
    known = dict(context.cursor.fetchall())
    return [known.get(value) for value in stated]


def _compare_cable_counts(context: Context, batch: Batch) -> None:
    """Report where a duct states another number of cables than the delivered table has."""
    stated = batch.columns.pop("cable_count", None)
    linked = members(context, "cables")
    if stated is None or linked is None:
        return
    found = [len({member.id for member in linked.get(id_, ())}) for id_ in batch.ids]
    differs = [s is not None and s != f for s, f in zip(stated, found, strict=True)]
    batch.remark(
        np.array(differs, dtype=bool),
        "cables_differ",
        lambda row: {"stated": stated[row], "found": found[row]},
    )


def _make_tubes(context: Context, part: Batch, outcome: Outcome, delivered: set[str]) -> Counts:
    """The tubes of new bundles whose tubes the delivery does not name."""
    if not context.entry.make_tubes:
        return Counts()
    new = [
        int(key)
        for key, state, id_ in zip(outcome.ids, outcome.states, part.ids, strict=True)
        if state == "created" and id_ not in delivered
    ]
    return tubes.make(context, new)


TARGET = Target(
    "duct",
    40,
    FIELDS,
    apply,
    geometry="route",
    geometry_required=False,
    links=frozenset({"segments", "cables"}),
    finish=report_missing("assets_duct"),
)
