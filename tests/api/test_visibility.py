"""Who sees and changes what: every role and two carriers against every list, edge and mutation.

The ground: a network A-B-C with a bundle, a cable and a gateway, owned by the city; a tube reserved
by carrier North and confirmed, another held by carrier South.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from graphql import GraphQLObjectType, get_named_type, is_required_argument

from accounts.models import Organisation
from network.services.capacity_summary import refresh_all
from registry_api.limits import Limit
from registry_api.schema import schema
from tests.api.ground import STAFF, Ground
from tests.builders import (
    make_user,
)

pytestmark = pytest.mark.django_db

LISTS = ["sites", "segments", "ducts", "cables", "gateways", "projects", "reservations"]
SECRETS = ["stadt", "RV", "KABEL", "GW-1", "Projekt-X", "South-Secret", "süd"]
"""Words that may never reach a carrier without a grant."""


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """Made once and rolled back behind the module; each test has a transaction of its own in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground()
        transaction.set_rollback(True)


def _codes(ask, user: Any, name: str) -> list[str]:
    field = "number" if name == "reservations" else "code"
    answer = ask(user, f"{{ {name} {{ totalCount nodes {{ {field} }} }} }}")
    if "data" not in answer:
        return [answer["errors"][0]["extensions"]["code"]]
    listed = answer["data"][name]
    assert listed["totalCount"] == len(listed["nodes"])
    return sorted(node[field] for node in listed["nodes"])


EVERYTHING = {
    "sites": ["A", "B", "C", "D"],
    "segments": ["A-B", "B-C", "B-D"],
    "ducts": ["RV", "RV.01", "RV.02", "RV.03"],
    "cables": ["KABEL"],
    "gateways": ["GW-1"],
    "projects": ["Projekt-X"],
}
INSIDE_AREA = {
    "sites": ["A", "B"],
    "segments": ["A-B", "B-C", "B-D"],  # the latter two reach into it
    "ducts": EVERYTHING["ducts"],
    "cables": ["KABEL"],
    "gateways": [],
    "projects": [],
}
GRANTED_NORTH = {
    "sites": ["A", "B"],
    "segments": ["A-B"],
    "ducts": ["RV.01"],
    "cables": [],
    "gateways": [],
    "projects": [],
}


@pytest.mark.parametrize("who", ["nobody", "north", "south", "contractor_editor", *STAFF])
def test_lists_and_their_counts(ask, ground, who) -> None:
    user = ground.user(who)
    seen = {name: _codes(ask, user, name) for name in LISTS}
    expected: dict[str, list[str]] = {
        "nobody": dict.fromkeys(LISTS, ["UNAUTHENTICATED"]),
        "north": GRANTED_NORTH,
        "south": dict.fromkeys(EVERYTHING, []),
        "contractor_editor": INSIDE_AREA,
    }.get(who, EVERYTHING)
    claims = {
        "nobody": ["UNAUTHENTICATED"],
        "north": [f"R-{ground.confirmed.pk}"],
        "south": [f"R-{ground.held.pk}"],
        "planner": sorted([f"R-{ground.confirmed.pk}", f"R-{ground.held.pk}"]),
    }
    claims["access_officer"] = claims["auditor"] = claims["planner"]
    assert seen == {**expected, "reservations": claims.get(who, [])}


def _selection(kind: Any, depth: int) -> str:
    """Every field that needs no argument, edges included, down to a depth."""
    parts = ["__typename"]
    for name, field in kind.fields.items():
        if any(is_required_argument(argument) for argument in field.args.values()):
            continue
        named = get_named_type(field.type)
        if not isinstance(named, GraphQLObjectType):
            parts.append(name)
        elif depth > 0:
            parts.append(f"{name} {{ {_selection(named, depth - 1)} }}")
    return " ".join(parts)


def _everything_below(name: str) -> str:
    query = schema.graphql_schema.query_type
    listing = query.fields[name].type.of_type
    node = get_named_type(listing.fields["nodes"].type)
    return f"{{ {name} {{ nodes {{ {_selection(node, 2)} }} }} }}"


@pytest.mark.parametrize("who", ["north", "south"])
@pytest.mark.parametrize("name", ["organisations", "reservations", "myReservations", *LISTS])
def test_no_edge_tells_a_carrier_what_no_list_tells(ask, ground, who, name, monkeypatch) -> None:
    """Walks all fields two edges deep; a granted tube names no owner, bundle or neighbour."""
    for limit in ("CHARACTERS", "TOKENS", "FIELDS", "COST"):
        boundless = Limit("TOO_LARGE", 10**9, limit, "")
        monkeypatch.setattr(f"registry_api.limits.{limit}", boundless)
    answer = ask(ground.user(who), _everything_below(name))
    assert "errors" not in answer
    told = json.dumps(answer["data"], ensure_ascii=False)
    mine = {"north": [], "south": ["süd", "South-Secret"]}[who]
    for secret in SECRETS:
        if secret not in mine:
            assert f'"{secret}"' not in told


def test_filters_do_not_tell_either(ask, ground) -> None:
    """What a filter refers to must be visible, too: else one could guess owners and neighbours."""
    for filters, count in (
        ({"code": "RV.01"}, 1),
        ({"owner": "stadt"}, 0),
        ({"project": "Projekt-X"}, 0),
        ({"atSite": "A"}, 1),
        ({"atSite": "C"}, 0),
    ):
        query = "query($f: DuctFilter) { ducts(filter: $f) { totalCount } }"
        answer = ask(ground.north, query, f=filters)
        assert answer["data"]["ducts"]["totalCount"] == count, filters


def _ids(ground: Ground) -> dict[str, str]:
    from registry_api.nodes import to_global_id

    return {
        "Site": to_global_id("Site", ground.network["C"].public_id),
        "Segment": to_global_id("Segment", ground.network["B-C"].public_id),
        "Duct": to_global_id("Duct", ground.bundle.public_id),
        "DuctSection": to_global_id("DuctSection", ground.bundle.sections.all()[0].pk),
        "Cable": to_global_id("Cable", ground.cable.public_id),
        "Strand": to_global_id("Strand", ground.cable.strands.all()[0].pk),
        "Tube": to_global_id("Tube", ground.cable.tubes.all()[0].pk),
        "Gateway": to_global_id("Gateway", ground.gateway.public_id),
        "Organisation": to_global_id("Organisation", ground.city.pk),
        "Reservation": to_global_id("Reservation", ground.held.public_id),
    }


def test_ids_open_nothing(ask, ground) -> None:
    ids = _ids(ground)
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert ask(ground.north, query, ids=list(ids.values()))["data"]["nodes"] == [None] * len(ids)
    found = ask(make_user("planner"), query, ids=list(ids.values()))["data"]["nodes"]
    assert all(found)


MUTATIONS: dict[str, tuple[str, set[str]]] = {
    "createSite": (
        '{code: "N", owner: "stadt", kind: CHAMBER,'
        ' geometry: {type: "Point", coordinates: [7.139, 51.255]}}',
        {"editor", "planner", "administrator"},
    ),
    "changeSite": ('{id: "C", name: "x"}', {"editor", "planner", "administrator"}),
    "removeGateway": ('{id: "GW-1"}', {"editor", "planner", "administrator"}),
    "deleteCable": ('{id: "KABEL"}', {"editor", "planner", "administrator"}),
    "removeCable": ('{id: "KABEL"}', {"editor", "planner", "administrator"}),
    "changeDuct": ('{id: "RV", name: "x"}', {"editor", "planner", "administrator"}),
    "cutDuct": ('{id: "RV.03", site: "B"}', {"editor", "planner", "administrator"}),
    "layDuct": (
        '{code: "L", owner: "stadt", type: "7x1.5", path: [{segment: "B-C"}]}',
        {"editor", "planner", "administrator"},
    ),
    "splitSegment": (
        '{id: "B-D", at: {type: "Point", coordinates: [7.0, 51.0]},'
        ' newSite: {code: "M", kind: CHAMBER}}',
        set(),  # nowhere near: refused to all, and nobody learns more than that
    ),
    "reserveStrands": (
        '{cable: "KABEL", strands: [1], period: {from: "2031-01-01", until: "2031-12-31"},'
        ' idempotencyKey: "new"}',
        {"planner", "access_officer"},
    ),
    "confirmReservation": ('{id: "R-HELD"}', {"access_officer"}),
    "releaseReservation": ('{id: "R-HELD"}', {"access_officer", "south"}),
    "startUse": ('{id: "R-CONFIRMED"}', {"access_officer"}),
}


def _snapshot() -> list[Any]:
    """All rows of the registry, so that a refusal is seen to have changed nothing."""
    tables = connection.introspection.table_names()
    rooms = ("assets_", "network_", "reservations_", "history_")
    found = []
    with connection.cursor() as cursor:
        for table in sorted(name for name in tables if name.startswith(rooms)):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), ''))"
                f" FROM {table} t"
            )
            found.append((table, cursor.fetchone()[0]))
    return found


@pytest.mark.parametrize("who", ["nobody", "north", "south", *STAFF])
@pytest.mark.parametrize("name", MUTATIONS)
def test_mutations(ask, ground, who, name) -> None:
    text, allowed = MUTATIONS[name]
    text = text.replace("R-HELD", f"R-{ground.held.pk}")
    text = text.replace("R-CONFIRMED", f"R-{ground.confirmed.pk}")
    user = ground.user(who)
    before = _snapshot()
    answer = ask(user, f"mutation {{ {name}(input: {text}) {{ errors {{ code message }} }} }}")
    if who == "nobody":
        assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    else:
        errors = answer["data"][name]["errors"]
        assert (not errors) is (who in allowed), errors
        if errors and who in {"north", "south"} and name != "splitSegment":
            assert errors[0]["code"] in {"NOT_FOUND", "NOT_PERMITTED"}
    if who not in allowed:
        assert _snapshot() == before


def test_a_contractor_writes_only_inside_the_area(ask, ground) -> None:
    contractor = ground.user("contractor_editor")
    query = """mutation($id: ID!) { changeSite(input: {id: $id, name: "x"}) {
        site { name } errors { code } } }"""
    inside = ask(contractor, query, id="A")["data"]["changeSite"]
    assert inside == {"site": {"name": "x"}, "errors": []}
    before = _snapshot()
    outside = ask(contractor, query, id="C")["data"]["changeSite"]
    assert outside["errors"] == [{"code": "NOT_FOUND"}]
    assert _snapshot() == before


ROUTE = """{ routes(from: {point: {type: "Point", coordinates: [%s, %s]}},
  to: {point: {type: "Point", coordinates: [%s, %s]}},
  requirement: {tubes: 1}, period: {from: "2031-01-01", until: "2031-12-31"}) {
  start { distanceM site { code } }
  routes { token lengthM geometry hops { lengthM ducts { code } segments { code }
    fromSite { code } toSite { code } } plannedCuts { site { code } duct { code } } } } }"""


def _place(ground: Ground, name: str) -> tuple[float, float]:
    point = ground.network[name].geom.clone()
    point.transform(4326)
    return round(point.x, 6), round(point.y, 6)


@pytest.mark.parametrize("who", ["planner", "south"])
def test_routes_of_a_carrier_show_corridors_only(ask, ground, who) -> None:
    asked = ROUTE % (*_place(ground, "A"), *_place(ground, "C"))
    answer = ask(ground.user(who), asked)
    assert "errors" not in answer, answer
    route = answer["data"]["routes"]["routes"][0]
    hop = route["hops"][0]
    if who == "planner":
        assert hop["ducts"][0]["code"].startswith("RV.")
        assert route["lengthM"] == pytest.approx(200, abs=0.2)
        return
    assert (hop["ducts"], hop["segments"], hop["fromSite"]) == ([], [], None)
    assert route["lengthM"] % 50 == hop["lengthM"] % 50 == 0
    assert answer["data"]["routes"]["start"] == {"distanceM": None, "site": None}
    exact = list(_place(ground, "A"))
    assert exact not in [[round(x, 6) for x in point] for point in route["geometry"]["coordinates"]]
    reserve_it = """mutation($t: String!) { reserveRoute(input: {routeToken: $t,
        idempotencyKey: "x", period: {from: "2031-01-01", until: "2031-12-31"}}) {
        reservation { geometry lengthM units { duct { code } } } errors { code } } }"""
    stranger = ask(ground.north, reserve_it, t=route["token"])["data"]["reserveRoute"]
    assert stranger["errors"] == [{"code": "INVALID_ROUTE_TOKEN"}]
    mine = ask(ground.south, reserve_it, t=route["token"])["data"]["reserveRoute"]
    assert mine["errors"] == []
    assert mine["reservation"]["units"] == [{"duct": None}]
    drawn, found = mine["reservation"]["geometry"], route["geometry"]
    assert sorted(drawn["coordinates"]) == sorted(found["coordinates"])


def test_the_corridor_says_where_to_the_nearest_cell(ask, ground) -> None:
    query = "query($b: Box!) { corridor(inBox: $b) { geometry availabilityClass } }"
    box = {"west": 7.13, "south": 51.25, "east": 7.15, "north": 51.26}
    refresh_all()
    cells = ask(ground.south, query, b=box)["data"]["corridor"]
    assert len(cells) >= 4
    assert {cell["geometry"]["type"] for cell in cells} == {"Polygon"}
    assert any(cell["availabilityClass"] for cell in cells)
    ground.network["A-B"].__class__.objects.update(publication="protected")
    assert ask(ground.south, query, b=box)["data"]["corridor"] == []
    refused = ask(ground.user("contractor_editor"), query, b=box)
    assert refused["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"


def test_organisations_are_no_list_of_competitors(ask, ground) -> None:
    Organisation.objects.get_or_create(code="third", name="Third", kind="carrier")
    listed = ask(ground.north, "{ organisations { totalCount nodes { code } } }")["data"]
    assert listed["organisations"] == {"totalCount": 1, "nodes": [{"code": "nord"}]}
