"""GraphQL over HTTP: methods, media types, entity tags, operations by name and hash, numbers."""

from __future__ import annotations

import gzip
import json
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from registry_api.persisted import FOLDER
from tests.api.operations import NAMES, operation
from tests.builders import make_line_network, make_user

pytestmark = pytest.mark.django_db

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
TYPENAME = {"query": "{ __typename }"}


def _code(response: Any) -> str:
    return response.json()["errors"][0]["extensions"]["code"]


def _post(body: Any = TYPENAME, *, client: Client | None = None, **headers: Any) -> Any:
    kind = headers.pop("content_type", JSON)
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return (client or Client()).post("/graphql/", text, content_type=kind, headers=headers)


@pytest.fixture
def viewer() -> Client:
    client = Client()
    client.force_login(make_user("viewer"))
    return client


# --- methods and media types
@pytest.mark.parametrize("method", ["put", "patch", "delete", "head"])
def test_other_methods(method, django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        response = getattr(Client(), method)("/graphql/")
    assert (response.status_code, response["Allow"]) == (405, "GET, POST")


def test_a_mutation_by_get_is_told_to_use_post(viewer) -> None:
    query = 'mutation { removeSite(input: {id: "A"}) { errors { code } } }'
    response = viewer.get("/graphql/", {"query": query})
    assert (response.status_code, response["Allow"], _code(response)) == (405, "POST", "METHOD")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        (None, JSON),
        ("*/*", JSON),
        ("application/*", JSON),
        (JSON, JSON),
        ("application/json; charset=utf-8", JSON),
        (RESPONSE_JSON, RESPONSE_JSON),
        (f"{RESPONSE_JSON}; charset=utf-8, {JSON}; charset=utf-8", RESPONSE_JSON),
        (f"{JSON}, {RESPONSE_JSON}", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0.5, {JSON}", JSON),
        (f"{RESPONSE_JSON}, */*;q=0.1", RESPONSE_JSON),
        (f"{JSON};q=0, {RESPONSE_JSON};q=0.1", RESPONSE_JSON),
    ],
)
def test_the_media_type_is_that_of_the_accept_header(accept, kind) -> None:
    response = _post(**({} if accept is None else {"Accept": accept}))
    assert response.status_code == 200
    assert response["Content-Type"] == f"{kind}; charset=utf-8"
    assert response.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize("accept", ["text/plain", "image/*", f"{JSON};q=0", "application/xml"])
def test_no_acceptable_media_type(accept) -> None:
    response = _post(Accept=accept)
    assert (response.status_code, _code(response)) == (406, "NOT_ACCEPTABLE")


@pytest.mark.parametrize(
    "kind",
    ["application/graphql", "text/plain", "", "application/json; charset=latin-1", "a/b"],
)
def test_other_bodies(kind) -> None:
    response = _post(content_type=kind)
    assert (response.status_code, _code(response)) == (415, "NOT_JSON")


def test_a_compressed_body_is_not_unpacked() -> None:
    bomb = gzip.compress(b" " * 900_000)
    response = _post(bomb, **{"Content-Encoding": "gzip"})
    assert (response.status_code, _code(response)) == (415, "NOT_JSON")


@pytest.mark.parametrize("query", ["{ nothing }", "{", "query($a: Int!) { __typename }"])
def test_faults_of_the_document_by_media_type(query) -> None:
    """Plain JSON answers them with 200, as the specification asks for the sake of old clients."""
    assert _post({"query": query}, Accept=JSON).status_code == 200
    response = _post({"query": query}, Accept=RESPONSE_JSON)
    assert response.status_code == 400
    assert "data" not in response.json()


def test_an_answer_with_errors_in_part_is_an_answer(viewer) -> None:
    query = '{ viewer { name } node(id: "x") { id } }'
    response = _post({"query": query}, client=viewer, Accept=RESPONSE_JSON)
    assert response.status_code == 200
    assert response.json()["data"]["node"] is None


def test_whoever_must_log_in_is_told_how() -> None:
    response = _post({"query": "{ sites { totalCount } }"})
    assert (response.status_code, response["WWW-Authenticate"]) == (401, "Bearer")


# --- operations by name and hash
@pytest.mark.parametrize("name", NAMES)
def test_every_documented_operation_by_name_and_hash(name, ask) -> None:
    """Whoever may not run it is told the same, however it is called: the text has been found."""
    asked = operation(name)
    known = sha256((FOLDER / f"{name}.graphql").read_bytes()).hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": known}}
    expected = ask(None, asked.text, **asked.variables)
    assert expected.pop("status") == 401
    calls = [{"documentId": name}, {"documentId": f"sha256:{known}"}, {"extensions": extensions}]
    for call in calls:
        body = {**call, "variables": asked.variables}
        response = _post(body)
        assert (response.status_code, response.json()) == (401, expected)
        address = {
            key: one if isinstance(one, str) else json.dumps(one) for key, one in body.items()
        }
        by_get = Client().get("/graphql/", address)
        if "mutation " in asked.text:
            assert (by_get.status_code, _code(by_get)) == (405, "METHOD")
        else:
            assert (by_get.status_code, by_get.json()) == (401, expected)


def test_an_operation_by_hash_answers(viewer) -> None:
    make_line_network("A-B")
    found = viewer.get("/graphql/", {"documentId": "DuctDetail", "variables": '{"code": "X"}'})
    assert found.json() == {"data": {"ducts": {"nodes": []}}}


def test_an_unknown_hash_makes_clients_send_the_text(django_assert_num_queries) -> None:
    known = sha256(b"{ __typename }").hexdigest()
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": known}}
    for asked in ({"extensions": extensions}, {"documentId": "Nothing"}):
        with django_assert_num_queries(0):
            response = _post(asked)
        assert (response.status_code, _code(response)) == (404, "PERSISTED_QUERY_NOT_FOUND")
    assert _post({**TYPENAME, "extensions": extensions}).json()["data"]
    assert _post({"extensions": extensions}).status_code == 404, "what clients send is not kept"
    response = _post({"query": "{ viewer { name } }", "extensions": extensions})
    assert (response.status_code, _code(response)) == (400, "PERSISTED_QUERY_MISMATCH")


@pytest.mark.parametrize("persisted", [1, "x", [], {}, {"sha256Hash": 1}, {"sha256Hash": None}])
def test_a_malformed_hash(persisted) -> None:
    response = _post({"extensions": {"persistedQuery": persisted}})
    assert (response.status_code, _code(response)) == (400, "BAD_REQUEST")


# --- entity tags
def test_an_unchanged_answer_is_not_sent_again(viewer) -> None:
    make_line_network("A-B")
    asked = {"query": "{ sites { nodes { code name } } }"}
    first = viewer.get("/graphql/", asked)
    assert first["Cache-Control"] == "private, no-cache"
    assert "Cookie" in first["Vary"] and "Authorization" in first["Vary"]
    again = viewer.get("/graphql/", asked, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    make_line_network("C-D")
    changed = viewer.get("/graphql/", asked, headers={"If-None-Match": first["ETag"]})
    assert (changed.status_code, len(changed.json()["data"]["sites"]["nodes"])) == (200, 4)


def test_an_operation_by_hash_is_not_sent_again_either(viewer) -> None:
    known = sha256((FOLDER / "DuctDetail.graphql").read_bytes()).hexdigest()
    extensions = json.dumps({"persistedQuery": {"version": 1, "sha256Hash": known}})
    for call in ({"documentId": f"sha256:{known}"}, {"extensions": extensions}):
        asked = {**call, "variables": '{"code": "X"}'}
        tag = viewer.get("/graphql/", asked)["ETag"]
        again = viewer.get("/graphql/", asked, headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


def test_another_viewer_is_not_told_that_nothing_changed(viewer) -> None:
    make_line_network("A-B")
    asked = {"query": "{ sites { nodes { code } } }"}
    tag = viewer.get("/graphql/", asked)["ETag"]
    other = Client()
    other.force_login(make_user("partner"))
    response = other.get("/graphql/", asked, headers={"If-None-Match": tag})
    assert (response.status_code, response.json()["data"]["sites"]["nodes"]) == (200, [])
    nobody = Client().get("/graphql/", asked, headers={"If-None-Match": tag})
    assert nobody.status_code == 401 and "ETag" not in nobody


def test_neither_posts_nor_errors_are_kept(viewer) -> None:
    for response in (
        _post({"query": "{ viewer { name } }"}, client=viewer),
        viewer.get("/graphql/", {"query": "{"}),
        viewer.get("/graphql/", {"query": '{ node(id: "x") { id } }'}),
    ):
        assert response["Cache-Control"] == "private, no-store"
        assert "ETag" not in response


# --- compression
INTROSPECTION = {"query": "{ __schema { types { name description fields { name } } } }"}


def test_large_answers_are_compressed_for_those_who_can_unpack_them() -> None:
    plain = _post(INTROSPECTION)
    assert "Content-Encoding" not in plain
    for accepted in ("gzip", "br, gzip;q=0.8", "deflate, gzip", "*"):
        packed = _post(INTROSPECTION, **{"Accept-Encoding": accepted})
        assert packed["Content-Encoding"] == "gzip", accepted
        assert gzip.decompress(packed.content) == plain.content
        assert len(packed.content) < len(plain.content) / 3
    for refused in ("identity", "gzip;q=0", "gzip;q=0.0, br", "br", "xgzip"):
        assert "Content-Encoding" not in _post(INTROSPECTION, **{"Accept-Encoding": refused})
    assert "Accept-Encoding" in plain["Vary"]


def test_small_answers_and_those_of_changes_are_not(viewer) -> None:
    assert "Content-Encoding" not in _post(**{"Accept-Encoding": "gzip"})
    aliases = " ".join(
        f'a{n}: removeSite(input: {{id: "none-{n}"}}) {{ errors {{ code field message }} }}'
        for n in range(15)
    )
    response = _post(
        {"query": f"mutation {{ {aliases} }}"}, client=viewer, **{"Accept-Encoding": "gzip"}
    )
    assert len(response.content) > 1_000
    assert "Content-Encoding" not in response


def test_the_size_of_a_compressed_answer_is_blurred() -> None:
    sizes = {
        len(_post(INTROSPECTION, **{"Accept-Encoding": "gzip"}).content) for _again in range(10)
    }
    assert len(sizes) > 1


# --- numbers of requests, facts for developers
def test_a_request_has_a_number() -> None:
    made = _post()["X-Request-Id"]
    assert len(made) == 32
    assert _post(**{"X-Request-Id": "order-4711.a"})["X-Request-Id"] == "order-4711.a"
    for odd in ("short", "x" * 65, "with space in it", "new\u2028line-line", "-leading-dash"):
        assert len(_post(**{"X-Request-Id": odd})["X-Request-Id"]) == 32


def test_each_request_is_one_line_of_the_log(caplog, viewer) -> None:
    caplog.set_level("INFO", "registry_api.visit")
    query = "query Names { sites(first: 2) { nodes { code } } }"
    _post({"query": query}, client=viewer, **{"X-Request-Id": "order-4711"})
    (line,) = [one.getMessage() for one in caplog.records if one.name == "registry_api.visit"]
    assert line.startswith("request order-4711 Names 200: 100 points, ")
    _post("{", **{"X-Request-Id": "order-4712"})
    assert "request order-4712 - 400: 0 points, 0 statements" in caplog.text


def test_developers_see_price_and_statements(viewer) -> None:
    query = {"query": "{ sites(first: 100) { nodes { code segments { code } } } }"}
    assert "extensions" not in _post(query, client=viewer).json()
    told = _post(query, client=viewer, **{"X-Trassenbuch-Debug": "1"}).json()["extensions"]
    assert told["cost"]["points"] == 601
    assert told["cost"]["statements"] >= 2
    assert told["milliseconds"] > 0
