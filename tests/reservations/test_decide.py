"""Confirming, releasing, using and ending: by whom, in which order, and what it opens."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import Grant
from accounts.roles import Role
from assets.models import Duct, Segment, Site
from gis.refusals import NotFound, NotPermitted, StaleVersion
from history.models import Change
from network.models import ClaimLine, Holder
from reservations.models import Claim, ClaimState
from reservations.services import decide
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.test_reserve import hold, overdue, stretch


@pytest.fixture
def claim(scene):
    return hold(scene, stretch(scene, scene.tube(1), "A", "B"))


def test_only_access_officers_confirm(scene, claim):
    for role in (Role.PARTNER, Role.EDITOR, Role.PLANNER, Role.ADMINISTRATOR, Role.AUDITOR):
        with pytest.raises(NotPermitted):
            decide.confirm(claim=claim, by=make_user(role))
    with pytest.raises(NotPermitted):
        decide.confirm(claim=claim, by=scene.north)
    claim.refresh_from_db()
    assert claim.state == ClaimState.HELD


def test_confirming_ends_the_expiry_and_opens_exactly_the_stretch(scene, claim):
    assert not Duct.objects.visible_to(scene.north).exists()
    confirmed = decide.confirm(claim=claim, by=scene.officer)
    assert confirmed.state == ClaimState.CONFIRMED
    assert confirmed.expires_at is None
    assert [d.code for d in Duct.objects.visible_to(scene.north)] == ["RV.01"]
    assert [s.code for s in Segment.objects.visible_to(scene.north)] == ["A-B"]
    assert [s.code for s in Site.objects.visible_to(scene.north)] == ["A", "B"]
    assert not Duct.objects.visible_to(scene.south).exists()


def test_a_hold_over_its_time_cannot_be_confirmed(scene, claim):
    overdue(claim)
    with refused_as("HOLD_EXPIRED"):
        decide.confirm(claim=claim, by=scene.officer)


def test_a_stale_version_is_refused(scene, claim):
    with pytest.raises(StaleVersion):
        decide.confirm(claim=claim, by=scene.officer, version=99)
    decide.confirm(claim=claim, by=scene.officer, version=1)
    with pytest.raises(StaleVersion):
        decide.release(claim=claim, by=scene.north, version=1)


def test_releasing_frees_at_once_and_closes_the_view(scene, claim):
    decide.confirm(claim=claim, by=scene.officer)
    released = decide.release(claim=claim, by=scene.north)
    assert released.state == ClaimState.RELEASED
    assert not ClaimLine.objects.filter(holder=claim.holder).exists()
    assert not Duct.objects.visible_to(scene.north).exists()
    assert not Grant.objects.exists()
    hold(scene, stretch(scene, scene.tube(1)), by=scene.south)


def test_what_was_held_before_today_stays_in_the_ledger(scene, claim):
    began = timezone.localdate().replace(year=timezone.localdate().year - 1)
    Holder.objects.filter(pk=claim.holder_id).update(
        period=claim.period.__class__(began, claim.period.upper)
    )
    decide.release(claim=claim, by=scene.north)
    (line,) = ClaimLine.objects.filter(holder=claim.holder, inside=False)
    assert (line.period.lower, line.period.upper) == (began, timezone.localdate())


def test_nobody_releases_what_belongs_to_another(scene, claim):
    with pytest.raises(NotFound):
        decide.release(claim=claim, by=scene.south)
    with pytest.raises(NotPermitted):
        decide.release(claim=claim, by=make_user(Role.AUDITOR))


def test_the_whole_life_of_a_claim(scene, claim):
    decide.confirm(claim=claim, by=scene.officer)
    decide.start_use(claim=claim, by=scene.officer)
    assert Holder.objects.get(pk=claim.holder_id).effect == "occupied"
    ended = decide.release(claim=claim, by=scene.officer)
    assert ended.state == ClaimState.ENDED


@pytest.mark.parametrize("step", [decide.confirm, decide.start_use, decide.release])
def test_nothing_follows_an_end(scene, claim, step):
    decide.release(claim=claim, by=scene.north)
    with refused_as("WRONG_STATE"):
        step(claim=claim, by=scene.officer)


def test_the_history_says_who_confirmed_and_why(scene, claim):
    decide.confirm(claim=claim, by=scene.officer, reason="Vertrag 17")
    change = Change.objects.filter(table_name="reservations_claim", object_id=claim.pk).last()
    assert (change.actor_id, change.reason) == (scene.officer.pk, "Vertrag 17")
    assert (change.before["state"], change.after["state"]) == ("held", "confirmed")
    assert Claim.objects.get(pk=claim.pk).decided_by == scene.officer
