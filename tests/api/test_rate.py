"""Points in a minute: one bucket for each client, shared by processes, refilling steadily."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from django.test import Client, RequestFactory

from gis import rate
from gis.rate import Buckets, address_of
from tests.builders import make_user

MOST = 600
"""Points in a minute, so that one second is ten points."""

NOW = 1_800_000_000.0


@pytest.fixture
def file(settings: Any, tmp_path: Path) -> Path:
    settings.GRAPHQL_POINTS_PER_MINUTE = MOST
    settings.RATE_LIMIT_FILE = tmp_path / "buckets"
    return settings.RATE_LIMIT_FILE


def _take(buckets: Buckets, points: float, now: float = NOW, name: str = "a", **how: Any) -> Any:
    return buckets.take(name, points, now, look_only=how.get("look_only", False))


def test_a_bucket_empties_and_refills(file) -> None:
    buckets = Buckets(file)
    assert [_take(buckets, 250).left for _again in range(2)] == [350, 100]
    refused = _take(buckets, 250)
    assert (refused.enough, refused.left, refused.seconds) == (False, 100, 15)
    assert _take(buckets, 250, NOW + 14).enough is False
    assert _take(buckets, 250, NOW + 15).enough is True
    assert _take(buckets, 1, NOW + 10_000).left == 599


def test_looking_takes_nothing_and_other_buckets_stay_full(file) -> None:
    buckets = Buckets(file)
    assert _take(buckets, 500, look_only=True).left == 600
    assert _take(buckets, 500).enough
    assert not _take(buckets, 500, look_only=True).enough
    assert _take(buckets, 500, name="b").enough


def test_what_is_more_than_a_bucket_holds_needs_a_full_one(file) -> None:
    buckets = Buckets(file)
    assert _take(buckets, 900).enough
    again = _take(buckets, 900)
    assert (again.enough, again.seconds) == (False, 90)
    assert _take(buckets, 900, NOW + 90).enough


def test_more_clients_than_places_forget_the_fullest(file) -> None:
    buckets = Buckets(file)
    assert _take(buckets, 1, NOW) is not None
    for number in range(100_000):
        assert _take(buckets, 100, NOW, name=f"client {number}").enough
    assert file.stat().st_size == 65_536 * 24


def _drain(path: Path, rounds: int) -> int:
    from django.conf import settings

    settings.GRAPHQL_POINTS_PER_MINUTE = MOST
    buckets = Buckets(path)
    return sum(_take(buckets, 1).enough for _round in range(rounds))


def test_processes_share_a_bucket(file) -> None:
    with multiprocessing.get_context("fork").Pool(4) as pool:
        taken = pool.starmap(_drain, [(file, 400)] * 4)
    assert sum(taken) == MOST, "none lost and none twice"


@pytest.mark.parametrize(
    ("address", "forwarded", "behind_proxy", "bucket"),
    [
        ("192.0.2.7", "", False, "192.0.2.7"),
        ("192.0.2.7", "198.51.100.1", False, "192.0.2.7"),
        ("192.0.2.7", "203.0.113.9, 198.51.100.1", True, "198.51.100.1"),
        ("192.0.2.7", "nonsense", True, "unknown"),
        ("2001:db8::1", "", False, "20010db800000000"),
        ("2001:db8::2", "", False, "20010db800000000"),
        ("::ffff:192.0.2.7", "", False, "192.0.2.7"),
        ("", "", False, "unknown"),
    ],
)
def test_where_a_request_comes_from(settings, address, forwarded, behind_proxy, bucket) -> None:
    settings.BEHIND_PROXY = behind_proxy
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    request = RequestFactory(REMOTE_ADDR=address).get("/graphql/", headers=headers)
    assert address_of(request) == bucket


# --- over HTTP
def _post(query: str, client: Client | None = None, **options: Any) -> Any:
    body = json.dumps({"query": query})
    client = client or Client()
    return client.post("/graphql/", body, content_type="application/json", **options)


def _client(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.django_db
def test_a_client_that_asks_too_much_waits(file) -> None:
    user, query = make_user("viewer"), "{ sites(first: 100) { nodes { segments { code } } } }"
    first = _post(query, _client(user))
    assert first["RateLimit-Policy"] == '"points";q=600;w=60'
    assert first["RateLimit"].startswith('"points";r=0;t=6') and "Retry-After" not in first
    refused = _post(query, _client(user))
    assert refused.status_code == 429
    error = refused.json()["errors"][0]["extensions"]
    assert error["code"] == "RATE_LIMITED"
    assert error["details"]["retryAfterSeconds"] == int(refused["Retry-After"]) > 50
    assert "data" not in refused.json()
    assert _post(query, _client(make_user("viewer"))).status_code == 200, "another's bucket"
    assert _post("{ viewer { name } }").status_code == 200, "that of the address"


@pytest.mark.django_db
def test_an_unchanged_answer_costs_the_same(file) -> None:
    client = _client(make_user("viewer"))
    asked = {"query": "{ viewer { name } }"}
    tag = client.get("/graphql/", asked)["ETag"]
    again = client.get("/graphql/", asked, headers={"If-None-Match": tag})
    assert again.status_code == 304 and '"points";r=4' in again["RateLimit"]


@pytest.mark.django_db
def test_whoever_sends_only_nonsense_is_not_heard(
    file, settings, monkeypatch, django_assert_num_queries
) -> None:
    monkeypatch.setattr(rate, "REFUSED", 200)
    for _again in range(3):
        assert _post("{ nothing }").status_code == 200
    with django_assert_num_queries(0):
        refused = _post("{ __typename }")
    assert (refused.status_code, int(refused["Retry-After"]) > 0) == (429, True)
    assert _post("{ __typename }", REMOTE_ADDR="192.0.2.9").status_code == 200


@pytest.mark.django_db
def test_guessing_tokens_is_refused_soon(file, monkeypatch) -> None:
    monkeypatch.setattr(rate, "REFUSED", 200)
    headers = {"Authorization": "Bearer tb_" + "A" * 43}
    statuses = [_post("{ __typename }", headers=headers).status_code for _again in range(4)]
    assert statuses == [401, 401, 401, 429]


@pytest.mark.django_db
def test_no_limit_no_headers(settings) -> None:
    settings.GRAPHQL_POINTS_PER_MINUTE = 0
    assert "RateLimit" not in _post("{ __typename }")
