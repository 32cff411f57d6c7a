"""Hostile requests: a defined status, a typed error, nothing executed, not one statement."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from django.test import Client

from accounts.services import client as clients
from accounts.services import token as tokens
from tests.api.hostile import HOSTILE, Hostile
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db

INTERNALS = ("Traceback", "psycopg2", 'File "', "SELECT ", "django.", "/registry_api")
RESPONSE_JSON = "application/graphql-response+json"
MOST_MEMORY = 20_000_000
"""Bytes that refusing may take beside the body itself, which the test holds as well."""


def _send(hostile: Hostile, client: Client, **headers: str) -> Any:
    headers = {"Accept": RESPONSE_JSON, **hostile.headers, **headers}
    if hostile.body is None:
        return client.get("/graphql/", hostile.address, headers=headers)
    return client.post(
        "/graphql/", hostile.body, content_type=hostile.content_type, headers=headers
    )


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_requests_are_refused_before_any_statement(
    name, monkeypatch, django_assert_num_queries
) -> None:
    """Whether a token or a session comes with them makes no difference: neither is looked up."""

    def never(*_arguments: Any, **_options: Any) -> None:
        raise AssertionError("executed")

    hostile = HOSTILE[name]
    person = Client()
    person.force_login(make_user("viewer"))
    monkeypatch.setattr("registry_api.view.run", never)
    for client, headers in (
        (Client(), {}),
        (person, {}),
        (Client(), {"Authorization": "Bearer tb_" + "A" * 43}),
    ):
        with django_assert_num_queries(0):
            response = _send(hostile, client, **headers)
        answer = response.json()
        error = answer["errors"][0]
        assert (response.status_code, error["extensions"]["code"]) == (hostile.status, hostile.code)
        assert "data" not in answer
        assert response["Content-Type"].startswith(RESPONSE_JSON)
        assert len(response.content) < 25_000
        assert not [word for word in INTERNALS if word in response.content.decode()]
        assert error["message"] == error["extensions"]["message"] != ""


def test_there_are_enough_of_them() -> None:
    assert len(HOSTILE) >= 30


def test_refusing_takes_little_memory() -> None:
    client = Client()
    for hostile in HOSTILE.values():
        _send(hostile, client)
    tracemalloc.start()
    try:
        for _again in range(3):
            for name, hostile in HOSTILE.items():
                tracemalloc.reset_peak()
                before = tracemalloc.get_traced_memory()[0]
                _send(hostile, client)
                peak = tracemalloc.get_traced_memory()[1] - before
                # Django's test client copies the body once before it is sent.
                assert peak - 2 * len(hostile.body or b"") < MOST_MEMORY, name
    finally:
        tracemalloc.stop()


# --- tokens
@pytest.fixture
def token() -> Any:
    client = clients.ensure(code="oss", organisation=make_organisation(), role="viewer")
    return tokens.issue(client=client, days=1)


def _ask(text: str, query: str = "{ viewer { name } }") -> Any:
    import json

    return Client().post(
        "/graphql/",
        json.dumps({"query": query}),
        content_type="application/json",
        headers={"Authorization": text, "Accept": RESPONSE_JSON},
    )


@pytest.mark.parametrize(
    ("bearer", "code"),
    [
        ("Bearer ", "MALFORMED_TOKEN"),
        ("Bearer x", "MALFORMED_TOKEN"),
        ("Bearer " + "A" * 7_000, "MALFORMED_TOKEN"),
        ("Bearer tb_" + "A" * 43, "UNKNOWN_TOKEN"),
    ],
)
def test_tokens_that_are_none(bearer, code, monkeypatch) -> None:
    monkeypatch.setattr("registry_api.view.run", lambda *_a, **_o: pytest.fail("executed"))
    response = _ask(bearer)
    assert response.status_code == 401
    assert response.json()["errors"][0]["extensions"]["code"] == code
    assert response["WWW-Authenticate"].startswith("Bearer")
    assert response["Content-Type"].startswith(RESPONSE_JSON)
    assert len(response["X-Request-Id"]) == 32


def test_revoked_and_expired_tokens_end_at_once(token) -> None:
    from datetime import timedelta

    from django.utils import timezone

    assert _ask(f"Bearer {token.text}").json()["data"]["viewer"] == {"name": "oss"}
    now = timezone.now()
    token.record.__class__.objects.update(
        created_at=now - timedelta(days=1), expires_at=now - timedelta(seconds=1)
    )
    expired = _ask(f"Bearer {token.text}")
    assert (expired.status_code, expired.json()["errors"][0]["extensions"]["code"]) == (
        401,
        "TOKEN_EXPIRED",
    )
    tokens.revoke(token.record)
    revoked = _ask(f"Bearer {token.text}")
    assert (revoked.status_code, revoked.json()["errors"][0]["extensions"]["code"]) == (
        401,
        "TOKEN_REVOKED",
    )


# --- time
def test_a_statement_beyond_its_time_is_a_timeout(monkeypatch, ask, codes) -> None:
    from django.db import connection, transaction

    def sleep(*_arguments: Any) -> int:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 20")
            cursor.execute("SELECT pg_sleep(5)")
        return 0

    monkeypatch.setattr("registry_api.connections.count", sleep)
    answer = ask(make_user("viewer"), "{ sites { totalCount } }")
    assert (answer["status"], codes(answer)) == (200, ["TIMEOUT"])


def test_no_statement_begins_when_the_time_is_up(monkeypatch, ask, codes) -> None:
    from registry_api.limits import Limit

    monkeypatch.setattr("registry_api.limits.SECONDS", Limit("TIMEOUT", -1, "seconds", ""))
    answer = ask(None, "{ viewer { name } }")
    assert answer["data"] == {"viewer": None}, "asks no statement"
    answer = ask(make_user("viewer"), "{ sites { totalCount } }")
    assert (answer["status"], codes(answer)) == (503, ["TIMEOUT"])
