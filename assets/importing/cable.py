"""Cables with or without a route, in ducts or not; the fibres delivered count, not those stated."""

import numpy as np

from assets.importing import cable_route, strand
from assets.importing.cable_type import resolve_types
from assets.importing.fields import COMMON, Column, choices, resolve_common
from assets.importing.missing import report_missing
from assets.importing.upsert import Concept, upsert
from assets.models.cable import Laying
from assets.models.cable_type import FibreType
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.table import objects
from gis.importing.targets import Counts, Field, FieldKind, Target

CONCEPT = Concept(
    "assets_cable",
    (
        Column("type_id", "bigint"),
        Column("fibre_count", "smallint"),
        Column("start_site_id", "bigint"),
        Column("end_site_id", "bigint"),
        Column("route_quality", "text", "'unknown'"),
        Column("sheath_start_m", "double precision"),
        Column("sheath_end_m", "double precision"),
        Column("stated_length_m", "double precision"),
    ),
)
FIELDS = (
    *COMMON,
    Field("type"),
    Field("fibre_count", FieldKind.INTEGER, low=1, high=6912),
    Field("tube_count", FieldKind.INTEGER, low=1, high=6912),
    Field("fibres_per_tube", FieldKind.INTEGER, low=1, high=6912),
    Field("outer_mm", FieldKind.DECIMAL, low=0.1, high=500),
    Field("fibre_type", choices=choices(FibreType)),
    Field("start_site"),
    Field("end_site"),
    Field("laying", choices=choices(Laying) - {Laying.DUCT.value}),
    Field("sheath_start_m", FieldKind.DECIMAL),
    Field("sheath_end_m", FieldKind.DECIMAL),
    Field("stated_length_m", FieldKind.DECIMAL, low=0.001),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Write the cables of a cleaned batch, their sections, and compare their strands."""
    resolve_common(context, batch)
    delivered = strand.delivered(context)
    fibres, tubes = strand.counts(batch, delivered)
    resolve_types(context, batch, fibres, tubes)
    _keep_fibre_counts(context, batch)
    laying = batch.columns.pop("laying", np.full(len(batch), None, dtype=object))
    routes = cable_route.find(context, batch, laying)
    batch.columns["start_site_id"] = objects([route.start for route in routes])
    batch.columns["end_site_id"] = objects([route.end for route in routes])
    batch.columns["route_quality"] = objects([route.quality for route in routes])
    outcome = upsert(context, CONCEPT, batch)
    cable_route.write(context, outcome, routes)
    strand.compare(context, batch, outcome, delivered)
    return outcome.counts


def _keep_fibre_counts(context: Context, batch: Batch) -> None:
    """A cable keeps its fibres for life: where the delivery has others now, its type stays."""
    context.cursor.execute(
        "SELECT source_id, type_id, fibre_count FROM assets_cable WHERE source_system = %s",
        [context.source_system],
    )
    known = {row[0]: row[1:] for row in context.cursor.fetchall()}
    counts = batch.columns["fibre_count"].copy()
    types = batch.columns["type_id"].copy()
    differs = [
        id_ in known and known[id_][1] != n for id_, n in zip(batch.ids, counts, strict=True)
    ]
    batch.remark(np.array(differs, dtype=bool), "fibres_fixed")
    for row in np.flatnonzero(differs):
        types[row], counts[row] = known[batch.ids[row]]
    batch.columns["fibre_count"], batch.columns["type_id"] = counts, types


TARGET = Target(
    "cable",
    50,
    FIELDS,
    apply,
    geometry="route",
    geometry_required=False,
    links=frozenset({"segments", "ducts", "strands"}),
    finish=report_missing("assets_cable"),
)
