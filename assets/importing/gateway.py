"""Gateways with their antenna, at a site near by or one made for them."""

import re
from collections import Counter
from typing import Any

import numpy as np
import shapely

from assets.importing import site
from assets.importing.fields import COMMON, SMALL, Column, choices, resolve, resolve_common
from assets.importing.known_site import load_known_sites
from assets.importing.missing import report_missing
from assets.importing.upsert import Concept, Outcome, upsert
from assets.models import FrequencyPlan, Provenance
from assets.models.gateway import Backhaul
from assets.models.site import SiteKind
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.snapping import settle
from gis.importing.staging import copy
from gis.importing.table import objects
from gis.importing.targets import Counts, Duplicates, Field, FieldKind, Target

EUI = re.compile(r"(?:eui-)?([0-9a-f]{16})")
STAGE = "import_antenna"
ANTENNA = {
    "height_m": "double precision",
    "altitude_m": "double precision",
    "gain_dbi": "double precision",
    "cable_loss_db": "double precision",
    "azimuth_deg": "double precision",
    "beamwidth_deg": "double precision",
    "indoor": "boolean",
    "tx_power_dbm": "double precision",
}


def to_eui(value: Any) -> str:
    """An EUI-64 in lower case from the spellings met: bare, with "eui-", with separators."""
    match = EUI.fullmatch(re.sub(r"[:\s]|(?<=[0-9a-f]{2})-", "", str(value).strip().lower()))
    if match is None:
        raise ValueError(value)
    return match.group(1)


CONCEPT = Concept(
    "assets_gateway",
    (
        Column("site_id", "bigint"),
        Column("network", "text"),
        Column("network_gateway_id", "text"),
        Column("eui", "text"),
        Column("model", "text", "''"),
        Column("chip", "text", "''"),
        Column("demodulators", "smallint", "8"),
        Column("full_duplex", "boolean", "false"),
        Column("frequency_plan_id", "bigint"),
        Column("backhaul", "text", "'unknown'"),
        Column("power_supply", "text", "''"),
        Column("landlord", "text", "''"),
        Column("lease_until", "date"),
    ),
)
FIELDS = (
    *COMMON,
    Field("network", required=True, limit=60),
    Field("network_gateway_id", limit=120),
    Field("eui", convert=to_eui, bad_code="no_eui"),
    Field("model", limit=120),
    Field("chip", limit=40),
    Field("demodulators", FieldKind.INTEGER, low=1, high=128),
    Field("full_duplex", FieldKind.BOOLEAN),
    Field("frequency_plan"),
    Field("backhaul", choices=choices(Backhaul)),
    Field("power_supply", limit=80),
    Field("landlord", limit=200),
    Field("lease_until", FieldKind.DATE),
    Field("height_m", FieldKind.DECIMAL, low=-100, high=1000),
    Field("altitude_m", FieldKind.DECIMAL, low=-500, high=9000),
    Field("gain_dbi", FieldKind.DECIMAL, low=-30, high=40),
    Field("cable_loss_db", FieldKind.DECIMAL, low=0, high=100),
    Field("azimuth_deg", FieldKind.DECIMAL, low=0, high=359.999),
    Field("beamwidth_deg", FieldKind.DECIMAL, low=0, high=360),
    Field("indoor", FieldKind.BOOLEAN),
    Field("tx_power_dbm", FieldKind.DECIMAL, low=-30, high=SMALL),
)


def apply(context: Context, batch: Batch) -> Counts:
    """Write the gateways of a cleaned batch, the sites they need, and their antenna."""
    resolve_common(context, batch)
    plans = dict(FrequencyPlan.objects.values_list("code", "id"))
    resolve(batch, "frequency_plan", plans, "unknown_plan")
    if "network_gateway_id" not in batch.columns:
        batch.columns["network_gateway_id"] = batch.ids.copy()
    _refuse_doubles(context, batch, "network_gateway_id", "duplicate_gateway")
    _refuse_doubles(context, batch, "eui", "duplicate_eui")
    batch.columns["site_id"] = _sites(context, batch)
    batch.refuse(np.equal(batch.columns["site_id"], None).astype(bool), "site_changed_here")
    antenna = {name: batch.columns.pop(name) for name in ANTENNA if name in batch.columns}
    outcome = upsert(context, CONCEPT, batch)
    _write_antennas(context, outcome, antenna)
    return outcome.counts


def _refuse_doubles(context: Context, batch: Batch, name: str, code: str) -> None:
    """Refuse rows whose id another gateway of the same network has, here or earlier in the
    delivery.
    """
    values = batch.columns.get(name)
    if values is None:
        return
    context.cursor.execute(
        f'SELECT network, "{name}" FROM assets_gateway'
        " WHERE NOT (source_system = %s AND source_id = ANY (%s))",
        [context.source_system, batch.ids.tolist()],
    )
    seen = Counter(context.cursor.fetchall())
    doubled = np.zeros(len(batch), dtype=bool)
    for row, key in enumerate(zip(batch.columns["network"], values, strict=True)):
        doubled[row] = key[1] is not None and seen[key] > 0
        seen[key] += 1
    batch.refuse(doubled, code, lambda row: {name: values[row]})


def _sites(context: Context, batch: Batch) -> np.ndarray:
    """The key of a site within the tolerance of each gateway; made where there is none."""
    known = load_known_sites(context.cursor, batch.geometry, context.entry.snap)
    places = shapely.get_coordinates(batch.geometry)
    position, made_at = settle(places, known.coordinates, context.entry.snap)
    keys = objects([*known.keys, *[None] * len(made_at)])
    first = [int(np.flatnonzero(position == len(known.keys) + n)[0]) for n in range(len(made_at))]
    made = Batch(
        batch.layer,
        objects([f"{batch.ids[row]}#site" for row in first]),
        {
            "kind": objects([context.entry.created_site_kind or SiteKind.OTHER.value] * len(first)),
            "owner_id": batch.columns["owner_id"][first],
            "provenance": objects([Provenance.COMPUTED.value] * len(first)),
        },
        shapely.points(made_at).astype(object),
    )
    outcome = upsert(context, site.CONCEPT, made)
    context.report.add("site", outcome.counts)
    usable = np.flatnonzero(~outcome.is_one_of("conflict", "deleted"))
    keys[len(known.keys) + usable] = outcome.ids[usable]
    return keys[position]


def _write_antennas(context: Context, outcome: Outcome, antenna: dict[str, np.ndarray]) -> None:
    """The first antenna of each gateway written now."""
    rows = np.flatnonzero(outcome.is_one_of("created", "changed", "unchanged"))
    columns = [("gateway_id", "bigint"), *((name, ANTENNA[name]) for name in antenna)]
    cells = [outcome.ids[rows].tolist(), *(values[rows] for values in antenna.values())]
    copy(context.cursor, STAGE, columns, cells)
    names = ["indoor", *(name for name in antenna if name != "indoor")]
    values = ["COALESCE(n.indoor, false)" if "indoor" in antenna else "false"]
    values += [f"n.{name}" for name in names[1:]]
    context.cursor.execute(
        f"""
        INSERT INTO assets_antenna (gateway_id, number, {", ".join(names)})
        SELECT n.gateway_id, 1, {", ".join(values)} FROM {STAGE} n ORDER BY n.gateway_id
        ON CONFLICT (gateway_id, number) DO UPDATE
        SET ({", ".join(names)}) = ROW ({", ".join(f"excluded.{name}" for name in names)})
        WHERE ({", ".join(f"assets_antenna.{name}" for name in names)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in names)})
        """
    )


TARGET = Target(
    "gateway",
    60,
    FIELDS,
    apply,
    geometry="point",
    duplicates=Duplicates.REPORT,
    finish=report_missing("assets_gateway"),
)
