"""Logging in too often: slowed down by address and by account, without telling which exist."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.test import Client

from accounts import attempts
from tests.builders import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]


@pytest.fixture(autouse=True)
def buckets(settings: Any, tmp_path: Any) -> None:
    settings.RATE_LIMIT_FILE = tmp_path / "buckets"


def attempt(email: str, password: str = "wrong", address: str = "192.0.2.1") -> Any:
    client = Client(REMOTE_ADDR=address, headers={"accept-language": "en"})
    return client.post("/accounts/login/", {"username": email, "password": password})


def exhaust(email: str, address: str = "192.0.2.1") -> None:
    for _ in range(int(attempts.PER_ACCOUNT.most)):
        assert attempt(email, address=address).status_code == 200


def worded(response: Any) -> str:
    """The page without what is different in each answer."""
    html = re.sub(r'(csrfmiddlewaretoken" value=)"[^"]*"', r"\1", response.content.decode())
    return re.sub(r"\d+ seconds", "n seconds", html)


def test_an_account_is_closed_for_a_while_whoever_asks_and_with_the_right_password_too() -> None:
    user = make_user("viewer")
    exhaust(user.email)
    for address in ("192.0.2.1", "198.51.100.7"):
        refused = attempt(user.email.upper(), PASSWORD, address)
        assert refused.status_code == 429
        assert 0 < int(refused["Retry-After"]) <= 60
        assert "Too many attempts to log in." in refused.content.decode()
        assert "_auth_user_id" not in refused.client.session


def test_known_and_unknown_accounts_get_the_same_answer() -> None:
    known, unknown = make_user("viewer").email, "nobody@example.org"
    exhaust(known)
    exhaust(unknown, "192.0.2.2")
    answers = {
        worded(attempt(email, password)).replace(email, "x")
        for email, password in ((known, PASSWORD), (known, "wrong"), (unknown, PASSWORD))
    }
    assert len(answers) == 1


def test_an_address_is_closed_after_many_accounts_and_locks_no_further_one_out() -> None:
    for number in range(int(attempts.PER_ADDRESS.most)):
        assert attempt(f"guess{number}@example.org").status_code == 200
    user = make_user("viewer")
    for _ in range(20):
        assert attempt(user.email).status_code == 429
    assert attempt(user.email, PASSWORD, "198.51.100.7").status_code == 302


def test_it_opens_again_with_time(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user("viewer")
    exhaust(user.email)
    wait = int(attempt(user.email, PASSWORD)["Retry-After"])
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + wait)
    assert attempt(user.email, PASSWORD).status_code == 302


def test_right_passwords_cost_nothing() -> None:
    user = make_user("viewer")
    for _ in range(int(attempts.PER_ADDRESS.most) + 5):
        assert attempt(user.email, PASSWORD).status_code == 302


def test_the_administration_has_no_other_way_in() -> None:
    answer = Client().post("/admin/login/?next=/admin/", {"username": "a", "password": "b"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/admin/")
    client = Client()
    client.force_login(make_user("viewer"))
    assert client.get("/admin/login/").status_code == 403
