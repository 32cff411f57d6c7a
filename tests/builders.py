"""Small builders of organisations, people and networks for tests.

Plain functions that write rows directly, so that a test may rest on them whatever it tests.
Networks are drawn: `make_line_network("A-B-C, B-D")` makes the sites A, B, C, D, 100 m apart, and
the segments A-B, B-C and B-D; each chain after the first lies 50 m further south.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count, pairwise
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString, Point, Polygon
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, Membership, Organisation, User
from accounts.roles import Role
from assets.models import (
    BundleMember,
    Cable,
    CableSection,
    CableType,
    Duct,
    DuctSection,
    DuctType,
    Gateway,
    GatewayReport,
    Segment,
    Site,
)
from gis import srid
from network.models import FillPolicy, HeldUnit, Holder
from network.services.settle import settle
from reservations.models import Claim, ClaimState
from reservations.services.decide import narrow

ORIGIN = (370_000.0, 5_680_000.0)
"""South-west corner of drawn networks: a place in the city's area, EPSG:25832 metres."""

PASSWORD = "Trasse-Rohr-Faser-7"

_numbers: Iterator[int] = count(1)


# --- people
def make_organisation(code: str = "stadt", kind: str = "city_department") -> Organisation:
    """The organisation of this code, made where it does not exist."""
    made, _ = Organisation.objects.get_or_create(
        code=code, defaults={"name": code.title(), "kind": kind}
    )
    return made


def make_user(
    role: Role | str = Role.EDITOR,
    organisation: Organisation | None = None,
    *,
    area: GEOSGeometry | None = None,
    **fields: Any,
) -> User:
    """A person with one role; everybody but partners may open the administration."""
    organisation = organisation or make_organisation(
        "traeger" if role == Role.PARTNER else "stadt",
        "carrier" if role == Role.PARTNER else "city_department",
    )
    if role == Role.CONTRACTOR_EDITOR and area is None:
        area = make_area()
    user = User.objects.create_user(
        f"{role}-{next(_numbers)}@example.org",
        PASSWORD,
        **{"is_staff": role != Role.PARTNER, **fields},
    )
    Membership.objects.create(user=user, organisation=organisation, role=role, area=area)
    return user


def make_area(
    west: float = -50, south: float = -500, east: float = 1_000, north: float = 50
) -> GEOSGeometry:
    """A box as a multipolygon, in metres from the origin of drawn networks."""
    box = Polygon.from_bbox(
        (ORIGIN[0] + west, ORIGIN[1] + south, ORIGIN[0] + east, ORIGIN[1] + north)
    )
    return GEOSGeometry(f"MULTIPOLYGON({box.wkt.removeprefix('POLYGON ')})", srid=srid.STORAGE)


# --- sites and segments
@dataclass
class Network:
    """What a drawing became: sites by letter, segments by their two letters ("A-B")."""

    sites: dict[str, Site] = field(default_factory=dict)
    segments: dict[str, Segment] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        """A site by its letter or a segment by its two letters."""
        return self.segments[name] if "-" in name else self.sites[name]

    def steps(self, path: str) -> list[tuple[Segment, bool]]:
        """The segments along "A-B-C", each with whether it is passed against its line."""
        return [self._step(start, end) for start, end in pairwise(path.split("-"))]

    def _step(self, start: str, end: str) -> tuple[Segment, bool]:
        forward = self.segments.get(f"{start}-{end}")
        return (forward, False) if forward else (self.segments[f"{end}-{start}"], True)


def place(east: float, north: float = 0) -> Point:
    """A point in metres from the origin of drawn networks."""
    return Point(ORIGIN[0] + east, ORIGIN[1] + north, srid=srid.STORAGE)


def make_site(code: str, east: float = 0, north: float = 0, **fields: Any) -> Site:
    """A chamber, in metres from the origin of drawn networks."""
    fields = {"owner": make_organisation(), "kind": "chamber", **fields}
    return Site.objects.create(code=code, geom=place(east, north), **fields)


def make_segment(start: Site, end: Site, **fields: Any) -> Segment:
    """A straight open cut between two sites."""
    line = LineString(start.geom.coords, end.geom.coords, srid=srid.STORAGE)
    fields = {
        "owner": start.owner,
        "kind": "open_cut",
        "code": f"{start.code}-{end.code}",
        **fields,
    }
    return Segment.objects.create(
        **{"start_site": start, "end_site": end, "geom": line, **fields},
    )


def make_line_network(drawing: str, **fields: Any) -> Network:
    """The network of a drawing; `fields` are given to all its sites and segments."""
    network = Network()
    for row, chain in enumerate(drawing.replace("\n", ",").split(",")):
        names = [name.strip() for name in chain.strip().split("-")]
        for before, name in zip([None, *names], names, strict=False):
            if name not in network.sites:
                east = network.sites[before].geom.x - ORIGIN[0] + 100 if before else 0
                network.sites[name] = make_site(name, east, -50 * row, **fields)
        for start, end in pairwise(names):
            network.segments[f"{start}-{end}"] = make_segment(
                network[start], network[end], **fields
            )
    return network


# --- ducts
def make_fill_policies(tube: float = 0.6, protection: float = 0.5) -> None:
    """How full tubes and protection ducts may be made (Σd²/D²), for ever."""
    always = DateRange(dt.date(2000, 1, 1), None)
    for kind, ratio in (("tube", tube), ("protection", protection)):
        FillPolicy.objects.create(
            code=kind, name=kind, duct_kind=kind, max_ratio=ratio, valid=always, source="test"
        )


def make_duct_type(code: str = "50x4.6", kind: str = "protection") -> DuctType:
    """A type whose code says its outer diameter and wall in mm, such as 7x1.5."""
    outer, _, wall = code.partition("x")
    defaults = {"name": code, "kind": kind, "outer_mm": float(outer), "wall_mm": float(wall)}
    return DuctType.objects.get_or_create(code=code, defaults=defaults)[0]


def make_bundle_type(tubes: int = 3, tube: str = "7x1.5") -> DuctType:
    """A bundle of so many like tubes, such as 3x7x1.5."""
    bundle, made = DuctType.objects.get_or_create(
        code=f"{tubes}x{tube}", defaults={"name": f"{tubes}x{tube}", "kind": "bundle"}
    )
    if made:
        tube_type = make_duct_type(tube, "tube")
        BundleMember.objects.bulk_create(
            BundleMember(bundle_type=bundle, number=number, tube_type=tube_type)
            for number in range(1, tubes + 1)
        )
    return bundle


def make_duct(
    network: Network, path: str, *, code: str = "", inside: Duct | None = None, **fields: Any
) -> Duct:
    """A duct along "A-B-C", directly in the trench or inside another duct where that lies."""
    names = path.split("-")
    defaults = {
        "code": code or f"R-{next(_numbers)}",
        "type": make_duct_type(),
        "owner": network[names[0]].owner,
        "start_site": network[names[0]],
        "end_site": network[names[-1]],
    }
    duct = Duct.objects.create(**{**defaults, **fields})
    around = {} if inside is None else {s.segment_id: s for s in inside.sections.all()}
    for rank, (segment, against) in enumerate(network.steps(path), start=1):
        parent = around.get(segment.pk)
        DuctSection.objects.create(
            duct=duct,
            segment=segment,
            rank=rank,
            reversed=against,
            parent=parent,
            level=parent.level + 1 if parent else 0,
            position=duct.number if parent else None,
        )
    return duct


def make_bundle(
    network: Network,
    path: str,
    *,
    tubes: int = 3,
    code: str = "RV",
    inside: Duct | None = None,
    **fields: Any,
) -> Duct:
    """A bundle with its tubes RV.01, RV.02 … lying in it all along; `bundle.tubes` has them."""
    made_as = make_bundle_type(tubes)
    bundle = make_duct(network, path, code=code, inside=inside, type=made_as, **fields)
    for member in bundle.type.members.select_related("tube_type"):
        make_duct(
            network,
            path,
            code=f"{code}.{member.number:02d}",
            inside=bundle,
            **{**fields, "type": member.tube_type, "bundle": bundle, "number": member.number},
        )
    return bundle


# --- cables and gateways
def make_cable_type(fibres: int = 12, tubes: int = 1, outer_mm: float = 2.5) -> CableType:
    """A type of so many fibres; its outer diameter in mm."""
    code = f"K{fibres}-{tubes}-{outer_mm:g}"
    defaults = {"name": code, "fibre_count": fibres, "tube_count": tubes, "outer_mm": outer_mm}
    return CableType.objects.get_or_create(code=code, defaults=defaults)[0]


def make_cable(
    network: Network, path: str, *, inside: Duct | None = None, code: str = "", **fields: Any
) -> Cable:
    """A cable along "A-B-C", pulled into a duct where that lies, buried elsewhere."""
    names = path.split("-")
    defaults = {
        "code": code or f"K-{next(_numbers)}",
        "type": make_cable_type(),
        "owner": network[names[0]].owner,
        "start_site": network[names[0]],
        "end_site": network[names[-1]],
        "route_quality": "surveyed",
    }
    cable = Cable.objects.create(**{**defaults, **fields})
    around = {} if inside is None else {s.segment_id: s for s in inside.sections.all()}
    CableSection.objects.bulk_create(
        CableSection(
            cable=cable,
            segment=segment,
            rank=rank,
            reversed=against,
            duct_section=around.get(segment.pk),
            laying="duct" if segment.pk in around else "buried",
        )
        for rank, (segment, against) in enumerate(network.steps(path), start=1)
    )
    return cable


def make_gateway(site: Site, code: str = "", **fields: Any) -> Gateway:
    """A LoRaWAN gateway at a site."""
    code = code or f"GW-{next(_numbers)}"
    defaults = {"owner": site.owner, "network": "stadt-lora", "network_gateway_id": code.lower()}
    return Gateway.objects.create(code=code, site=site, **{**defaults, **fields})


def make_gateway_report(gateway: Gateway, state: str = "online") -> GatewayReport:
    """A report of just now."""
    now = timezone.now()
    return GatewayReport.objects.create(
        gateway=gateway, state=state, last_seen_at=now, observed_at=now, reported_by="LNS"
    )


# --- claims
def make_claim(
    organisation: Organisation,
    *units: tuple[Duct, Site, Site],
    since: date = date(2026, 1, 1),
    until: date | None = date(2040, 1, 1),
    cable_outer_mm: float | None = None,
) -> Holder:
    """A holder of ducts between sites, whole or with room for a cable; settles the ledger.

    The period is `[since, until)`.
    """
    holder = Holder.objects.create(
        kind="claim", organisation=organisation, effect="reserved", period=(since, until)
    )
    for duct, start, end in units:
        HeldUnit.objects.create(
            holder=holder,
            duct=duct,
            from_site=start,
            to_site=end,
            cable_outer_mm=cable_outer_mm,
        )
    settle()
    return holder


def make_granted(
    organisation: Organisation,
    *units: tuple[Duct, Site, Site],
    since: date | None = None,
    until: date | None = None,
    cable_outer_mm: float | None = None,
) -> Grant:
    """A confirmed reservation as `make_claim` makes one, and the grant that opens its plant.

    In force `[since, until)`, from today on unless said otherwise.
    """
    holder = make_claim(organisation, *units, cable_outer_mm=cable_outer_mm)
    grant = Grant.objects.create(
        organisation=organisation,
        case_reference="F-1",
        valid=DateRange(since or timezone.localdate(), until),
    )
    claim = Claim.objects.create(
        holder=holder,
        organisation=organisation,
        state=ClaimState.CONFIRMED,
        period=holder.period,
        idempotency_key=f"granted-{holder.pk}",
        requested_by=make_user(Role.PARTNER, organisation),
        grant=grant,
    )
    narrow(claim)
    return grant
