"""Plain SQL on holders, units and notes that led, or might have led, to capacity held twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from network.models import Holder
from network.services.settle import settle
from tests.network.ledger.claims import YEAR
from tests.network.ledger.soundness import assert_sound
from tests.network.ledger.ways import City, make_city, sql
from tests.refused import refused_by

pytestmark = pytest.mark.django_db


@pytest.fixture
def city() -> City:
    return make_city()


@pytest.fixture(autouse=True)
def sound_at_the_end(city: City):
    yield
    settle()
    assert_sound()


# --- holders
def test_a_lapsed_hold_cannot_come_back_into_room_that_is_taken_since(city):
    first = city.hold(city.north, city.pipe, cable_outer_mm=25)
    sql(
        "UPDATE network_holder SET expires_at = now() - interval '1 hour' WHERE id = %(h)s",
        h=first.pk,
    )
    city.hold(city.south, city.pipe, cable_outer_mm=25)
    with refused_by("claimed_room_within_limit"):
        sql("UPDATE network_holder SET expires_at = NULL WHERE id = %(h)s", h=first.pk)


def test_a_written_off_hold_cannot_come_back_into_what_is_taken_since(city):
    first = city.hold(city.north, city.tube(1))
    sql("UPDATE network_holder SET period = 'empty' WHERE id = %(h)s", h=first.pk)
    city.hold(city.south, city.bundle)
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_holder SET period = '[2027-05-01,2027-06-01)' WHERE id = %(h)s",
            h=first.pk,
        )


def test_a_cable_does_not_stay_under_a_claim_that_is_given_to_another(city):
    city.pull(city.tube(1), city.north)
    holder = city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_holder SET organisation_id = %(o)s WHERE id = %(h)s",
            o=city.south.pk,
            h=holder.pk,
        )


def test_a_cable_does_not_stay_under_a_claim_when_its_owner_changes(city):
    cable = city.pull(city.tube(1), city.north)
    city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE assets_cable SET owner_id = %(o)s WHERE id = %(k)s", o=city.south.pk, k=cable.pk
        )


def test_room_claimed_for_a_cable_is_not_forgotten_with_the_claim(city):
    holder = city.hold(city.north, city.pipe, cable_outer_mm=20)
    city.pull(city.pipe, city.north, 20)
    sql(
        "DELETE FROM network_heldunit WHERE holder_id = %(h)s",
        "DELETE FROM network_holder WHERE id = %(h)s",
        h=holder.pk,
    )
    with refused_by("claimed_room_within_limit"):
        city.hold(city.south, city.pipe, cable_outer_mm=21)


@pytest.mark.parametrize(
    "change", ["effect = 'reserved'", "organisation_id = NULL", "kind = 'claim'"]
)
def test_the_holder_of_a_cable_follows_the_cable(city, change):
    cable = city.pull(city.tube(1), city.north)
    with refused_by("holder_follows_its_object"):
        sql(f"UPDATE network_holder SET {change} WHERE cable_id = %(k)s", k=cable.pk)
    with refused_by("holder_follows_its_object"):
        sql(
            "INSERT INTO network_holder (kind, effect, duct_id) VALUES ('duct', 'occupied', %(d)s)",
            d=city.pipe.pk,
        )


def test_the_holder_of_a_cable_comes_back(city):
    cable = city.pull(city.tube(1), city.north)
    sql("DELETE FROM network_holder WHERE cable_id = %(k)s", k=cable.pk)
    with refused_by("section_not_booked_twice"):
        city.hold(city.south, city.tube(1))


def test_a_claim_does_not_turn_into_something_else(city):
    holder = city.hold(city.north, city.tube(1))
    with refused_by("holder_follows_its_object"):
        sql(
            "UPDATE network_holder SET kind = 'duct', duct_id = %(d)s, period = NULL"
            " WHERE id = %(h)s",
            d=city.pipe.pk,
            h=holder.pk,
        )


# --- units
def test_a_claim_names_something(city):
    holder = city.hold(city.north, city.tube(1))
    with refused_by("claim_names_a_unit"):
        sql("DELETE FROM network_heldunit WHERE holder_id = %(h)s", h=holder.pk)


def test_only_claims_name_units(city):
    cable = city.pull(city.tube(1), city.north)
    with refused_by("held_unit_of_a_claim"):
        sql(
            "INSERT INTO network_heldunit (holder_id, duct_id, from_site_id, to_site_id)"
            " SELECT h.id, d.id, d.start_site_id, d.end_site_id"
            " FROM network_holder h, assets_duct d WHERE h.cable_id = %(k)s AND d.id = %(d)s",
            k=cable.pk,
            d=city.pipe.pk,
        )


def test_a_unit_moved_to_another_duct_meets_what_is_taken_there(city):
    city.hold(city.south, city.tube(2))
    holder = city.hold(city.north, city.tube(1))
    with refused_by("section_not_booked_twice"):
        sql(
            "UPDATE network_heldunit SET duct_id = %(d)s WHERE holder_id = %(h)s",
            d=city.tube(2).pk,
            h=holder.pk,
        )


@pytest.mark.parametrize("table", ["network_heldunit", "assets_cablesection", "assets_ductsection"])
def test_rows_keep_their_id_else_nobody_would_notice_the_rest(city, table):
    city.pull(city.tube(2), city.south)
    city.hold(city.north, city.tube(1))
    with refused_by("id_fixed"):
        sql(f"UPDATE {table} SET id = id + 100000")


# --- the machinery itself
@pytest.mark.parametrize(
    "forgetting",
    [
        "DELETE FROM network_pendingderivation",
        "UPDATE network_pendingderivation SET ids = '{}'",
        "DELETE FROM assets_pendingcheck",
    ],
)
def test_what_is_to_be_derived_cannot_be_forgotten(city, forgetting):
    with refused_by("pending_work_is_done"), transaction.atomic():
        Holder.objects.create(kind="claim", organisation=city.north, effect="reserved", period=YEAR)
        sql(forgetting)


@pytest.mark.parametrize("lines", ["claimline", "claimline, network_heldunit", "holder CASCADE"])
def test_the_ledger_is_not_emptied_alone(city, lines):
    city.hold(city.north, city.tube(1))
    with refused_by("emptied_only_together"):
        sql("SET CONSTRAINTS ALL IMMEDIATE", f"TRUNCATE network_{lines}")


@pytest.mark.parametrize(
    "writing",
    [
        "UPDATE network_claimline SET period = '[2040-01-01,2041-01-01)'",
        "DELETE FROM network_claimline",
        "INSERT INTO network_claimline"
        " (holder_id, section_id, period, exclusive, inside, room_mm2, key)"
        " SELECT holder_id, section_id, '[2040-01-01,2041-01-01)', false, false, 0, 0"
        " FROM network_claimline",
    ],
)
def test_lines_are_not_written(city, writing):
    city.hold(city.north, city.tube(1))
    with refused_by("claim_line_is_derived"):
        sql(writing)
