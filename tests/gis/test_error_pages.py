"""What people see where there is nothing to see: a page of the registry, in their language."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import Bookmark
from assets.models import Site
from tests.assets.edits.conftest import point, step
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


@pytest.mark.parametrize(
    "address",
    [
        "/search/?q=a%00b",
        "/list/?layer=ducts&code=%00",
        "/tables/sites/?code=%00",
        "/desk/?q=%00",
        "/portal/?q=%00",
        "/panel/site/%00/",
        "/accounts/login/?next=%00",
        "/?l=%00",
    ],
)
def test_a_null_character_in_an_address_is_no_fault_of_ours(address) -> None:
    client = logged_in("administrator", raise_request_exception=False)
    assert client.get(address).status_code < 500


def test_what_no_door_refuses_itself_cannot_be_read() -> None:
    page = logged_in("viewer", raise_request_exception=False).get("/search/?q=a%00b")
    assert page.status_code == 400
    assert "Die Anfrage ist nicht lesbar" in page.text


DEEP = "[" * 200_000
ODD = {"half a surrogate": "a\ud800b", "no number": float("nan"), "null": "a\0b"}


@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_odd_texts_in_json_change_nothing_and_are_answered(client, odd) -> None:
    client.force_login(make_user("editor"))
    client.raise_request_exception = False
    values = {"kind": "chamber", "code": odd, "geom": point(5), "owner": "stadt"}
    for address, body in (
        ("/edit/", {"key": "k", "steps": [step("site-create", **values)]}),
        ("/edit/", {"key": odd, "steps": [step("site-create", **{**values, "code": "S"})]}),
        ("/bookmarks/", {"name": odd, "address": "?z=17"}),
        ("/bookmarks/", {"name": "here", "address": odd}),
    ):
        answer = client.post(address, json.dumps(body), content_type="application/json")
        assert answer.status_code in {400, 422}, address
        assert answer.json()
    assert not Site.objects.exists() and not Bookmark.objects.exists()


@pytest.mark.parametrize("address", ["/edit/", "/bookmarks/"])
def test_json_of_any_depth_is_answered(client, address) -> None:
    client.force_login(make_user("editor"))
    client.raise_request_exception = False
    answer = client.post(address, DEEP, content_type="application/json")
    assert answer.status_code in {400, 422}
