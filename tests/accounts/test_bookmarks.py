"""Bookmarks: kept for their person alone, named, and leading nowhere but to the map."""

import json

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import Bookmark
from accounts.services import bookmark as bookmarks
from tests.builders import make_user

pytestmark = pytest.mark.django_db

VIEW = "?lang=de&z=15&c=51.25,7.1&s=owner&layer=segments&kind=drilled"


def client_of(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def keep(client: Client, name="Nordstadt", address=VIEW, **more):
    body = json.dumps({"name": name, "address": address, **more})
    return client.post("/bookmarks/", body, content_type="application/json")


def test_a_view_is_kept_listed_and_deleted():
    client = client_of(make_user("viewer"))

    made = keep(client, "  Nord   stadt ")

    assert (made.status_code, made.json()["name"]) == (201, "Nord stadt")
    assert client.get("/bookmarks/").json()["bookmarks"] == [made.json()]
    assert client.delete(f"/bookmarks/{made.json()['id']}/").status_code == 204
    assert client.get("/bookmarks/").json()["bookmarks"] == []


def test_nobody_sees_or_deletes_those_of_others():
    made = keep(client_of(make_user("viewer"))).json()
    other = client_of(make_user("administrator"))

    assert other.get("/bookmarks/").json()["bookmarks"] == []
    assert other.delete(f"/bookmarks/{made['id']}/").status_code == 404
    assert Bookmark.objects.count() == 1


@pytest.mark.parametrize("role", ["partner", "contractor_editor"])
def test_everybody_with_a_login_may(role):
    assert keep(client_of(make_user(role))).status_code == 201


def test_without_a_login_there_are_none():
    assert Client().get("/bookmarks/").status_code == 403
    assert keep(Client()).status_code == 403


def test_another_site_cannot_make_one():
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_user("viewer"))

    assert keep(strict).status_code == 403
    assert Bookmark.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "address", "code", "field"),
    [
        ("", VIEW, "REQUIRED", "name"),
        ("   ", VIEW, "REQUIRED", "name"),
        ("x" * 81, VIEW, "INVALID_VALUE", "name"),
        ("a\0b", VIEW, "INVALID_VALUE", "name"),
        ("Weg", "javascript:alert(1)", "INVALID_VALUE", "address"),
        ("Weg", "//evil.example/", "INVALID_VALUE", "address"),
        ("Weg", "?" + "x" * 4000, "INVALID_VALUE", "address"),
        (7, VIEW, "BAD_INPUT", None),
        (None, None, "BAD_INPUT", None),
    ],
)
def test_what_makes_no_sense_is_refused(name, address, code, field):
    answer = keep(client_of(make_user("viewer")), name, address)

    assert answer.status_code == 400
    assert (answer.json()["code"], answer.json()["field"]) == (code, field)
    assert Bookmark.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", "{", '"x"', "{}"])
def test_a_broken_body_is_refused(body):
    client = client_of(make_user("viewer"))

    assert client.post("/bookmarks/", body, content_type="application/json").status_code == 400


def test_a_name_is_used_once_so_that_sending_twice_keeps_one():
    client = client_of(make_user("viewer"))
    keep(client)

    again = keep(client)

    assert (again.json()["code"], again.json()["field"]) == ("NOT_UNIQUE", "name")
    assert keep(client_of(make_user("planner"))).status_code == 201


def test_there_is_an_end(monkeypatch):
    monkeypatch.setattr(bookmarks, "MOST", 2)
    client = client_of(make_user("viewer"))
    for name in "ab":
        keep(client, name)

    assert keep(client, "c").json()["code"] == "TOO_MANY"


@pytest.mark.parametrize("values", [{"name": ""}, {"name": " x"}, {"address": "/admin/"}])
def test_the_database_refuses_the_same(values):
    row = {"person": make_user("viewer"), "name": "Weg", "address": VIEW, **values}
    with pytest.raises(IntegrityError), transaction.atomic():
        Bookmark.objects.create(**row)
