"""Requests that are none: a defined status and a typed error each, nothing internal told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from tests.api.refusing import code_of, post
from tests.builders import make_user

pytestmark = pytest.mark.django_db


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
    got, answer = post(make_user("viewer"), body)
    assert got == status
    assert code is None or code_of(answer) == code


@pytest.mark.parametrize(
    ("given", "german", "english"),
    [
        ({}, "$input ist erforderlich", "$input is required"),
        ({"input": None}, "darf nicht null sein", "must not be null"),
        ({"input": {}}, "input.id ist erforderlich (ID!) und fehlt", "input.id is required (ID!)"),
        ({"input": {"id": None}}, "input.id ist erforderlich (ID!) und darf", "must not be null"),
    ],
)
def test_what_a_variable_lacks_is_said_in_the_readers_language(given, german, english) -> None:
    query = "mutation($input: AcceptOfferInput!) { acceptOffer(input: $input) { errors { code } } }"
    client = Client()
    client.force_login(make_user("partner"))
    for language, words in (("de", german), ("en", english)):
        body = json.dumps({"query": query, "variables": given})
        headers = {"accept-language": language}
        answer = client.post("/graphql/", body, content_type="application/json", headers=headers)
        said = [one["extensions"] for one in answer.json()["errors"]]
        assert any(words in one["message"] for one in said), said
        assert {one["code"] for one in said} == {"GRAPHQL_INVALID"}


def test_other_content_types_are_refused() -> None:
    for kind in ("application/x-www-form-urlencoded", "multipart/form-data", "text/plain"):
        got, answer = post(make_user("viewer"), "query={viewer{name}}", content_type=kind)
        assert (got, code_of(answer)) == (415, "NOT_JSON")


def test_introspection_is_not_too_large() -> None:
    from graphql import get_introspection_query

    got, answer = post(None, {"query": get_introspection_query(input_value_deprecation=True)})
    assert got == 200
    assert answer["data"]["__schema"]["queryType"]["name"] == "Query"


def test_mutations_never_run_by_get(small_network) -> None:
    client = Client()
    client.force_login(make_user("editor"))
    query = 'mutation { removeSite(input: {id: "A"}) { errors { code } } }'
    response = client.get("/graphql/", {"query": query})
    assert response.status_code == 405
    assert client.get("/graphql/", {"query": "{ sites { totalCount } }"}).status_code == 200


def test_sessions_need_the_csrf_token_and_tokens_do_not(small_network) -> None:
    from accounts.services import client as clients
    from accounts.services import token as tokens
    from tests.builders import make_organisation

    body = json.dumps({"query": "{ viewer { name } }"})
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("editor"))
    forged = client.post("/graphql/", body, content_type="application/json")
    assert (forged.status_code, code_of(forged.json())) == (403, "CSRF")
    client.cookies["csrftoken"] = "a" * 32
    headers = {"content_type": "application/json", "headers": {"X-CSRFToken": "a" * 32}}
    assert client.post("/graphql/", body, **headers).status_code == 200
    api_client = clients.ensure(code="oss", organisation=make_organisation(), role="viewer")
    bearer = f"Bearer {tokens.issue(client=api_client, days=1).text}"
    headers = {"content_type": "application/json", "headers": {"Authorization": bearer}}
    answer = Client(enforce_csrf_checks=True).post("/graphql/", body, **headers)
    assert answer.json()["data"]["viewer"] == {"name": "oss"}
    wrong = Client().post("/graphql/", body, **headers | {"headers": {"Authorization": "Bearer x"}})
    assert (wrong.status_code, code_of(wrong.json())) == (401, "MALFORMED_TOKEN")


def test_a_fault_of_ours_tells_only_the_number_of_the_request(monkeypatch, caplog) -> None:
    def fail(*_arguments: Any, **_options: Any) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("registry_api.connections.count", fail)
    status, answer = post(make_user("viewer"), {"query": "{ sites { totalCount } }"})
    assert (status, code_of(answer)) == (200, "INTERNAL")
    assert "1234" not in json.dumps(answer)
    assert "1234" in caplog.text
