"""An example of every mutation of the schema, and the one table of who may do it.

The bulk form of a mutation is the same example as its only row, for the same people: `all_examples`
derives it from the schema. What is edited lies outside the contractor's area.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, LineString
from graphql import GraphQLInputObjectType, get_named_type
from psycopg2.extras import DateRange

from accounts.services import client as clients
from assets.models import (
    Address,
    CableType,
    ColourScheme,
    Duct,
    FrequencyPlan,
    Project,
)
from gis import srid
from network.models import Damage, FillPolicy
from network.routing import Unit
from network.routing.token import seal
from network.services import duct_joint
from network.services.settle import settle
from quality.models import Finding
from quality.services.finding import accept
from quality.services.queue import check_due
from registry_api.nodes import to_global_id
from registry_api.schema import schema
from tests.api.case_examples import RESERVING, Cases, case_examples
from tests.api.ground import Ground
from tests.api.webhook_examples import make_message, webhook_examples
from tests.builders import (
    make_cable,
    make_duct,
    make_duct_type,
    make_line_network,
    make_segment,
    make_site,
    place,
)

EDITORS = {"editor", "planner", "administrator"}
CATALOGUE_KEEPERS = {"administrator"}
OFFICERS = {"access_officer"}
HOLDER_OF_THE_HOLD = {"south"}
CLIENT_MANAGERS = {"administrator", "partner_administrator"}


@dataclass(frozen=True)
class Example:
    """`input` must succeed for those who are `allowed` and be refused to everybody else."""

    name: str
    input: dict[str, Any]
    allowed: set[str]


class Plant(Ground):
    """The ground, and beside it something to change, to remove and to delete of every kind."""

    def __init__(self) -> None:
        super().__init__()
        self.spare = make_line_network("L-M, P-Q-R, U-V-W, S-T, X-Y")
        make_segment(self.spare["U"], self.spare["V"], code="U=V")
        house = Address.objects.create(
            building_id="OI-9", street="Hof", house_number=1, town="W", geom=place(300, -300)
        )
        make_site("FREE", 300, -300, address=house)
        ducts = {code: make_duct(self.spare, path, code=code) for code, path in DUCTS.items()}
        make_cable(self.spare, "U-V-W", code="KU")
        self._records()
        self.client = clients.create(
            by=self.user("partner_administrator"), code="oss"
        ).record.client
        self.message = make_message(self.client)
        settle()
        self.section = ducts["DU"].sections.get()
        self.joint = duct_joint.couple(
            first=ducts["DU"], second=ducts["DV"], site=self.spare["V"], by=None
        )
        self.damage = Damage.objects.create(
            section=self.section, period=DateRange(dt.date(2030, 1, 1), None), description="Bagger"
        )
        settle()
        asked = {
            code: make_duct(self.spare, "X-Y", code=code) for code in ("C1", "C2", "C3", "C4", "C5")
        }
        self.cases = Cases(self.north, self.south, asked)
        self.open_finding, self.accepted_finding = self._findings()

    def _records(self) -> None:
        Project.objects.create(code="Projekt-Y", name="Projekt-Y")
        self.address = Address.objects.create(
            building_id="OI-1", street="Neumarkt", house_number=10, town="W", geom=place(300, -300)
        )
        make_duct_type("99x9")
        CableType.objects.create(code="K99", name="K99", fibre_count=99, tube_count=9)
        colours = ColourScheme.objects.create(code="bunt", name="Bunt", source="test")
        colours.steps.create(number=1, name_de="rot", name_en="red", hex="#ff0000")
        FrequencyPlan.objects.create(code="plan", name="Plan", source="test")
        FillPolicy.objects.create(
            code="alt",
            name="Alt",
            duct_kind="tube",
            max_ratio=0.5,
            valid=DateRange(dt.date(1990, 1, 1), dt.date(1991, 1, 1)),
            source="test",
        )

    def _findings(self) -> tuple[str, str]:
        """Ids of one that is open and one that is accepted."""
        while check_due():
            pass
        depth = Finding.objects.filter(rule="depth_unknown", segment=self.spare["S-T"]).get()
        empty = Finding.objects.filter(rule="segment_empty", segment=self.spare["S-T"]).get()
        accept(finding=empty, by=None, acceptance="not built yet")
        while check_due():
            pass
        return tuple(to_global_id("QualityFinding", one.public_id) for one in (depth, empty))

    def route_token(self, user: Any) -> str:
        """As if the person had asked for a route through the free tube."""
        tube = Duct.objects.get(code="RV.03")
        return seal([Unit(tube.pk, tube.start_site_id, tube.end_site_id, None)], 200.0, user)


DUCTS = {"DU": "U-V", "DV": "V-W", "EU": "U-V", "EV": "V-W", "LONG": "U-V-W"}
PERIOD = {"from": "2031-01-01", "until": "2031-12-31"}


def geo(geometry: GEOSGeometry) -> dict[str, Any]:
    """As GeoJSON in WGS84."""
    moved = geometry.transform(4326, clone=True)
    coordinates = moved.coords if moved.geom_type == "Point" else [list(c) for c in moved.coords]
    return {"type": moved.geom_type, "coordinates": list(coordinates)}


def line(plant: Plant, start: str, end: str) -> dict[str, Any]:
    ends = [plant.spare[name].geom.coords for name in (start, end)]
    return geo(LineString(*ends, srid=srid.STORAGE))


def single_examples(plant: Plant) -> list[Example]:
    """One for each mutation that is no bulk form and no route."""
    new = {"code": "NEW", "owner": "stadt"}
    named = {"code": "new", "name": "New", "source": "test"}
    joint = to_global_id("DuctJoint", plant.joint.pk)
    damage = to_global_id("Damage", plant.damage.pk)
    section = to_global_id("DuctSection", plant.section.pk)
    address = to_global_id("Address", plant.address.pk)
    client = to_global_id("ApiClient", plant.client.pk)
    reserving = {"cable": "KU", "strands": [1], "period": PERIOD, "idempotencyKey": "example"}
    by_role: dict[str, tuple[set[str], dict[str, Any]]] = {
        **webhook_examples(plant.message),
        **case_examples(plant.cases),
        # --- assets
        "createSite": (EDITORS, {**new, "kind": "CHAMBER", "geometry": geo(place(300, -200))}),
        "changeSite": (EDITORS, {"id": "W", "name": "x"}),
        "removeSite": (EDITORS, {"id": "FREE"}),
        "deleteSite": (EDITORS, {"id": "FREE"}),
        "createSegment": (
            EDITORS,
            {
                **new,
                "kind": "OPEN_CUT",
                "startSite": "R",
                "endSite": "W",
                "geometry": line(plant, "R", "W"),
            },
        ),
        "changeSegment": (EDITORS, {"id": "S-T", "name": "x"}),
        "removeSegment": (EDITORS, {"id": "S-T"}),
        "deleteSegment": (EDITORS, {"id": "S-T"}),
        "splitSegment": (
            EDITORS,
            {
                "id": "S-T",
                "at": geo(place(50, -150)),
                "newSite": {"code": "NEW", "kind": "CHAMBER"},
            },
        ),
        "mergeSegments": (EDITORS, {"id": "P-Q", "other": "Q-R"}),
        "layDuct": (EDITORS, {**new, "type": "7x1.5", "path": [{"segment": "S-T"}]}),
        "changeDuct": (EDITORS, {"id": "EU", "name": "x"}),
        "removeDuct": (EDITORS, {"id": "EU"}),
        "deleteDuct": (EDITORS, {"id": "EU"}),
        "cutDuct": (EDITORS, {"id": "LONG", "site": "V"}),
        "rerouteDuct": (
            EDITORS,
            {"id": "LONG", "fromSite": "U", "toSite": "V", "path": [{"segment": "U=V"}]},
        ),
        "coupleDucts": (EDITORS, {"first": "EU", "second": "EV", "site": "V"}),
        "uncoupleDucts": (EDITORS, {"id": joint}),
        "createCable": (
            EDITORS,
            {**new, "type": "K12-1-2.5", "path": [{"segment": "S-T", "laying": "BURIED"}]},
        ),
        "changeCable": (EDITORS, {"id": "KU", "name": "x"}),
        "removeCable": (EDITORS, {"id": "KU"}),
        "deleteCable": (EDITORS, {"id": "KU"}),
        "rerouteCable": (EDITORS, {"id": "KU", "path": [{"segment": "U=V", "laying": "BURIED"}]}),
        "createGateway": (
            EDITORS,
            {**new, "site": "W", "network": "n", "networkGatewayId": "x"},
        ),
        "changeGateway": (EDITORS, {"id": "GW-1", "name": "x", "antennas": [{"heightM": 12.5}]}),
        "removeGateway": (EDITORS, {"id": "GW-1"}),
        "deleteGateway": (EDITORS, {"id": "GW-1"}),
        "reportGateway": (
            EDITORS,
            {
                "network": plant.gateway.network,
                "networkGatewayId": plant.gateway.network_gateway_id,
                "state": "OFFLINE",
                "observedAt": "2026-01-01T12:00:00+00:00",
            },
        ),
        "reportDamage": (
            EDITORS,
            {"ductSection": section, "period": {"from": "2031-01-01"}, "description": "x"},
        ),
        "changeDamage": (EDITORS, {"id": damage, "description": "x"}),
        "deleteDamage": (EDITORS, {"id": damage}),
        # --- records
        "createProject": (EDITORS, {"code": "NEW", "name": "New", "principal": "stadt"}),
        "changeProject": (EDITORS, {"id": "Projekt-Y", "name": "x"}),
        "deleteProject": (EDITORS, {"id": "Projekt-Y"}),
        "createAddress": (
            EDITORS,
            {
                "buildingId": "OI-2",
                "street": "Wall",
                "houseNumber": 1,
                "town": "W",
                "geometry": geo(place(300, -200)),
            },
        ),
        "changeAddress": (EDITORS, {"id": address, "suffix": "a"}),
        "deleteAddress": (EDITORS, {"id": address}),
        "createDuctType": (
            CATALOGUE_KEEPERS,
            {**named, "kind": "BUNDLE", "members": [{"number": 1, "tubeType": "99x9"}]},
        ),
        "changeDuctType": (CATALOGUE_KEEPERS, {"id": "99x9", "name": "x"}),
        "deleteDuctType": (CATALOGUE_KEEPERS, {"id": "99x9"}),
        "createCableType": (CATALOGUE_KEEPERS, {**named, "fibreCount": 4, "tubeCount": 1}),
        "changeCableType": (CATALOGUE_KEEPERS, {"id": "K99", "name": "x"}),
        "deleteCableType": (CATALOGUE_KEEPERS, {"id": "K99"}),
        "createColourScheme": (
            CATALOGUE_KEEPERS,
            {**named, "steps": [{"number": 1, "nameDe": "rot", "nameEn": "red", "hex": "#ff0000"}]},
        ),
        "changeColourScheme": (CATALOGUE_KEEPERS, {"id": "bunt", "name": "x"}),
        "deleteColourScheme": (CATALOGUE_KEEPERS, {"id": "bunt"}),
        "createFrequencyPlan": (
            CATALOGUE_KEEPERS,
            {**named, "channels": [{"frequencyHz": 868100000, "bandwidthKhz": 125}]},
        ),
        "changeFrequencyPlan": (CATALOGUE_KEEPERS, {"id": "plan", "name": "x"}),
        "deleteFrequencyPlan": (CATALOGUE_KEEPERS, {"id": "plan"}),
        "createFillPolicy": (
            CATALOGUE_KEEPERS,
            {**named, "ductKind": "TUBE", "maxRatio": 0.4, "valid": {"from": "2100-01-01"}},
        ),
        "changeFillPolicy": (CATALOGUE_KEEPERS, {"id": "alt", "name": "x"}),
        "deleteFillPolicy": (CATALOGUE_KEEPERS, {"id": "alt"}),
        # --- the ledger
        "reserveStrands": ({"planner", "access_officer"}, reserving),
        "confirmReservation": (OFFICERS, {"id": f"R-{plant.held.pk}"}),
        "startUse": (OFFICERS, {"id": f"R-{plant.confirmed.pk}"}),
        "releaseReservation": (OFFICERS | HOLDER_OF_THE_HOLD, {"id": f"R-{plant.held.pk}"}),
        # --- data quality
        "acceptQualityFinding": (EDITORS, {"id": plant.open_finding, "acceptance": "x"}),
        "reopenQualityFinding": (EDITORS, {"id": plant.accepted_finding}),
        # --- clients of the API
        "createApiClient": (CLIENT_MANAGERS, {"code": "new", "organisation": "nord"}),
        "changeApiClient": (CLIENT_MANAGERS, {"id": client, "name": "x"}),
        "rotateApiClientSecret": (CLIENT_MANAGERS, {"id": client}),
        "revokeApiClient": (CLIENT_MANAGERS, {"id": client}),
    }
    return [Example(name, given, allowed) for name, (allowed, given) in by_role.items()]


def route_example(plant: Plant, user: Any) -> Example:
    """Routes are found for somebody, so their example is, too."""
    given = {"routeToken": plant.route_token(user), "period": PERIOD, "idempotencyKey": "route"}
    return Example("reserveRoute", given, RESERVING)


def all_examples(plant: Plant, user: Any) -> dict[str, Example]:
    """Every mutation's example by its name, bulk forms included, as the user sends it."""
    examples = {one.name: one for one in [*single_examples(plant), route_example(plant, user)]}
    rows = {row: name for name, row in bulk_rows().items()}
    for single in list(examples.values()):
        bulk = rows.get(f"{single.name[0].upper()}{single.name[1:]}Row")
        if bulk is not None:
            examples[bulk] = Example(bulk, {"rows": [single.input]}, single.allowed)
    return examples


def mutations() -> Mapping[str, Any]:
    kind = schema.graphql_schema.mutation_type
    assert kind is not None
    return kind.fields


def input_of(name: str) -> GraphQLInputObjectType:
    kind = get_named_type(mutations()[name].args["input"].type)
    assert isinstance(kind, GraphQLInputObjectType)
    return kind


def bulk_rows() -> dict[str, str]:
    """Bulk mutations with the name of the type of their rows."""
    return {
        name: get_named_type(input_of(name).fields["rows"].type).name
        for name in mutations()
        if "rows" in input_of(name).fields
    }


def payload_selection(name: str) -> str:
    """Every field of a mutation's payload."""
    kind = get_named_type(mutations()[name].type)
    parts = []
    for field_name, field in kind.fields.items():
        named = get_named_type(field.type)
        if field_name == "errors":
            parts.append("errors { code field message details }")
        elif hasattr(named, "fields"):
            parts.append(f"{field_name} {{ __typename id }}" if "id" in named.fields else "")
        else:
            parts.append(field_name)
    return " ".join(parts)


def document(name: str) -> str:
    return (
        f"mutation($input: {input_of(name).name}!)"
        f" {{ {name}(input: $input) {{ {payload_selection(name)} }} }}"
    )
