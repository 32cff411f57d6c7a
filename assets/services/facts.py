"""What may be said about an asset when it is made or changed, as typed keyword arguments."""

from __future__ import annotations

from datetime import date
from typing import Any, TypedDict

from django.contrib.gis.geos import GEOSGeometry

from accounts.models import Organisation
from assets.models import Address, CableType, DuctType, FrequencyPlan, Project, Site, Strand


class AssetFacts(TypedDict, total=False):
    """What every concept has; the choices are those of the model's fields."""

    code: str
    name: str
    owner: Organisation
    operator: Organisation | None
    used_by: Organisation | None
    life_cycle: str
    valid_from: date | None
    valid_to: date | None
    publication: str
    provenance: str
    source_system: str
    source_id: str
    project: Project | None
    remarks: str


class SiteFacts(AssetFacts, total=False):
    """`geom` is a point in any coordinate system it names; heights in m, depths in cm."""

    kind: str
    geom: GEOSGeometry
    can_open: bool
    power: str
    address: Address | None
    depth_cm: int | None
    ground_height_m: float | None
    accuracy: str


class SegmentFacts(AssetFacts, total=False):
    """`geom` is a line whose ends lie at the sites, or near enough to be drawn onto them."""

    kind: str
    geom: GEOSGeometry
    start_site: Site
    end_site: Site
    surface: str
    depth_cm: int | None
    cover_cm: int | None
    built_year: int | None
    accuracy: str
    funding: str
    stated_length_m: float | None


class DuctFacts(AssetFacts, total=False):
    type: DuctType
    number: int | None
    commercial_availability: str


class CableFacts(AssetFacts, total=False):
    """`type` may change only to another type with the same number of fibres."""

    type: CableType
    start_site: Site | None
    end_site: Site | None
    route_quality: str
    sheath_start_m: float | None
    sheath_end_m: float | None
    stated_length_m: float | None


class GatewayFacts(AssetFacts, total=False):
    """`antennas`, if given, replaces all antennas; each entry names fields of `Antenna`."""

    site: Site
    network: str
    network_gateway_id: str
    eui: str | None
    model: str
    chip: str
    demodulators: int
    full_duplex: bool
    frequency_plan: FrequencyPlan | None
    backhaul: str
    backhaul_strand: Strand | None
    power_supply: str
    landlord: str
    lease_until: date | None
    antennas: list[dict[str, Any]]
