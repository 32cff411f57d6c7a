"""Holding capacity: whole or not at all, once per key, within limits, with reasons when refused."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from django.utils import timezone, translation

from accounts.roles import Role
from assets.models import Duct
from gis.refusals import NotFound, NotPermitted, Refusal
from network.availability import section_states
from network.models import ClaimLine, Holder
from network.periods import Period, checked_future_period, checked_period
from reservations.models import Claim, ClaimState
from reservations.services.expiry import expire_overdue
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve, reserve_strands
from tests.builders import make_cable, make_organisation, make_user
from tests.refused import refused_as
from tests.reservations.conftest import Scene


def stretch(scene: Scene, duct: Duct, start: str = "A", end: str = "C", **room: float) -> Stretch:
    return Stretch(duct.pk, scene.network[start].pk, scene.network[end].pk, **room)


def hold(scene: Scene, *units: Stretch, key: str = "k1", by=None, **more) -> Claim:
    return reserve(
        units=units,
        period=more.pop("period", scene.period),
        idempotency_key=key,
        by=by or scene.north,
        **more,
    )


def overdue(claim: Claim) -> None:
    # Long enough ago: the database takes the beginning of a transaction for now.
    past = timezone.now() - dt.timedelta(hours=1)
    Holder.objects.filter(pk=claim.holder_id).update(expires_at=past)


def test_a_hold_takes_its_tube_for_two_weeks(scene):
    claim = hold(scene, stretch(scene, scene.tube(1)))
    assert claim.state == ClaimState.HELD
    left = claim.expires_at - timezone.now()
    assert dt.timedelta(days=13, hours=23) < left <= dt.timedelta(days=14)
    section = scene.tube(1).sections.first()
    assert section_states([section.pk], scene.period.range)[section.pk].state == "reserved"


def test_the_same_request_twice_is_one_reservation(scene):
    first = hold(scene, stretch(scene, scene.tube(1)))
    assert hold(scene, stretch(scene, scene.tube(1))).pk == first.pk
    assert Claim.objects.count() == 1


def test_a_key_cannot_stand_for_two_requests(scene):
    hold(scene, stretch(scene, scene.tube(1)))
    with pytest.raises(Refusal) as refusal:
        hold(scene, stretch(scene, scene.tube(2)))
    assert refusal.value.code == "IDEMPOTENCY_CONFLICT"


def test_another_organisation_may_use_the_same_key(scene):
    hold(scene, stretch(scene, scene.tube(1)))
    hold(scene, stretch(scene, scene.tube(2)), by=scene.south)
    assert Claim.objects.count() == 2


@pytest.mark.parametrize("key", ["", "   ", "x" * 201])
def test_a_key_is_required(scene, key):
    with refused_as("INVALID_IDEMPOTENCY_KEY"):
        hold(scene, stretch(scene, scene.tube(1)), key=key)


def test_a_route_is_held_whole_or_not_at_all(scene):
    hold(scene, stretch(scene, scene.tube(2), "B", "C"))
    with refused_as("CONFLICT"):
        hold(
            scene,
            stretch(scene, scene.tube(1), "A", "B"),
            stretch(scene, scene.tube(2), "A", "C"),
            key="k2",
            by=scene.south,
        )
    assert not Claim.objects.filter(organisation__code="sued").exists()
    assert not ClaimLine.objects.filter(holder__organisation__code="sued").exists()


def test_a_conflict_names_what_and_until_when_but_not_whose(scene):
    hold(scene, stretch(scene, scene.tube(1)))
    with pytest.raises(Refusal) as refusal:
        hold(scene, stretch(scene, scene.tube(1)), by=scene.south)
    (conflict,) = refusal.value.details["conflicts"]
    assert conflict == {
        "unit": None,
        "from": None,
        "to": None,
        "effect": "reserved",
        "until": scene.period.last.isoformat(),
        "holder": None,
    }
    assert "Nord" not in str(refusal.value)
    assert f"bis {scene.period.last:%d.%m.%Y} reserviert" in str(refusal.value)
    with translation.override("en"), pytest.raises(Refusal) as refusal:
        hold(scene, stretch(scene, scene.tube(1)), by=scene.south)
    assert f"reserved until {scene.period.last:%d/%m/%Y}" in str(refusal.value)


def test_an_officer_reads_the_ducts_the_sites_and_the_holder(scene):
    hold(scene, stretch(scene, scene.tube(1), "B", "C"))
    with pytest.raises(Refusal) as refusal:
        hold(scene, stretch(scene, scene.tube(1)), by=scene.officer, organisation="sued")
    (conflict,) = refusal.value.details["conflicts"]
    assert (conflict["unit"], conflict["from"], conflict["to"]) == ("RV.01", "B", "C")
    assert conflict["holder"] == "Nord"


def test_holds_are_limited_per_organisation(scene):
    scene.north.memberships.get().organisation.__class__.objects.filter(code="nord").update(
        max_holds=1
    )
    first = hold(scene, stretch(scene, scene.tube(1)))
    with refused_as("TOO_MANY_HOLDS"):
        hold(scene, stretch(scene, scene.tube(2)), key="k2")
    overdue(first)
    hold(scene, stretch(scene, scene.tube(2)), key="k2")


def test_a_hold_past_its_time_is_free_for_the_next_and_for_availability(scene):
    first = hold(scene, stretch(scene, scene.tube(1)))
    overdue(first)
    section = scene.tube(1).sections.first()
    assert section_states([section.pk], scene.period.range)[section.pk].state == "free"
    assert Claim.objects.get(pk=first.pk).current_state == ClaimState.EXPIRED
    hold(scene, stretch(scene, scene.tube(1)), by=scene.south)
    first.refresh_from_db()
    assert first.state == ClaimState.EXPIRED
    assert not ClaimLine.objects.filter(holder=first.holder).exists()


def test_an_expired_hold_on_the_whole_bundle_gives_way_to_a_tube(scene):
    overdue(hold(scene, stretch(scene, scene.bundle)))
    hold(scene, stretch(scene, scene.tube(1)), by=scene.south)


def test_an_expired_hold_inside_gives_way_to_the_whole_bundle(scene):
    overdue(hold(scene, stretch(scene, scene.tube(1))))
    hold(scene, stretch(scene, scene.bundle), by=scene.south)


def test_overdue_holds_are_written_off(scene):
    first = hold(scene, stretch(scene, scene.tube(1)))
    hold(scene, stretch(scene, scene.tube(2)), key="k2")
    overdue(first)
    assert expire_overdue() == 1
    assert expire_overdue() == 0
    assert set(Claim.objects.values_list("state", flat=True)) == {"expired", "held"}


def test_who_may_not_reserve_may_not(scene):
    for role in (Role.VIEWER, Role.EDITOR, Role.AUDITOR, Role.ADMINISTRATOR):
        with pytest.raises(NotPermitted):
            hold(scene, stretch(scene, scene.tube(1)), by=make_user(role))
    with pytest.raises(NotPermitted):
        hold(scene, stretch(scene, scene.tube(1)), organisation="sued")
    assert not Claim.objects.exists()


def test_the_desk_reserves_for_a_carrier(scene):
    claim = hold(scene, stretch(scene, scene.tube(1)), by=scene.officer, organisation="nord")
    assert claim.organisation.code == "nord"
    assert claim.requested_by == scene.officer


def test_a_duct_that_is_gone_is_a_stale_route(scene):
    with refused_as("STALE_ROUTE"):
        hold(scene, Stretch(10**12, scene.network["A"].pk, scene.network["C"].pk))


def test_a_duct_that_leads_elsewhere_now_is_a_stale_route(scene):
    from tests.builders import make_site

    elsewhere = make_site("X", 900)
    with refused_as("STALE_ROUTE"):
        hold(scene, Stretch(scene.tube(1).pk, scene.network["A"].pk, elsewhere.pk))
    assert not Holder.objects.filter(kind="claim").exists()


def test_strands_are_held_by_number(scene):
    cable = make_cable(scene.network, "A-B-C", inside=scene.tube(3))
    claim = reserve_strands(
        cable=cable, numbers=[1, 2], period=scene.period, idempotency_key="s", by=scene.north
    )
    assert list(claim.holder.units.values_list("strand__number", flat=True)) == [1, 2]
    with pytest.raises(Refusal) as refusal:
        reserve_strands(
            cable=cable,
            numbers=[2],
            period=scene.period,
            idempotency_key="t",
            by=scene.officer,
            organisation="sued",
        )
    assert refusal.value.details["conflicts"][0]["unit"] == f"{cable.code}/2"


@pytest.mark.parametrize("numbers", [[], [13], [0], [1, 99]])
def test_strands_that_do_not_exist(scene, numbers):
    cable = make_cable(scene.network, "A-B-C")
    with pytest.raises(NotFound):
        reserve_strands(
            cable=cable, numbers=numbers, period=scene.period, idempotency_key="s", by=scene.north
        )


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2027-02-01", "2027-01-31"),
        ("1700-01-01", "1700-02-01"),
        ("2027-01-01", "2300-01-01"),
        ("2027-01-01", "2099-01-01"),
    ],
)
def test_impossible_periods(first, last):
    with refused_as("INVALID_PERIOD"):
        checked_period(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def test_reservations_do_not_begin_in_the_past():
    today = timezone.localdate()
    yesterday = today - dt.timedelta(days=1)
    with refused_as("INVALID_PERIOD"):
        checked_future_period(yesterday, today)
    assert checked_future_period(today, today) == Period(today, today)


def test_the_last_day_belongs_to_the_period(scene):
    """Two reservations meet on the day after the first one's last."""
    hold(scene, stretch(scene, scene.tube(1)))
    day_after = scene.period.last + dt.timedelta(days=1)
    later = dataclasses.replace(scene.period, first=day_after, last=day_after)
    hold(scene, stretch(scene, scene.tube(1)), by=scene.south, period=later)


def test_a_partner_sees_only_own_claims(scene):
    hold(scene, stretch(scene, scene.tube(1)))
    assert not Claim.objects.visible_to(scene.south).exists()
    assert Claim.objects.visible_to(scene.north).count() == 1
    assert Claim.objects.visible_to(scene.officer).count() == 1
    assert not Claim.objects.visible_to(make_user(Role.EDITOR)).exists()
    assert make_organisation("nord").claims.count() == 1
