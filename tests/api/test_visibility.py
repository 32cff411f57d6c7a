"""What a grant, an area and a carrier's view come down to, case by case.

The walk of the whole schema by every role is in test_roles_read.py and test_roles_write.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Organisation
from network.services.capacity_summary import refresh_all
from tests.api.door import Door
from tests.api.ground import STAFF, Ground
from tests.api.snapshot import snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """Made once and rolled back behind the module; each test has a transaction of its own in it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Ground()
        transaction.set_rollback(True)


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


def test_of_a_duct_seen_in_part_only_that_part_is_named(ask, ground) -> None:
    """Whether the rest is free, or passes a site, is not to be told by naming it."""
    query = """mutation($e: [RequestedElement!]) { draftAccessRequest(input: {kind: DUCT_ACCESS,
        subject: "x", contactName: "N", contactEmail: "n@nord.example", elements: $e,
        period: {from: "2031-01-01", until: "2031-12-31"}}) { errors { code field } } }"""
    for one, errors in (
        ({"duct": "RV.01"}, [{"code": "NOT_FOUND", "field": "elements"}]),
        ({"duct": "RV.01", "fromSite": "A", "toSite": "B"}, []),
    ):
        answer = ask(ground.north, query, e=[one])
        assert answer["data"]["draftAccessRequest"]["errors"] == errors, one


@pytest.mark.parametrize(
    ("name", "given", "may_not"),
    [
        ("changeSite", '{id: "A", name: "x"}', "NOT_PERMITTED"),
        ("cutDuct", '{id: "RV.01", site: "B"}', "NOT_PERMITTED"),
        ("removeDuct", '{id: "RV.01"}', "NOT_PERMITTED"),
        ("confirmReservation", '{id: "R-MINE"}', "NOT_PERMITTED"),
        ("startUse", '{id: "R-MINE"}', "NOT_PERMITTED"),
    ],
)
def test_what_a_grant_shows_it_does_not_open_to_changes(ground, name, given, may_not) -> None:
    door = Door(ground.north)
    text = given.replace("R-MINE", f"R-{ground.confirmed.pk}")
    before = snapshot()
    answer = door(f"mutation {{ {name}(input: {text}) {{ errors {{ code }} }} }}")
    assert [one["code"] for one in answer["data"][name]["errors"]] == [may_not]
    assert snapshot() == before


@pytest.mark.parametrize("who", ["north", "south", *STAFF])
def test_a_split_nowhere_near_is_refused_to_all(ground, who) -> None:
    """And those who see nothing learn no more than that."""
    door = Door(ground.user(who))
    before = snapshot()
    answer = door(
        """mutation { splitSegment(input: {id: "B-D", newSite: {code: "M", kind: CHAMBER},
            at: {type: "Point", coordinates: [7.0, 51.0]}}) { errors { code } } }"""
    )
    (error,) = answer["data"]["splitSegment"]["errors"]
    assert who in STAFF or error["code"] in {"NOT_FOUND", "NOT_PERMITTED", "OUT_OF_AREA"}
    assert snapshot() == before


def test_a_contractor_writes_only_inside_the_area(ground) -> None:
    contractor = Door(ground.user("contractor_editor"))
    query = """mutation($id: ID!) { changeSite(input: {id: $id, name: "x"}) {
        site { name } errors { code } } }"""
    inside = contractor(query, id="A")["data"]["changeSite"]
    assert inside == {"site": {"name": "x"}, "errors": []}
    before = snapshot()
    outside = contractor(query, id="C")["data"]["changeSite"]
    assert outside["errors"] == [{"code": "NOT_FOUND"}]
    assert snapshot() == before


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
