"""Bad values: a clear typed error each, nothing changed, nothing internal told."""

from __future__ import annotations

from base64 import b64encode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Segment, Site
from registry_api.nodes import to_global_id
from reservations.models import Claim
from tests.api.refusing import code_of, post
from tests.builders import make_user

pytestmark = pytest.mark.django_db


NODE = "query($id: ID!) { node(id: $id) { id } }"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "A",
        "U2l0ZTox",
        "ä",
        b64encode(b"Site:").decode(),
        b64encode(b"Site:1; DROP TABLE").decode(),
        b64encode(b"Site:----------------------------------").decode(),
        b64encode(b"User:1").decode(),
        b64encode(b"Tube:99999999999999999999999").decode(),
        b64encode(b"Tube:-1").decode(),
        b64encode(b"\xff\xfe").decode(),
        "A" * 100_000,
    ],
)
def test_malformed_ids(text) -> None:
    _status, answer = post(make_user("viewer"), {"query": NODE, "variables": {"id": text}})
    assert code_of(answer) == "MALFORMED_ID"


def test_what_is_no_id_leaves_the_others_alone(small_network) -> None:
    site = to_global_id("Site", small_network["A"].public_id)
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    _status, answer = post(
        make_user("viewer"), {"query": query, "variables": {"ids": ["x", site, "User:1", site]}}
    )
    assert answer["data"]["nodes"] == [None, {"id": site}, None, {"id": site}]
    told = [(one["path"], one["extensions"]["code"]) for one in answer["errors"]]
    assert told == [(["nodes", 0], "MALFORMED_ID"), (["nodes", 2], "MALFORMED_ID")]


def test_an_id_beyond_every_number_is_just_not_there() -> None:
    number = b64encode(b"Tube:999999999999999999").decode()
    _status, answer = post(make_user("viewer"), {"query": NODE, "variables": {"id": number}})
    assert answer["data"] == {"node": None}


def test_an_id_of_another_type_is_refused(small_network) -> None:
    wrong = to_global_id("Segment", small_network["A-B"].public_id)
    query = "mutation($id: ID!) { removeSite(input: {id: $id}) { errors { code field } } }"
    _status, answer = post(make_user("editor"), {"query": query, "variables": {"id": wrong}})
    assert answer["data"]["removeSite"]["errors"] == [{"code": "WRONG_TYPE", "field": "id"}]


PAGE = """query($first: Int, $last: Int, $after: String, $order: AssetOrder) {
  sites(first: $first, last: $last, after: $after, orderBy: $order) { nodes { code } } }"""


@pytest.mark.parametrize(
    ("variables", "code"),
    [
        ({"first": 0}, "BAD_INPUT"),
        ({"first": -5}, "BAD_INPUT"),
        ({"first": 101}, "BAD_INPUT"),
        ({"first": 5, "last": 5}, "BAD_INPUT"),
        ({"last": 1_000_000}, "BAD_INPUT"),
        ({"first": 2_147_483_648}, "GRAPHQL_INVALID"),
        ({"after": ""}, "BAD_CURSOR"),
        ({"after": "abc"}, "BAD_CURSOR"),
        ({"after": "ä"}, "BAD_CURSOR"),
        ({"after": "A" * 10_000}, "BAD_CURSOR"),
        ({"after": b64encode(b'123456789["A",1]').decode()}, "BAD_CURSOR"),
        ({"order": "SECRET"}, "GRAPHQL_INVALID"),
    ],
)
def test_pages(small_network, variables, code) -> None:
    _status, answer = post(make_user("viewer"), {"query": PAGE, "variables": variables})
    assert code_of(answer) == code


def test_a_cursor_of_another_list_or_order_is_refused(small_network, ask, codes) -> None:
    user = make_user("viewer")
    query = "{ sites(first: 1) { pageInfo { endCursor } } }"
    cursor = ask(user, query)["data"]["sites"]["pageInfo"]["endCursor"]
    for asked in (
        "query($c: String) { segments(after: $c) { nodes { code } } }",
        "query($c: String) { sites(after: $c, orderBy: NEWEST) { nodes { code } } }",
    ):
        assert codes(ask(user, asked, c=cursor)) == ["BAD_CURSOR"]
    changed = cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")
    asked = "query($c: String) { sites(after: $c) { nodes { code } } }"
    assert codes(ask(user, asked, c=changed)) == ["BAD_CURSOR"]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ addresses(search: "Neumarkt", first: null) { street } }', "BAD_INPUT"),
        ("{ changes(first: null) { nodes { type } } }", None),
        ("{ sites { nodes { segments(first: null) { code } } } }", "BAD_INPUT"),
        ("{ cables { nodes { strands(fromNumber: null) { number } } } }", None),
        (
            """{ routes(from: {site: "A"}, to: {site: "C"}, requirement: {tubes: 1},
            alternatives: null) { routes { lengthM } } }""",
            None,
        ),
    ],
)
def test_null_in_place_of_a_default(small_network, query, code) -> None:
    status, answer = post(make_user("planner"), {"query": query})
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    assert "INTERNAL" not in codes
    assert code is None or codes == [code]


RING = [[7, 51], [7.1, 51], [7.1, 51.1], [7, 51]]


@pytest.mark.parametrize(
    "place",
    [
        {"inBox": {"west": 8, "south": 51, "east": 7, "north": 52}},
        {"inBox": {"west": 7, "south": 51, "east": 700, "north": 52}},
        {"inBox": {"west": 7, "south": 51, "east": 7, "north": 51}},
        {"near": {"lon": 7, "lat": 51, "distanceM": -1}},
        {"near": {"lon": 7, "lat": 51, "distanceM": 1e9}},
        {"near": {"lon": 7, "lat": 99, "distanceM": 10}},
        {"within": {}},
        {"within": {"type": "Point", "coordinates": [7, 51]}},
        {"within": {"type": "Polygon", "coordinates": []}},
        {"within": {"type": "Polygon", "coordinates": "7 51"}},
        {"within": {"type": "Polygon", "coordinates": [[]]}},
        {"within": {"type": "Polygon", "coordinates": [[[7, 51], [8, 52]]]}},
        {"within": {"type": "Polygon", "coordinates": [[[7, 51], "x", [8, 52], [7, 51]]]}},
        {"within": {"type": "Polygon", "coordinates": [[[7, 51], [None, 1], [8, 52], [7, 51]]]}},
        {"within": {"type": "Polygon", "coordinates": [[[7, 51], [8, 52], [8, 51], [7, 52]]]}},
        {
            "within": {
                "type": "Polygon",
                "coordinates": [[[7, 51], [8, 52], [8, 51], [7, 52], [7, 51]]],
            }
        },
        {"within": {"type": "Polygon", "coordinates": [[[7, 51]] * 6_000]}},
        {"within": {"type": "Polygon", "coordinates": [RING] * 100}},
        {"within": {"type": "Polygon", "coordinates": [RING], "crs": {"name": "/etc/passwd"}}},
        {"changedSince": "yesterday"},
        {"changedSince": "0001-01-01T00:00:00+23:59"},
        {"changedSince": "9999-12-31T23:59:59-23:59"},
        {"code": "A\0B"},
    ],
)
def test_filters_that_make_no_sense(small_network, place) -> None:
    query = "query($f: SiteFilter) { sites(filter: $f) { totalCount nodes { code } } }"
    _status, answer = post(make_user("viewer"), {"query": query, "variables": {"f": place}})
    assert code_of(answer) in {
        "INVALID_GEOMETRY",
        "CRS_NOT_ALLOWED",
        "BAD_INPUT",
        "GRAPHQL_INVALID",
    }


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-02-01", "2027-01-01"),
        ("1200-01-01", "2027-01-01"),
        ("2027-01-01", "9999-12-31"),
        ("2027-01-01", "2150-01-01"),
        ("2027-02-30", "2027-03-01"),
        ("soon", "later"),
        ("", ""),
    ],
)
def test_periods(small_network, first, last) -> None:
    query = """query($p: PeriodInput!) { segments { nodes { ductSections {
        occupancy(period: $p) { state } } } } }"""
    variables = {"p": {"from": first, "until": last}}
    _status, answer = post(make_user("viewer"), {"query": query, "variables": variables})
    assert code_of(answer) in {"INVALID_PERIOD", "GRAPHQL_INVALID"}


@pytest.mark.parametrize(
    "geometry",
    [
        {"type": "LineString", "coordinates": [[7.13, 51.25]]},
        {"type": "LineString", "coordinates": [[7.13, 51.25], [7.13, 51.25]]},
        {"type": "LineString", "coordinates": [[7.13, 51.25], [99, 99]]},
        {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
        {"type": "Point", "coordinates": [7.13, 51.25]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": "LineString", "coordinates": [[7.13, 51.25], [7.14, 51.25]], "crs": {}},
        {"type": "LineString", "coordinates": {"$where": 1}},
    ],
)
def test_geometry_of_a_new_segment(small_network, geometry) -> None:
    query = """mutation($g: GeoJSON!) { createSegment(input: {code: "N", owner: "stadt",
        kind: OPEN_CUT, startSite: "A", endSite: "C", geometry: $g}) {
        segment { id } errors { code field message } } }"""
    before = Segment.objects.count()
    _status, answer = post(make_user("editor"), {"query": query, "variables": {"g": geometry}})
    (error,) = answer["data"]["createSegment"]["errors"]
    assert error["field"] == "geometry" or error["code"] == "OUTSIDE_CITY", error
    assert answer["data"]["createSegment"]["segment"] is None
    assert Segment.objects.count() == before


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("code: null", "INVALID_VALUE"),
        ('code: ""', "INVALID_VALUE"),
        ('code: "B"', "NOT_UNIQUE"),
        ("owner: null", "INVALID_VALUE"),
        ('owner: "nobody"', "NOT_FOUND"),
        ("depthCm: -3", "INVALID_VALUE"),
        ("depthCm: 2000000000", "INVALID_VALUE"),
        ('validFrom: "2027-01-01", validTo: "2026-01-01"', None),
        ("version: 99", "STALE_VERSION"),
        ('name: "a\\u0000b"', "INVALID_VALUE"),
        (f'name: "x", reason: "{"x" * 2_001}"', "INVALID_VALUE"),
    ],
)
def test_changes_of_a_site(small_network, change, code) -> None:
    query = f'mutation {{ changeSite(input: {{id: "A", {change}}}) {{ errors {{ code field }} }} }}'
    before = Site.objects.filter(code="A").values().get()
    _status, answer = post(make_user("editor"), {"query": query})
    (error,) = answer["data"]["changeSite"]["errors"]
    assert code is None or error["code"] == code, error
    assert Site.objects.filter(pk=before["id"]).values().get() == before


def test_a_choice_that_is_repeated_counts_once(small_network, ask) -> None:
    """20,000 times the same took a second, for the price of next to nothing."""
    query = "query($f: SiteFilter) { sites(filter: $f) { nodes { code } } }"
    with CaptureQueriesContext(connection) as captured:
        answer = ask(make_user("viewer"), query, f={"kind": ["CHAMBER"] * 20_000})
    assert [one["code"] for one in answer["data"]["sites"]["nodes"]] == ["A", "B", "C"]
    assert max(len(one["sql"]) for one in captured) < 5_000


def test_no_reason_is_as_good_as_none(small_network, ask) -> None:
    query = """mutation { changeSite(input: {id: "A", name: "x", reason: null}) {
        site { name } errors { code } } }"""
    answer = ask(make_user("editor"), query)
    assert answer["data"]["changeSite"] == {"site": {"name": "x"}, "errors": []}


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "INVALID_ROUTE_TOKEN"),
        ("x", "INVALID_ROUTE_TOKEN"),
        ("ä", "INVALID_ROUTE_TOKEN"),
        ("gAAAAA" + "B" * 200, "INVALID_ROUTE_TOKEN"),
    ],
)
def test_route_tokens(small_network, token, code) -> None:
    query = """mutation($t: String!) { reserveRoute(input: {routeToken: $t, idempotencyKey: "k",
        period: {from: "2030-01-01", until: "2030-12-31"}}) { errors { code } } }"""
    _status, answer = post(make_user("partner"), {"query": query, "variables": {"t": token}})
    assert answer["data"]["reserveRoute"]["errors"] == [{"code": code}]
    assert not Claim.objects.exists()
