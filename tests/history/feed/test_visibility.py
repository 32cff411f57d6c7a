"""Carriers hear of what a grant opens and of their own reservations; staff of what their role sees.

The feed only moves with committed transactions, so these tests commit.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction
from django.utils import timezone
from psycopg2.extras import DateRange

from accounts.models import Grant, Organisation
from accounts.services.grant import note_the_day
from assets.models import Duct, Segment, Site
from gis.refusals import NotPermitted
from history import feed
from network.models import Damage
from reservations.services import decide
from reservations.services.expiry import expire_overdue
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_cable, make_gateway, make_user
from tests.history.feed.following import Follower, fresh
from tests.reservations.conftest import Scene, make_scene

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    with transaction.atomic():
        return make_scene()


def hold(scene: Scene, number: int, to: str):
    tube = scene.tube(number)
    unit = Stretch(tube.pk, scene.network["A"].pk, scene.network[to].pk)
    return reserve(units=[unit], period=scene.period, idempotency_key=f"k{number}", by=scene.north)


OPENED = [
    ("Duct", "RV.01", "APPEARED"),
    ("Segment", "A-B", "APPEARED"),
    ("Site", "A", "APPEARED"),
    ("Site", "B", "APPEARED"),
]


def test_the_life_of_a_reservation(scene: Scene) -> None:
    north, south = Follower(scene.north), Follower(scene.south)
    claim = hold(scene, 1, "B")
    assert north.told() == [("Reservation", str(claim), "CREATED")]
    claim = decide.confirm(claim=claim, by=scene.officer)
    assert north.told() == sorted([*OPENED, ("Reservation", str(claim), "CHANGED")])
    Site.objects.filter(code__in="ABC").update(name="new")
    Duct.objects.update(remarks="new")
    assert north.told() == [
        ("Duct", "RV.01", "CHANGED"),
        ("Site", "A", "CHANGED"),
        ("Site", "B", "CHANGED"),
    ]
    decide.release(claim=claim, by=scene.north)
    gone = [(kind, code, "GONE") for kind, code, _ in OPENED]
    assert north.told() == sorted([*gone, ("Reservation", str(claim), "CHANGED")])
    Site.objects.update(name="newer")
    assert north.told() == []
    assert south.told() == []


def test_the_calendar_ends_a_grant(scene: Scene) -> None:
    """Nobody writes at midnight: the night's work tells, and tells once."""
    claim = decide.confirm(claim=hold(scene, 1, "B"), by=scene.officer)
    north = Follower(scene.north)
    assert note_the_day() == 0
    today = timezone.localdate()
    with connection.cursor() as cursor:  # as if it had begun and ended earlier
        cursor.execute("ALTER TABLE accounts_grant DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE accounts_grant SET valid = daterange(%s, %s) WHERE id = %s",
            [today - dt.timedelta(days=9), today, claim.grant_id],
        )
        cursor.execute("ALTER TABLE accounts_grant ENABLE TRIGGER USER")
    assert north.told() == []
    assert note_the_day() == 1
    told = north.told()
    assert [one for one in told if one[2] == "GONE"] == [(a, b, "GONE") for a, b, _ in OPENED]
    assert note_the_day() == 0
    assert north.told() == []


def test_two_grants_and_what_refers_to_what(scene: Scene) -> None:
    """RV.01 passes B-C, which a second grant opens: its sections read otherwise now."""
    decide.confirm(claim=hold(scene, 1, "B"), by=scene.officer)
    north = Follower(scene.north)
    other = decide.confirm(claim=hold(scene, 2, "C"), by=scene.officer)
    told = set(north.told())
    assert {("Segment", "B-C", "APPEARED"), ("Site", "C", "APPEARED")} <= told
    assert ("Duct", "RV.01", "CHANGED") in told
    assert ("Duct", "RV.02", "APPEARED") in told
    decide.release(claim=other, by=scene.north)
    told = set(north.told())
    # What the first grant still opens stays.
    assert ("Segment", "B-C", "GONE") in told and ("Segment", "A-B", "CHANGED") in told
    assert ("Duct", "RV.02", "GONE") in told and ("Duct", "RV.01", "CHANGED") in told


@pytest.mark.parametrize("first", [1, 2, 3])
def test_what_refers_to_what_went_is_told_wherever_a_page_ends(scene: Scene, first: int) -> None:
    claims = [decide.confirm(claim=hold(scene, n, "B"), by=scene.officer) for n in (1, 2)]
    north = Follower(scene.north, first=first)
    for number, claim in enumerate(claims, start=1):
        scene.tube(number).grants.remove(claim.grant_id)
    told = [code for kind, code, _ in north.told() if kind == "Reservation"]
    assert told == sorted(map(str, claims))


def test_a_deleted_object_was_there_for_whom_it_was_opened(scene: Scene) -> None:
    gateway = make_gateway(scene.network["C"], "GW")
    hidden = make_gateway(scene.network["C"], "GW-2")
    grant = Grant.objects.create(
        organisation=Organisation.objects.get(code="nord"),
        case_reference="X",
        valid=(timezone.localdate(), None),
    )
    gateway.grants.add(grant)
    north, editor = Follower(scene.north), Follower(make_user("editor"))
    identifier = gateway.public_id
    hidden.delete()
    gateway.delete()
    (event,) = north.read()
    assert (event.operation.name, str(event.identifier)) == ("GONE", str(identifier))
    assert [one.operation.name for one in editor.read()] == ["DELETED", "DELETED"]


def test_raw_sql_in_the_most_awkward_order(scene: Scene) -> None:
    """Grant and asset go before the row that joins them; all in one transaction."""
    gateway = make_gateway(scene.network["C"], "GW")
    grant = Grant.objects.create(
        organisation=Organisation.objects.get(code="nord"),
        case_reference="X",
        valid=(timezone.localdate(), None),
    )
    gateway.grants.add(grant)
    north = Follower(scene.north)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_grant WHERE id = %s", [grant.pk])
        cursor.execute("DELETE FROM assets_gateway WHERE id = %s", [gateway.pk])
        cursor.execute("DELETE FROM assets_gateway_grants WHERE grant_id = %s", [grant.pk])
    (event,) = north.read()
    assert (event.type, event.operation.name) == ("Gateway", "GONE")
    assert str(event.identifier) == str(gateway.public_id)


def test_a_grant_changes_hands(scene: Scene) -> None:
    claim = decide.confirm(claim=hold(scene, 1, "B"), by=scene.officer)
    north, south = Follower(scene.north), Follower(scene.south)
    Grant.objects.filter(pk=claim.grant_id).update(
        organisation=Organisation.objects.get(code="sued")
    )
    assert {one[2] for one in north.told() if one[0] != "Reservation"} == {"GONE"}
    assert south.told() == OPENED


def test_a_reservation_that_changes_hands_or_is_deleted(scene: Scene) -> None:
    claim = hold(scene, 1, "B")
    north, south = Follower(scene.north), Follower(scene.south)
    sued = Organisation.objects.get(code="sued")
    with transaction.atomic():
        type(claim.holder).objects.filter(pk=claim.holder_id).update(organisation=sued)
        type(claim).objects.filter(pk=claim.pk).update(organisation=sued)
    assert north.told() == [("Reservation", str(claim), "GONE")]
    assert south.told() == [("Reservation", str(claim), "CHANGED")]
    with transaction.atomic():
        claim.delete()
        claim.holder.delete()
    assert north.told() == []
    assert south.told() == [("Reservation", "gone", "DELETED")]


def test_a_hold_that_runs_out_is_told_once_it_is_written_off(scene: Scene) -> None:
    claim = hold(scene, 1, "B")
    north = Follower(scene.north)
    type(claim.holder).objects.update(expires_at=timezone.now() - dt.timedelta(minutes=1))
    north.read()
    assert expire_overdue() == 1
    assert north.told() == [("Reservation", str(claim), "CHANGED")]


def test_a_damage_is_a_part_of_its_duct_or_cable(scene: Scene) -> None:
    cable = make_cable(scene.network, "A-B-C", code="K")
    decide.confirm(claim=hold(scene, 1, "C"), by=scene.officer)
    north, editor = Follower(scene.north), Follower(make_user("editor"))
    since = DateRange(dt.date(2030, 1, 1), None)
    section = scene.tube(1).sections.first()
    on_duct = Damage.objects.create(section=section, period=since, description="x")
    Damage.objects.create(strand=cable.strands.first(), period=since, description="x")
    assert north.told() == [("Duct", "RV.01", "CHANGED")]
    assert editor.told() == [("Cable", "K", "CHANGED"), ("Duct", "RV.01", "CHANGED")]
    on_duct.description = "mended"
    on_duct.save()
    on_duct.delete()
    assert north.told() == [("Duct", "RV.01", "CHANGED")]
    Damage.objects.all().delete()
    assert north.told() == []
    assert editor.told()[-1] == ("Duct", "RV.01", "CHANGED")


def test_staff_who_see_no_claims_hear_of_none(scene: Scene) -> None:
    editor, planner = Follower(make_user("editor")), Follower(make_user("planner"))
    claim = hold(scene, 1, "B")
    decide.confirm(claim=claim, by=scene.officer)
    assert editor.told() == []
    assert {one[:2] for one in planner.told()} == {("Reservation", str(claim))}


def test_an_area_cannot_be_followed(scene: Scene) -> None:
    with pytest.raises(NotPermitted):
        feed.read(make_user("contractor_editor"), None, 10)


def test_a_carrier_looks_at_a_bounded_stretch(scene: Scene, monkeypatch) -> None:
    """Pages may be empty; what lies behind them is found all the same."""
    monkeypatch.setattr("history.feed.reader.LOOKED_AT", 5)
    north = Follower(scene.north, first=2)
    for turn in range(6):
        Segment.objects.update(name=str(turn))
    claim = hold(scene, 1, "B")
    page = feed.read(fresh(scene.north), north.position, 2)
    assert (page.events, page.more) == ([], True)
    assert north.told() == [("Reservation", str(claim), "CREATED")]


def test_another_role_means_another_feed(scene: Scene) -> None:
    listings = {
        feed.listing(fresh(user)) for user in (scene.north, scene.south, make_user("editor"))
    }
    assert len(listings) == 3
