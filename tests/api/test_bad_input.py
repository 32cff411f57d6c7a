"""Bad input: a clear typed error each, nothing changed, nothing internal told."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client

from assets.models import Segment, Site
from network.services.settle import settle
from registry_api.nodes import to_global_id
from reservations.models import Claim
from tests.builders import make_bundle, make_cable, make_gateway, make_line_network, make_user

pytestmark = pytest.mark.django_db

INTERNALS = ("Traceback", "psycopg2", 'File "', "SELECT ", "django.")


@pytest.fixture
def network():
    network = make_line_network("A-B-C")
    make_bundle(network, "A-B-C", tubes=2)
    make_cable(network, "A-B-C", code="K")
    make_gateway(network["C"], "GW")
    settle()
    return network


def _post(user: Any, body: Any, **headers: Any) -> tuple[int, dict[str, Any]]:
    client = Client()
    if user is not None:
        client.force_login(user)
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    kind = "application/graphql-response+json"
    headers = {"content_type": "application/json", "HTTP_ACCEPT": kind, **headers}
    response = client.post("/graphql/", text, **headers)
    assert response.headers["Content-Type"] == f"{kind}; charset=utf-8"
    content = response.content.decode()
    assert not [word for word in INTERNALS if word in content]
    return response.status_code, json.loads(content)


def _code(answer: dict[str, Any]) -> str:
    return answer["errors"][0]["extensions"]["code"]


# --- the request as such
@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("{", 400, "BAD_REQUEST"),
        (b"\xff\xfe", 400, "BAD_REQUEST"),
        ("null", 400, "BAD_REQUEST"),
        ("[]", 400, "BATCHING"),
        ('[{"query": "{ viewer { name } }"}]', 400, "BATCHING"),
        ({"query": 1}, 400, "BAD_REQUEST"),
        ({"query": "  "}, 400, "BAD_REQUEST"),
        ({"query": "{ viewer { name } }", "variables": [1]}, 400, "BAD_REQUEST"),
        ({"query": "{ viewer { name } }", "operationName": 7}, 400, "BAD_REQUEST"),
        ({"query": "{ viewer { name } }", "operationName": "Other"}, 400, "GRAPHQL_INVALID"),
        ({"query": "{ viewer {"}, 400, "SYNTAX"),
        ({"query": "{ secrets }"}, 400, "GRAPHQL_INVALID"),
        ({"query": "query A { viewer { name } } query A { viewer { name } }"}, 400, None),
        ({"query": "subscription { viewer }"}, 400, None),
        ({"query": "x" * 1_100_000}, 413, "BODY_TOO_LARGE"),
        ({"query": "{" + "a " * 5_000 + "}"}, 400, "TOO_LARGE"),
        ({"query": "{a" * 3_000}, 400, "TOO_LARGE"),
    ],
)
def test_a_request_that_is_none(body, status, code) -> None:
    got, answer = _post(make_user("viewer"), body)
    assert got == status
    assert code is None or _code(answer) == code


def test_other_content_types_are_refused() -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"):
        got, answer = _post(make_user("viewer"), "query={viewer{name}}", content_type=kind)
        assert (got, _code(answer)) == (415, "NOT_JSON")


def test_introspection_is_not_too_large() -> None:
    from graphql import get_introspection_query

    got, answer = _post(None, {"query": get_introspection_query(input_value_deprecation=True)})
    assert got == 200
    assert answer["data"]["__schema"]["queryType"]["name"] == "Query"


def test_mutations_never_run_by_get(network) -> None:
    client = Client()
    client.force_login(make_user("editor"))
    query = 'mutation { removeSite(input: {id: "A"}) { errors { code } } }'
    response = client.get("/graphql/", {"query": query})
    assert response.status_code == 405
    assert client.get("/graphql/", {"query": "{ sites { totalCount } }"}).status_code == 200


def test_sessions_need_the_csrf_token_and_tokens_do_not(network) -> None:
    from accounts.services import client as clients
    from accounts.services import token as tokens
    from tests.builders import make_organisation

    body = json.dumps({"query": "{ viewer { name } }"})
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("editor"))
    forged = client.post("/graphql/", body, content_type="application/json")
    assert (forged.status_code, _code(forged.json())) == (403, "CSRF")
    client.cookies["csrftoken"] = "a" * 32
    headers = {"content_type": "application/json", "headers": {"X-CSRFToken": "a" * 32}}
    assert client.post("/graphql/", body, **headers).status_code == 200
    api_client = clients.ensure(code="oss", organisation=make_organisation(), role="viewer")
    bearer = f"Bearer {tokens.issue(client=api_client, days=1).text}"
    headers = {"content_type": "application/json", "headers": {"Authorization": bearer}}
    answer = Client(enforce_csrf_checks=True).post("/graphql/", body, **headers)
    assert answer.json()["data"]["viewer"] == {"name": "oss"}
    wrong = Client().post("/graphql/", body, **headers | {"headers": {"Authorization": "Bearer x"}})
    assert (wrong.status_code, _code(wrong.json())) == (401, "MALFORMED_TOKEN")


# --- values
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
    _status, answer = _post(make_user("viewer"), {"query": NODE, "variables": {"id": text}})
    assert _code(answer) == "MALFORMED_ID"


def test_an_id_beyond_every_number_is_just_not_there() -> None:
    number = b64encode(b"Tube:999999999999999999").decode()
    _status, answer = _post(make_user("viewer"), {"query": NODE, "variables": {"id": number}})
    assert answer["data"] == {"node": None}


def test_an_id_of_another_type_is_refused(network) -> None:
    wrong = to_global_id("Segment", network["A-B"].public_id)
    query = "mutation($id: ID!) { removeSite(input: {id: $id}) { errors { code field } } }"
    _status, answer = _post(make_user("editor"), {"query": query, "variables": {"id": wrong}})
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
def test_pages(network, variables, code) -> None:
    _status, answer = _post(make_user("viewer"), {"query": PAGE, "variables": variables})
    assert _code(answer) == code


def test_a_cursor_of_another_list_or_order_is_refused(network, ask, codes) -> None:
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
def test_null_in_place_of_a_default(network, query, code) -> None:
    status, answer = _post(make_user("planner"), {"query": query})
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
        {"code": "A\0B"},
    ],
)
def test_filters_that_make_no_sense(network, place) -> None:
    query = "query($f: SiteFilter) { sites(filter: $f) { totalCount nodes { code } } }"
    _status, answer = _post(make_user("viewer"), {"query": query, "variables": {"f": place}})
    assert _code(answer) in {"INVALID_GEOMETRY", "CRS_NOT_ALLOWED", "BAD_INPUT", "GRAPHQL_INVALID"}


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
def test_periods(network, first, last) -> None:
    query = """query($p: PeriodInput!) { segments { nodes { ductSections {
        occupancy(period: $p) { state } } } } }"""
    variables = {"p": {"from": first, "until": last}}
    _status, answer = _post(make_user("viewer"), {"query": query, "variables": variables})
    assert _code(answer) in {"INVALID_PERIOD", "GRAPHQL_INVALID"}


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
def test_geometry_of_a_new_segment(network, geometry) -> None:
    query = """mutation($g: GeoJSON!) { createSegment(input: {code: "N", owner: "stadt",
        kind: OPEN_CUT, startSite: "A", endSite: "C", geometry: $g}) {
        segment { id } errors { code field message } } }"""
    before = Segment.objects.count()
    _status, answer = _post(make_user("editor"), {"query": query, "variables": {"g": geometry}})
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
    ],
)
def test_changes_of_a_site(network, change, code) -> None:
    query = f'mutation {{ changeSite(input: {{id: "A", {change}}}) {{ errors {{ code field }} }} }}'
    before = Site.objects.filter(code="A").values().get()
    _status, answer = _post(make_user("editor"), {"query": query})
    (error,) = answer["data"]["changeSite"]["errors"]
    assert code is None or error["code"] == code, error
    assert Site.objects.filter(pk=before["id"]).values().get() == before


@pytest.mark.parametrize(
    ("token", "code"),
    [
        ("", "INVALID_ROUTE_TOKEN"),
        ("x", "INVALID_ROUTE_TOKEN"),
        ("ä", "INVALID_ROUTE_TOKEN"),
        ("gAAAAA" + "B" * 200, "INVALID_ROUTE_TOKEN"),
    ],
)
def test_route_tokens(network, token, code) -> None:
    query = """mutation($t: String!) { reserveRoute(input: {routeToken: $t, idempotencyKey: "k",
        period: {from: "2030-01-01", until: "2030-12-31"}}) { errors { code } } }"""
    _status, answer = _post(make_user("partner"), {"query": query, "variables": {"t": token}})
    assert answer["data"]["reserveRoute"]["errors"] == [{"code": code}]
    assert not Claim.objects.exists()


def test_a_fault_of_ours_tells_only_the_number_of_the_request(monkeypatch, caplog) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("registry_api.connections.count", fail)
    status, answer = _post(make_user("viewer"), {"query": "{ sites { totalCount } }"})
    assert (status, _code(answer)) == (200, "INTERNAL")
    assert "1234" not in json.dumps(answer)
    assert "1234" in caplog.text
