"""Client credentials: a token for a secret, what it opens, and how everything ends at once."""

from __future__ import annotations

import logging
from base64 import b64encode
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client
from django.utils import timezone

from accounts.models import ApiClient, ApiSecret, ApiToken
from accounts.services import client as clients
from accounts.services import secret as secrets
from accounts.services import token as tokens
from accounts.views import oauth
from gis import rate
from gis.refusals import Refusal
from history.models import Change
from tests.builders import make_organisation

pytestmark = pytest.mark.django_db

GRANT = {"grant_type": "client_credentials"}


def basic(secret: str, client: str = "oss") -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{client}:{secret}".encode()).decode()}


def ask_token(secret: str, client: str = "oss", **form: str) -> Any:
    return Client().post("/oauth/token/", {**GRANT, **form}, headers=basic(secret, client))


def token_of(secret: str, **form: str) -> str:
    return ask_token(secret, **form).json()["access_token"]


def query(token: str, text: str = "{ viewer { name scopes } }") -> Any:
    header = {"Authorization": f"Bearer {token}"}
    return Client(headers=header).post("/graphql/", {"query": text}, "application/json")


# --- what a client gets
def test_a_token_for_the_secret_acts_for_the_client(oss, secret) -> None:
    answer = ask_token(secret.text)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    got = answer.json()
    assert got["token_type"] == "Bearer" and got["expires_in"] == 3600
    assert got["scope"] == "read reserve"
    seen = query(got["access_token"]).json()["data"]["viewer"]
    assert seen == {"name": "OSS", "scopes": ["READ", "RESERVE"]}


def test_the_secret_may_come_in_the_form(secret) -> None:
    form = {**GRANT, "client_id": "oss", "client_secret": secret.text}
    assert Client().post("/oauth/token/", form).status_code == 200


def test_fewer_scopes_may_be_asked_for_but_not_others(secret) -> None:
    assert ask_token(secret.text, scope="read").json()["scope"] == "read"
    for scope in ("read edit", "everything", "read;reserve"):
        refused = ask_token(secret.text, scope=scope)
        assert (refused.status_code, refused.json()["error"]) == (400, "invalid_scope")
    assert ApiToken.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": ""}, "invalid_request"),
        ({"grant_type": "password", "username": "x", "password": "y"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code", "code": "x"}, "unsupported_grant_type"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "unsupported_grant_type"),
        ({"grant_type": "urn:ietf:params:oauth:grant-type:device_code"}, "unsupported_grant_type"),
    ],
)
def test_other_grants_are_off(secret, form, error) -> None:
    refused = ask_token(secret.text, **form)
    assert (refused.status_code, refused.json()["error"]) == (400, error)
    assert not ApiToken.objects.exists()


def _headers() -> list[dict[str, str]]:
    wrong = "tbs_" + "a" * 43
    return [
        {},
        {"Authorization": "Basic"},
        {"Authorization": "Basic ???"},
        {"Authorization": "Basic " + b64encode(b"\xff\xfe").decode()},
        {"Authorization": "Basic " + b64encode(b"oss").decode()},
        {"Authorization": "Basic " + b64encode(b"oss\0:x").decode()},
        basic("short"),
        basic(wrong),
        basic(wrong, "nobody"),
        basic(wrong, "' OR 1=1 --"),
    ]


@pytest.mark.parametrize("header", _headers())
@pytest.mark.parametrize("page", ["token", "revoke", "introspect"])
def test_who_does_not_prove_to_be_a_client_gets_nothing(secret, header, page) -> None:
    form = {**GRANT, "token": "x"}
    answers = Client().post(f"/oauth/{page}/", form, headers=header)
    assert answers.status_code == 401
    assert answers.json()["error"] == "invalid_client"
    assert answers["WWW-Authenticate"].startswith("Basic ")
    assert not ApiToken.objects.exists()


def test_unknown_clients_and_wrong_secrets_sound_and_cost_the_same(
    secret, django_assert_num_queries
) -> None:
    wrong = "tbs_" + "a" * 43
    said = []
    for client in ("oss", "nobody"):
        with django_assert_num_queries(1):
            said.append(ask_token(wrong, client).content)
    assert said[0] == said[1]


@pytest.mark.parametrize("page", ["token", "revoke", "introspect"])
def test_nothing_is_taken_from_the_address_or_by_get(secret, page) -> None:
    client = Client(headers=basic(secret.text))
    assert client.get(f"/oauth/{page}/").status_code == 405
    for address in (f"/oauth/{page}/?grant_type=client_credentials", f"/oauth/{page}/?%zz=%"):
        assert client.post(address, GRANT).status_code == 400


@pytest.mark.parametrize(
    "page", ["authorize", "device-authorization", "applications", "authorized_tokens", "register"]
)
def test_other_pages_of_the_toolkit_do_not_exist(page) -> None:
    assert Client().get(f"/oauth/{page}/").status_code == 404


def test_the_toolkit_keeps_nothing_itself_and_has_no_pages_in_the_administration(secret) -> None:
    token_of(secret.text)
    for model in apps.get_app_config("oauth2_provider").get_models():
        assert not model._default_manager.exists()
        assert not admin.site.is_registered(model)


@pytest.mark.parametrize("page", ["token", "revoke", "introspect"])
@pytest.mark.parametrize(
    "body", [b"x" * 3_000_000, b"a=&" * 2_000, b"\xff\xfe=1", b"grant_type=%00"]
)
def test_a_form_that_cannot_be_read_is_refused_in_json(
    page, body, django_assert_num_queries
) -> None:
    kind = "application/x-www-form-urlencoded"
    with django_assert_num_queries(0):
        refused = Client().post(f"/oauth/{page}/", body, content_type=kind)
    assert refused.status_code == 400
    assert refused.json()["error"] in {"invalid_request", "unsupported_grant_type"}


# --- how often
@pytest.fixture
def few_points(settings, tmp_path) -> None:
    """Three requests a minute for each address, or one refused."""
    settings.GRAPHQL_POINTS_PER_MINUTE = 3 * oauth.POINTS
    settings.RATE_LIMIT_FILE = tmp_path / "buckets"


@pytest.mark.parametrize("page", ["token", "revoke", "introspect"])
def test_an_address_that_asks_too_often_waits(
    secret, few_points, page, django_assert_num_queries
) -> None:
    def ask(address: str) -> Any:
        form = {**GRANT, "token": "x"}
        return Client(REMOTE_ADDR=address).post(f"/oauth/{page}/", form, headers=basic(secret.text))

    assert [ask("192.0.2.1").status_code for _again in range(3)] == [200] * 3
    with django_assert_num_queries(0):
        refused = ask("192.0.2.1")
    assert (refused.status_code, refused.json()["error"]) == (429, "rate_limited")
    assert 10 <= int(refused["Retry-After"]) <= 20
    assert refused["Cache-Control"] == "no-store"
    assert ask("192.0.2.2").status_code == 200, "another address"


def test_whoever_guesses_secrets_is_not_heard_for_a_while(
    secret, few_points, monkeypatch, django_assert_num_queries
) -> None:
    """Neither here nor at GraphQL, whose refused tokens count in the same bucket."""
    monkeypatch.setattr(rate, "REFUSED", 2 * oauth.POINTS)
    assert ask_token("tbs_" + "a" * 43).status_code == 401
    with django_assert_num_queries(0):
        refused = ask_token(secret.text)
        assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
        assert query("x").status_code == 429


# --- what ends, and when
def test_a_client_ends_at_once_with_all_it_has(oss, secret) -> None:
    token = token_of(secret.text)
    ApiClient.objects.update(revoked_at=timezone.now())
    assert query(token).status_code == 401
    assert ask_token(secret.text).status_code == 401


def test_a_replaced_secret_ends_at_once_and_its_tokens_with_it(oss, secret) -> None:
    token = token_of(secret.text)
    new = secrets.replace(oss)
    assert query(token).status_code == 401
    assert ask_token(secret.text).status_code == 401
    assert query(token_of(new.text)).status_code == 200


def test_a_replaced_secret_may_go_on_until_a_moment(oss, secret) -> None:
    token = token_of(secret.text)
    new = secrets.replace(oss, old_until=timezone.now() + timedelta(days=7))
    assert query(token).status_code == 200
    assert ask_token(secret.text).status_code == ask_token(new.text).status_code == 200
    old = ApiSecret.objects.filter(pk=secret.record.pk)
    week_ago = timezone.now() - timedelta(days=7)
    old.update(created_at=week_ago, valid_until=timezone.now() - timedelta(hours=1))
    assert query(token).status_code == 401
    assert ask_token(secret.text).status_code == 401
    again = secrets.replace(oss)
    assert old.get().valid_until < timezone.now() - timedelta(minutes=59), "it ended before"
    assert ask_token(again.text).status_code == 200


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_the_moment_must_be_near_and_to_come(oss, secret, days) -> None:
    with pytest.raises(Refusal) as refused:
        secrets.replace(oss, old_until=timezone.now() + timedelta(days=days))
    assert refused.value.field == "old_valid_until"


def test_a_client_ends_its_own_token_and_no_other(oss, secret) -> None:
    token, kept = token_of(secret.text), token_of(secret.text)
    rival = clients.make(
        code="rival", name="R", organisation=make_organisation("rival", "carrier"), role="partner"
    )
    of_rival = basic(secrets.replace(rival).text, "rival")
    form = {"token": token}
    assert Client().post("/oauth/revoke/", form, headers=of_rival).status_code == 200
    assert query(token).status_code == 200, "as RFC 7009 says, but nothing happened"
    assert Client().post("/oauth/revoke/", form, headers=basic(secret.text)).status_code == 200
    assert query(token).status_code == 401
    assert query(kept).status_code == 200


def test_introspection_tells_a_client_about_its_own_tokens(oss, secret) -> None:
    token = token_of(secret.text, scope="read")

    def told(text: str, headers: dict[str, str]) -> dict[str, Any]:
        return Client().post("/oauth/introspect/", {"token": text}, headers=headers).json()

    seen = told(token, basic(secret.text))
    assert (seen["active"], seen["client_id"], seen["scope"]) == (True, "oss", "read")
    assert 0 < seen["exp"] - seen["iat"] <= 3600
    rival = clients.make(
        code="rival", name="R", organisation=make_organisation("rival", "carrier"), role="partner"
    )
    of_rival = basic(secrets.replace(rival).text, "rival")
    assert told(token, of_rival) == told("tb_" + "a" * 43, of_rival) == {"active": False}
    ApiToken.objects.update(revoked_at=timezone.now())
    assert told(token, basic(secret.text)) == {"active": False}


def test_what_a_client_may_less_its_tokens_may_less_at_once(oss, secret) -> None:
    token = token_of(secret.text)
    ApiClient.objects.update(scopes=["read"])
    assert query(token).json()["data"]["viewer"]["scopes"] == ["READ"]


# --- what stays behind
def test_secrets_and_tokens_are_nowhere_to_be_read(oss, secret, caplog) -> None:
    with caplog.at_level(logging.DEBUG):
        token = token_of(secret.text)
        Client().post("/oauth/revoke/", {"token": token}, headers=basic(secret.text))
    kept = f"{list(ApiSecret.objects.values())}{list(ApiToken.objects.values())}"
    changes = f"{list(Change.objects.values())}"
    for text in (secret.text, token):
        assert text not in kept + changes + caplog.text + repr(secret)
    assert "accounts_apisecret" in changes and "accounts_apiclient" in changes
    for digest in (ApiSecret.objects.get().digest, ApiToken.objects.get().digest):
        assert digest not in changes


def test_the_use_of_a_secret_is_noted_once_a_minute(secret, django_assert_num_queries) -> None:
    token_of(secret.text)
    first = ApiSecret.objects.get().last_used_at
    token_of(secret.text)
    assert ApiSecret.objects.get().last_used_at == first
    ApiSecret.objects.update(last_used_at=first - timedelta(minutes=2))
    token_of(secret.text)
    assert ApiSecret.objects.get().last_used_at >= first


def test_a_client_has_so_many_tokens_and_no_more(oss, secret, monkeypatch) -> None:
    monkeypatch.setattr(tokens, "MOST_OBTAINED", 2)
    issued = tokens.issue(client=oss, days=1)
    first, second, third = (token_of(secret.text) for _ in range(3))
    assert [query(text).status_code for text in (first, second, third)] == [401, 200, 200]
    assert query(issued.text).status_code == 200, "what people issued is not counted"
