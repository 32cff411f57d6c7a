"""`manage.py generate_city`: the demo city stands in the database and breaks none of its rules."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from assets.models import Cable, Duct, Gateway, Segment, Site, Strand
from history.models import Change
from network.models import CapacityQueue, ClaimLine, Holder, SegmentCapacity
from reservations.city.tables import public_id
from reservations.models import AccessRequest, Claim

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """The city, loaded once for all tests of this module and rolled back behind them."""
    out = StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=out)
        yield out.getvalue()
        transaction.set_rollback(True)


def _value(sql: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


def test_without_catalogues_it_says_so_and_leaves_nothing() -> None:
    with pytest.raises(CommandError, match="load_reference_data"):
        call_command("generate_city", stdout=StringIO())
    assert not Site.objects.exists()


def test_the_demo_city_stands(city: str) -> None:
    assert 450 <= Site.objects.count() <= 550
    assert 550 <= Segment.objects.count() <= 650
    assert Gateway.objects.count() == 40
    assert Strand.objects.count() == sum(Cable.objects.values_list("fibre_count", flat=True))
    assert "assets_ductsection" in city
    assert city.count(" km") == 8  # one line for each kind of route


def test_it_breaks_no_rule_that_is_checked_at_the_end_of_a_transaction(city: str) -> None:
    for concept, check in (
        ("segment", "segment_end_faults"),
        ("duct", "duct_path_faults"),
        ("cable", "cable_path_faults"),
    ):
        ids = f"ARRAY(SELECT id FROM assets_{concept})"
        assert _value(f"SELECT count(*) FROM assets_{check}({ids})") == 0


def test_the_ledger_follows_from_what_lies_and_what_is_claimed(city: str) -> None:
    kinds = dict.fromkeys(Holder.objects.values_list("kind", flat=True))
    assert set(kinds) == {"claim", "cable", "duct", "damage"}
    assert set(Claim.objects.values_list("state", flat=True)) >= {"held", "confirmed", "in_use"}
    live = Claim.objects.filter(state__in=["held", "confirmed", "in_use"])
    assert all(ClaimLine.objects.filter(holder=claim.holder).exists() for claim in live)
    given_back = ClaimLine.objects.filter(holder__claim__state="released")
    assert not given_back.filter(period__endswith__gt=timezone.localdate()).exists()


def test_reservations_were_decided_and_open_their_plant(city: str) -> None:
    decided = Claim.objects.filter(state__in=["confirmed", "in_use"])
    assert decided.count() > 20
    assert not decided.filter(grant=None).exists()
    assert Claim.objects.filter(state="held", grant=None).exists()
    partner = User.objects.get(email="netz@wupperfaser.example")
    seen = Duct.objects.visible_to(partner)
    assert 0 < seen.count() < 100


def test_the_summary_for_maps_is_worked_off(city: str) -> None:
    assert not CapacityQueue.objects.exists()
    classes = set(SegmentCapacity.objects.values_list("free_class", flat=True))
    assert classes >= {0, 4}


def test_its_history_is_recorded(city: str) -> None:
    made = Change.objects.filter(table_name="assets_segment", operation="I", reason="demo city")
    assert made.count() == Segment.objects.count()


def test_reservations_have_the_numbers_that_documented_operations_name(city: str) -> None:
    alone = Claim.objects.filter(request=None)
    assert set(alone.values_list("pk", flat=True)) == set(range(1, 61))
    assert set(AccessRequest.objects.values_list("pk", flat=True)) == set(range(1, 18))
    assert Claim.objects.get(pk=3).state == Claim.objects.get(pk=11).state == "held"


def test_public_ids_follow_from_codes(city: str) -> None:
    site = Site.objects.get(code="S-0001")
    assert site.public_id == public_id("assets_site", "S-0001")
    assert AccessRequest.objects.get(pk=4).public_id == public_id("request", "A-4")


def test_numbering_goes_on_behind_the_loaded_rows(city: str) -> None:
    highest = Duct.objects.latest("pk").pk
    assert _value("SELECT nextval(pg_get_serial_sequence('assets_duct', 'id'))") > highest


def test_it_makes_the_demo_logins(city: str) -> None:
    contractor = User.objects.get(email="bauleitung@nordhoehe.example")
    assert contractor.write_area is not None
    assert Segment.objects.visible_to(contractor).count() not in {0, Segment.objects.count()}


def test_it_refuses_a_database_that_is_not_empty(city: str) -> None:
    before = Change.objects.count()
    with pytest.raises(CommandError, match="--replace"):
        call_command("generate_city", stdout=StringIO())
    assert Change.objects.count() == before
