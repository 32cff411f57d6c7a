"""Every look at exact plant through a grant leaves a line, at every door, and the line stays."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from accounts.looking import looks_recorded
from accounts.models import Grant, Look, User
from accounts.roles import Role
from accounts.services import look
from tests.builders import make_line_network, make_organisation, make_user
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def network():
    return make_line_network("A-B")


@pytest.fixture
def partner(network):
    """A partner to whom one segment is open."""
    organisation = make_organisation("nord", "carrier")
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=organisation,
        case_reference="A-7",
        valid=(today, today + dt.timedelta(days=10)),
    )
    network.segments["A-B"].grants.add(grant)
    return make_user(Role.PARTNER, organisation)


def doors(network) -> dict[str, str]:
    segment = network.segments["A-B"]
    return {
        "panel": f"/panel/segment/{segment.public_id}/",
        "tile": "/tiles/segments/14/8530/5470.mvt",
        "list": "/list/?layer=segments",
        "table": "/tables/segments/",
        "search": f"/search/?q={segment.code}",
    }


def test_each_door_is_recorded(network, partner, client) -> None:
    client.force_login(partner)
    for door, address in doors(network).items():
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        noted = Look.objects.latest("pk")
        assert (noted.door, noted.what, noted.cases) == (door, address, ["A-7"])
        assert (noted.person, noted.organisation.code) == (partner, "nord")
    assert {"panel", "tile", "table"} <= set(Look.objects.values_list("door", flat=True))


def test_graphql_is_recorded_with_its_question(network, partner, client) -> None:
    client.force_login(partner)
    query = "query Mine { segments { edges { node { code } } } }"
    body = {"query": query, "variables": {"first": 3}}
    answer = client.post("/graphql/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    assert Look.objects.get().what == f"{query} {{'first': 3}}"


def test_who_sees_by_role_or_nothing_is_not_recorded(network, partner, client) -> None:
    address = doors(network)["panel"]
    for viewer in (make_user(Role.VIEWER), make_user(Role.PARTNER, make_organisation("sued"))):
        client.force_login(viewer)
        client.get(address)
    client.logout()
    client.get(address)
    assert not Look.objects.exists()


def test_a_refusal_is_no_look(network, partner, client) -> None:
    client.force_login(partner)
    hidden = network["A"].public_id
    assert client.get(f"/panel/site/{hidden}/").status_code == 404
    assert not Look.objects.exists()


def test_a_grant_that_is_over_is_no_look(network, partner, client) -> None:
    today = timezone.localdate()
    Grant.objects.update(valid=(today - dt.timedelta(days=9), today))
    client.force_login(partner)
    client.get(doors(network)["tile"])
    assert not Look.objects.exists()


@pytest.mark.parametrize("how", ["midnight", "given back on its first day"])
def test_what_ends_while_it_is_looked_at_was_looked_at(
    network, partner, client, monkeypatch, how: str
) -> None:
    """Plant is on its way out when the grant ends: the line is written all the same."""
    client.force_login(partner)
    real, today = look.looks_through_a_grant, timezone.localdate()

    def ends(person: User) -> bool:
        if how == "midnight":
            Grant.objects.update(valid=(today - dt.timedelta(days=9), today))
        else:
            network.segments["A-B"].grants.clear()
            Grant.objects.all().delete()
        return real(person)

    monkeypatch.setattr("accounts.services.look.looks_through_a_grant", ends)
    answer = client.get(doors(network)["panel"])
    assert network.segments["A-B"].code in answer.content.decode()
    assert [one.cases for one in Look.objects.all()] == [["A-7"]]
    monkeypatch.setattr("accounts.services.look.looks_through_a_grant", real)
    assert client.get(doors(network)["panel"]).status_code == 404
    assert Look.objects.count() == 1, "after the end nothing is seen, and nothing noted"


def test_nothing_is_handed_out_without_its_line(network, partner, client, monkeypatch) -> None:
    def fails(*_facts: object) -> None:
        raise RuntimeError("log is full")

    monkeypatch.setattr("accounts.services.look.record", fails)
    client.force_login(partner)
    client.raise_request_exception = False
    answer = client.get(doors(network)["panel"])
    assert answer.status_code == 500
    assert network.segments["A-B"].code.encode() not in answer.content


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE accounts_look SET what = ''",
        "UPDATE accounts_look SET at = at - interval '2 years'",
        "DELETE FROM accounts_look",
        "TRUNCATE accounts_look",
        "TRUNCATE accounts_organisation CASCADE",
    ],
)
def test_the_log_only_grows(network, partner, client, attack: str) -> None:
    client.force_login(partner)
    client.get(doors(network)["panel"])
    with refused_by("look_is_recorded"), connection.cursor() as cursor:
        # Tests empty the database after each other, and say so with every connection.
        cursor.execute("SET LOCAL trassenbuch.emptying = ''; SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(attack)


def test_partners_do_not_read_the_log(partner) -> None:
    officer = make_user(Role.ACCESS_OFFICER)
    Look.objects.create(
        person=partner,
        organisation=partner.memberships.get().organisation,
        cases=["A-7"],
        door="tile",
        what="x",
    )
    assert Look.objects.visible_to(officer).count() == 1
    for other in (partner, make_user(Role.VIEWER)):
        assert not Look.objects.visible_to(other).exists()


def test_looks_are_forgotten_after_their_time_and_no_sooner(partner, settings) -> None:
    settings.LOOK_LOG_DAYS = 400
    facts = {"person": partner, "organisation": partner.memberships.get().organisation}
    for days in (399, 401):
        at = timezone.now() - dt.timedelta(days=days)
        Look.objects.create(at=at, cases=["A-7"], door="tile", what=str(days), **facts)
    assert look.forget_old() == 1
    assert Look.objects.get().what == "399"


@pytest.mark.parametrize("status", [206, 400, 409])
def test_an_answer_that_shows_something_is_a_look_whatever_its_number(partner, status) -> None:
    """A form that came back with its faults, a page whose case moved on meanwhile, a part."""
    request = RequestFactory().get("/portal/")
    request.user, request.resolver_match = User.objects.get(pk=partner.pk), None
    looks_recorded(lambda _request: HttpResponse(status=status))(request)
    assert Look.objects.get().door == "/portal/"
