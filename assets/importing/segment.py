"""Segments from delivered lines: ends on sites, made where there are none, cut where lines
touch.
"""

import re

import numpy as np
import shapely

from assets.importing import made_site
from assets.importing.fields import COMMON, SMALL, Column, choices, empty, resolve_common
from assets.importing.known_site import KnownSites, load_known_sites
from assets.importing.missing import report_missing
from assets.importing.upsert import Concept, upsert
from assets.models.segment import Funding, SegmentKind, Surface
from assets.models.site import Accuracy
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.geometry import clean_lines, mark_pieces
from gis.importing.snapping import Pieces, Snapped, snap, split, touches
from gis.importing.table import objects
from gis.importing.targets import Counts, Duplicates, Field, FieldKind, Target

CONCEPT = Concept(
    "assets_segment",
    (
        Column("start_site_id", "bigint"),
        Column("end_site_id", "bigint"),
        Column("kind", "text", "'open_cut'"),
        Column("surface", "text", "'unknown'"),
        Column("depth_cm", "smallint"),
        Column("cover_cm", "smallint"),
        Column("built_year", "smallint"),
        Column("accuracy", "text", "'unknown'"),
        Column("funding", "text", "'unknown'"),
        Column("stated_length_m", "double precision"),
    ),
    "geometry(LineString, 25832)",
)
FIELDS = (
    *COMMON,
    Field("kind", choices=choices(SegmentKind), required=True),
    Field("surface", choices=choices(Surface)),
    Field("depth_cm", FieldKind.INTEGER, low=0, high=SMALL),
    Field("cover_cm", FieldKind.INTEGER, low=0, high=SMALL),
    Field("built_year", FieldKind.INTEGER, low=1800, high=2200),
    Field("accuracy", choices=choices(Accuracy)),
    Field("funding", choices=choices(Funding)),
    Field("stated_length_m", FieldKind.DECIMAL, low=0.001),
    Field("start_site"),
    Field("end_site"),
)
PIECE = re.compile(r"~\d+$")


def apply(context: Context, batch: Batch) -> Counts:
    """Write the segments of a cleaned batch and the sites they need."""
    resolve_common(context, batch)
    _mend(batch)
    conflicts = _leave_edited(context, batch)
    sites = load_known_sites(context.cursor, batch.geometry, context.entry.snap)
    snapped = _snap(context, batch, sites)
    _compare_ends(batch, sites, snapped)
    pieces = _cut(context, batch, snapped)
    start, end = made_site.write(context, batch, sites, snapped, pieces)
    batch.columns["start_site_id"], batch.columns["end_site_id"] = start, end
    lost = np.array([a is None or b is None for a, b in zip(start, end, strict=True)], dtype=bool)
    batch.refuse(lost, "site_changed_here")
    return upsert(context, CONCEPT, batch).counts + Counts(conflict=conflicts)


def _mend(batch: Batch) -> None:
    """Values that contradict each other: a cover below the trench floor, a riser without length."""
    columns = batch.columns
    if "cover_cm" in columns and "depth_cm" in columns:
        pairs = zip(columns["cover_cm"], columns["depth_cm"], strict=True)
        below = [c is not None and d is not None and c > d for c, d in pairs]
        empty(batch, "cover_cm", np.array(below, dtype=bool), "cover_below_depth")
    lengths = columns.get("stated_length_m", np.full(len(batch), None, dtype=object))
    short = [k == "riser" and s is None for k, s in zip(columns["kind"], lengths, strict=True)]
    batch.refuse(np.array(short, dtype=bool), "riser_without_length")


def _leave_edited(context: Context, batch: Batch) -> int:
    """Take out what was edited here before anything is snapped to where it lay; return how many."""
    context.cursor.execute(
        "SELECT source_id FROM assets_segment"
        " WHERE source_system = %s AND version IS DISTINCT FROM imported_version",
        [context.source_system],
    )
    edited = {PIECE.sub("", source_id) for (source_id,) in context.cursor.fetchall()}
    mask = np.array([id_ in edited for id_ in batch.ids], dtype=bool)
    batch.remark(mask, "conflict")
    batch.take(np.flatnonzero(~mask))
    return int(mask.sum())


def _snap(context: Context, batch: Batch, sites: KnownSites) -> Snapped:
    """Move ends onto sites; lines without a site or without anything left are refused."""
    entry = context.entry
    snapped = snap(batch.geometry, sites.coordinates, entry.snap, entry.create_sites)
    without = (snapped.start < 0) | (snapped.end < 0)
    if without.any():
        at = np.where(snapped.start < 0, "start", "end")
        values = {"tolerance": entry.snap}
        batch.refuse(
            without, "no_site_at_end", lambda row: values | {"end": made_site.ENDS[at[row]]}
        )
        snapped = snap(batch.geometry, sites.coordinates, entry.snap, False)
    collapsed = (snapped.start == snapped.end) & (shapely.length(batch.geometry) <= 2 * entry.snap)
    if collapsed.any():
        batch.refuse(collapsed, "collapsed")
        return _snap(context, batch, sites)
    _report_moves(batch, sites, snapped)
    batch.geometry = snapped.lines
    return snapped


def _report_moves(batch: Batch, sites: KnownSites, snapped: Snapped) -> None:
    known = objects([*sites.names, *made_site.names(batch, snapped)])
    for number, positions in enumerate((snapped.start, snapped.end)):
        moved = snapped.moved[:, number]
        batch.remark(
            moved > 0.001,
            "snapped",
            lambda row, m=moved, p=positions, k=known: {
                "distance": round(float(m[row]), 3),
                "site": k[p[row]],
            },
        )


def _compare_ends(batch: Batch, sites: KnownSites, snapped: Snapped) -> None:
    """Report where the delivery names other sites for the ends than those found there.

    The line may run either way between them.
    """
    nothing = np.full(len(batch), None, dtype=object)
    stated = [batch.columns.pop(f"{end}_site", nothing) for end in made_site.ENDS]
    names = objects([*sites.ids, *made_site.names(batch, snapped)])
    found = [names[snapped.start], names[snapped.end]]
    for number, end in enumerate(made_site.ENDS):
        here, there = found[number], found[1 - number]
        other = stated[1 - number]
        rows = zip(stated[number], here, there, other, strict=True)
        differs = [
            s is not None and s != h and not (s == t and o in {None, h}) for s, h, t, o in rows
        ]
        batch.remark(
            np.array(differs, dtype=bool),
            "other_site",
            lambda row, e=end, s=stated[number], n=here: {
                "end": made_site.ENDS[e],
                "stated": s[row],
                "found": n[row],
            },
        )


def _cut(context: Context, batch: Batch, snapped: Snapped) -> Pieces:
    """Cut lines where others touch them, if the mapping wants that; otherwise say where."""
    tolerance = context.entry.snap
    if context.entry.split_touching:
        pieces = split(snapped, tolerance)
        _take_pieces(batch, pieces)
    else:
        _report_touches(batch, snapped, tolerance)
        pieces = Pieces(snapped.lines, np.arange(len(batch)), snapped.start, snapped.end)
    before = batch.ids
    clean_lines(batch)
    after = set(batch.ids)
    left = np.array([id_ in after for id_ in before], dtype=bool)
    return Pieces(batch.geometry, pieces.owner[left], pieces.start[left], pieces.end[left])


def _take_pieces(batch: Batch, pieces: Pieces) -> None:
    counts = np.bincount(pieces.owner, minlength=len(batch))
    batch.remark(counts > 1, "split_touching", lambda row: {"parts": int(counts[row])})
    number = np.arange(len(pieces.owner)) - np.searchsorted(pieces.owner, pieces.owner) + 1
    batch.take(pieces.owner)
    batch.geometry = pieces.lines
    mark_pieces(batch, counts[pieces.owner] > 1, number, "~")


def _report_touches(batch: Batch, snapped: Snapped, tolerance: float) -> None:
    used, first = np.unique(np.concatenate([snapped.start, snapped.end]), return_index=True)
    line, point = touches(snapped.lines, snapped.sites[used], tolerance)
    other = dict(zip(line.tolist(), first[point] % max(len(batch), 1), strict=True))
    batch.remark(
        np.array(sorted(other), dtype=int),
        "touches_midway",
        lambda row: {"other": batch.ids[other[row]]},
    )


TARGET = Target(
    "segment",
    30,
    FIELDS,
    apply,
    geometry="line",
    duplicates=Duplicates.REFUSE,
    finish=report_missing("assets_segment"),
)
