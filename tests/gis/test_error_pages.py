"""What people see where there is nothing to see: a page of the registry, in their language."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.builders import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("front_end_unbuilt")]


def logged_in(role: str, **options) -> Client:
    client = Client(headers={"accept-language": "de"}, **options)
    client.force_login(make_user(role))
    return client


def test_an_address_that_leads_nowhere() -> None:
    for client in (Client(headers={"accept-language": "de"}), logged_in("viewer")):
        page = client.get("/nirgendwo/?a=<script>")
        assert page.status_code == 404
        assert "Hier gibt es nichts" in page.text
        assert ">Deutsch</a>" in page.text and ">English</a>" in page.text
        assert "<script>" not in page.text and "nirgendwo" not in page.text
    assert "There is nothing here" in Client(headers={"accept-language": "en"}).get("/x/").text


def test_a_page_that_the_role_does_not_include() -> None:
    page = logged_in("administrator").get("/admin/reservations/claim/")
    assert page.status_code == 403
    assert "Ihre Rolle umfasst das nicht" in page.text


def test_a_form_without_its_token() -> None:
    page = logged_in("viewer", enforce_csrf_checks=True).post("/accounts/logout/")
    assert page.status_code == 403
    assert "Das Formular wurde nicht gesendet" in page.text


def test_a_fault_of_ours_tells_nothing_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments) -> None:
        raise RuntimeError("the password is 1234")

    monkeypatch.setattr("gis.views.map._home", fail)
    page = Client(raise_request_exception=False).get("/")
    assert page.status_code == 500
    assert "Hier ist etwas schiefgegangen" in page.text
    assert "1234" not in page.text


FORMS = (
    ("/accounts/login/", {f"f{number}": "x" for number in range(10_001)}),
    ("/accounts/login/", {"username": "x" * 3_000_000}),
)


@pytest.mark.parametrize(("address", "given"), FORMS, ids=["fields", "bytes"])
def test_a_form_that_is_too_large_is_answered_with_a_way_on(client, address, given) -> None:
    sent = {"data": urlencode(given), "content_type": "application/x-www-form-urlencoded"}
    for language, words in (("de", "auf einmal"), ("en", "too much at once")):
        page = client.post(address, **sent, headers={"accept-language": language})
        text = page.content.decode()
        assert page.status_code == 413 and words in text and 'href="/"' in text
    answer = client.post(address, **sent, headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "TOO_LARGE")


def test_a_save_of_the_map_that_is_too_large_says_so(client) -> None:
    client.force_login(make_user("editor"))
    body = json.dumps({"key": "x", "steps": ["x" * 3_000_000]})
    answer = client.post("/edit/?lang=en", body, content_type="application/json")
    assert answer.status_code == 413
    (problem,) = answer.json()["problems"]
    assert "more than can be sent at once" in problem["message"] and problem["place"] is None


def test_a_request_that_cannot_be_read(client) -> None:
    page = client.post(
        "/accounts/login/", b"--x", content_type="multipart/form-data; boundary=\x00"
    )
    assert page.status_code == 400 and "<h1" in page.content.decode()
    assert client.get("/", SERVER_NAME="elsewhere.example").status_code == 400
