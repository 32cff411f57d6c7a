"""API clients over GraphQL: made with a secret that is shown once, changed, rotated, revoked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import ApiClient, User
from accounts.services import client as clients
from accounts.services import personal_token
from accounts.services import secret as secrets
from history.models import Change
from tests.builders import make_organisation, make_user

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: CreateApiClientInput!) { createApiClient(input: $input) {
    apiClient { id clientId scopes organisation { code } secrets { hint validUntil } }
    secret errors { code field } } }"""
ROTATE = """mutation($input: RotateApiClientSecretInput!) { rotateApiClientSecret(input: $input) {
    apiClient { secrets { hint validUntil } } secret errors { code field } } }"""
REVOKE = """mutation($input: RevokeApiClientInput!) { revokeApiClient(input: $input) {
    apiClient { revokedAt } errors { code field } } }"""
CHANGE = """mutation($input: ChangeApiClientInput!) { changeApiClient(input: $input) {
    apiClient { name scopes } errors { code field } } }"""
LIST = "{ apiClients { totalCount nodes { clientId lastUsedAt revokedAt } } }"


@pytest.fixture
def boss() -> User:
    return make_user("partner_administrator", make_organisation("nord", "carrier"))


def _done(ask: Any, user: User, query: str, **given: Any) -> dict[str, Any]:
    answer = ask(user, query, input=given)
    assert "errors" not in answer, answer
    ((_name, payload),) = answer["data"].items()
    return payload


def test_a_client_with_its_secret(ask, boss) -> None:
    made = _done(ask, boss, CREATE, code="oss", scopes=["READ"])
    assert made["errors"] == []
    client = made["apiClient"]
    assert (client["clientId"], client["scopes"]) == ("nord-oss", ["READ"])
    assert client["organisation"] == {"code": "nord"}
    assert client["secrets"] == [{"hint": made["secret"][:8], "validUntil": None}]
    assert secrets.authenticate(code="nord-oss", text=made["secret"]) is not None
    (seen,) = ask(boss, LIST)["data"]["apiClients"]["nodes"]
    assert seen["clientId"] == "nord-oss" and seen["lastUsedAt"] is not None


def test_a_secret_is_in_the_first_answer_only(ask, boss) -> None:
    first = _done(ask, boss, CREATE, code="oss", idempotencyKey="k")
    again = _done(ask, boss, CREATE, code="oss", idempotencyKey="k")
    assert again["apiClient"]["id"] == first["apiClient"]["id"]
    assert (again["secret"], again["errors"]) == (None, [])
    assert ApiClient.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM registry_api_answered t")
        kept = cursor.fetchone()[0]
    assert first["secret"] not in kept + str(list(Change.objects.values()))


def test_a_dry_run_makes_nothing(ask, boss) -> None:
    _done(ask, boss, CREATE, code="oss", dryRun=True)
    assert not ApiClient.objects.exists()
    assert User.objects.filter(is_service=True).count() == 0


def test_rotating_changing_and_revoking(ask, boss) -> None:
    first = _done(ask, boss, CREATE, code="oss")["secret"]
    soon = (timezone.now() + timedelta(days=7)).isoformat()
    second = _done(ask, boss, ROTATE, id="nord-oss", oldValidUntil=soon)
    assert sum(one["validUntil"] is None for one in second["apiClient"]["secrets"]) == 1
    third = _done(ask, boss, ROTATE, id="nord-oss")["secret"]
    works = [
        secrets.authenticate(code="nord-oss", text=text) is not None
        for text in (first, second["secret"], third)
    ]
    assert works == [False, False, True]
    changed = _done(ask, boss, CHANGE, id="nord-oss", name="OSS", scopes=["READ"])
    assert changed["apiClient"] == {"name": "OSS", "scopes": ["READ"]}
    assert _done(ask, boss, REVOKE, id="nord-oss")["apiClient"]["revokedAt"] is not None
    assert secrets.authenticate(code="nord-oss", text=third) is None
    again = _done(ask, boss, ROTATE, id="nord-oss")
    assert (again["secret"], again["errors"][0]["code"]) == (None, "CLIENT_REVOKED")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "no spaces"}, "code"),
        ({"code": "oss", "scopes": []}, "scopes"),
        ({"code": "oss", "scopes": ["EDIT"]}, "scopes"),
        ({"code": "oss", "role": "PLANNER"}, None),
        ({"code": "oss", "organisation": "stadt"}, "organisation"),
        ({"code": "x\0"}, "code"),
    ],
)
def test_refusals_name_their_field_and_change_nothing(ask, boss, given, field) -> None:
    make_organisation("stadt")
    refused = _done(ask, boss, CREATE, **given)
    assert (refused["apiClient"], refused["secret"]) == (None, None)
    assert refused["errors"][0]["field"] == field
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize("when", ["2020-01-01T00:00:00Z", "2999-01-01T00:00:00"])
def test_an_old_secret_ends_soon_and_not_before_now(ask, boss, when) -> None:
    _done(ask, boss, CREATE, code="oss")
    refused = _done(ask, boss, ROTATE, id="nord-oss", oldValidUntil=when)
    assert refused["errors"] == [{"code": "INVALID_VALUE", "field": "oldValidUntil"}]


@pytest.mark.parametrize("who", ["stranger", "partner", "planner", "machine"])
def test_others_find_no_client_and_make_none(ask, boss, who, client) -> None:
    issued = clients.create(by=boss, code="oss")
    users = {
        "stranger": lambda: make_user(
            "partner_administrator", make_organisation("sued", "carrier")
        ),
        "partner": lambda: make_user("partner", issued.record.client.organisation),
        "planner": lambda: make_user("planner"),
        "machine": lambda: issued.record.client.user,
    }
    user = users[who]()
    assert ask(user, LIST)["data"]["apiClients"] == {"totalCount": 0, "nodes": []}
    for query in (ROTATE, REVOKE, CHANGE):
        refused = _done(ask, user, query, id="nord-oss")
        assert refused["errors"][0]["code"] == "NOT_FOUND"
    nord = _done(ask, user, CREATE, code="x", organisation="nord")
    assert nord["errors"][0]["code"] in {"NOT_FOUND", "NOT_PERMITTED"}
    assert ApiClient.objects.count() == 1


def test_no_token_manages_clients(boss, client) -> None:
    person = make_user("administrator")
    token = personal_token.create(by=person, name="x", scopes=["read", "edit"], days=1)
    answer = client.post(
        "/graphql/",
        {"query": CREATE, "variables": {"input": {"code": "x", "organisation": "nord"}}},
        content_type="application/json",
        headers={"Authorization": f"Bearer {token.text}"},
    )
    payload = answer.json()["data"]["createApiClient"]
    assert payload["errors"][0]["code"] == "NOT_PERMITTED"
    assert not ApiClient.objects.exists()
