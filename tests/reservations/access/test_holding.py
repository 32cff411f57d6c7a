"""What a case holds: from the request to the grant and back, all of it in the ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Grant
from accounts.viewer import viewer_of
from assets.models import Duct, Segment
from assets.services import duct as duct_service
from network.models import ClaimLine, Holder
from network.periods import Period
from reservations.access import holding
from reservations.access.states import RequestState
from reservations.desk.case import DeskCase
from reservations.models import Claim, ClaimState, DecisionOutcome
from reservations.portal.case import OwnCase
from reservations.services import access_request, case_calendar, decide, decision, offer
from reservations.services.expiry import expire_overdue
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import (
    accepted,
    drafted,
    granted,
    ground,
    in_use,
    offered,
    reviewed,
    stretch,
    submitted,
    tariff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]


def taken(scene, number: int) -> bool:
    return ClaimLine.objects.filter(section__duct=scene.tube(number)).exists()


def take(scene, number: int) -> Claim:
    """Somebody else reserves a tube."""
    return reserve(
        units=[stretch(scene, number)],
        period=scene.period,
        idempotency_key=f"other {number}",
        by=scene.south,
    )


def lapse(case) -> None:
    past = timezone.now() - dt.timedelta(hours=1)
    Holder.objects.filter(claim__request=case).update(expires_at=past)


def test_a_draft_names_and_takes_nothing(scene) -> None:
    case = drafted(scene, 1)
    claim = holding.claim_of(case)
    assert claim.state == ClaimState.REQUESTED
    assert not taken(scene, 1)


def test_submitting_can_hold(scene, settings) -> None:
    settings.REQUEST_HOLD_DAYS = 7
    case = submitted(scene, 1)
    claim = holding.claim_of(case)
    assert (claim.state, taken(scene, 1)) == (ClaimState.HELD, True)
    assert claim.expires_at - timezone.now() <= dt.timedelta(days=7)


def test_another_period_makes_no_hold_last_longer(scene) -> None:
    case = submitted(scene, 1)
    access_request.ask_back(request=case, missing="Zeitraum", by=scene.officer)
    before = holding.claim_of(case).expires_at
    longer = Period(scene.period.first, scene.period.last + dt.timedelta(days=1))
    access_request.change(request=case, period=longer, by=scene.north)
    held = holding.claim_of(case)
    assert (held.state, held.period, held.expires_at) == (ClaimState.HELD, longer.range, before)


def test_submitting_need_not_hold(scene) -> None:
    case = submitted(scene, 1, hold=False)
    assert (holding.claim_of(case).state, taken(scene, 1)) == (ClaimState.REQUESTED, False)


def test_what_is_taken_cannot_be_held_and_the_draft_stays(scene) -> None:
    take(scene, 1)
    case = drafted(scene, 1)
    with refused_as("CONFLICT") as refused:
        access_request.submit(request=case, by=scene.north)
    assert refused.value.details["conflicts"][0]["holder"] is None
    case.refresh_from_db()
    assert (case.state, case.receipt) == (RequestState.DRAFT, None)


def test_an_organisation_holds_with_so_many_cases(scene, settings) -> None:
    settings.MAX_HELD_REQUESTS = 1
    submitted(scene, 1)
    with refused_as("TOO_MANY_HOLDS"):
        submitted(scene, 2)
    submitted(scene, 2, hold=False)
    submitted(scene, 3, by=scene.south)


def test_access_without_ducts_is_no_request(scene) -> None:
    case = drafted(scene, kind="duct_access")
    with refused_as("NOTHING_ASKED"):
        access_request.submit(request=case, by=scene.north)


def test_changing_a_draft_replaces_what_it_names(scene) -> None:
    case = drafted(scene, 1)
    access_request.change(request=case, by=scene.north, units=[stretch(scene, 2)])
    access_request.submit(request=case, by=scene.north)
    assert [taken(scene, number) for number in (1, 2)] == [False, True]


def test_granting_confirms_and_opens_exactly_what_was_granted(scene) -> None:
    case = granted(scene, 1, 2)
    claim = holding.claim_of(case)
    assert (case.state, claim.state, claim.expires_at) == ("granted", ClaimState.CONFIRMED, None)
    opened = Grant.objects.get()
    assert (opened.case_reference, opened.organisation) == (str(case), case.organisation)
    assert opened.valid.upper == scene.period.range.upper
    assert sorted(d.code for d in Duct.objects.visible_to(scene.north)) == ["RV.01", "RV.02"]
    assert not Duct.objects.visible_to(scene.south).exists()


def test_a_partial_grant_frees_the_rest(scene) -> None:
    case = accepted(scene, 1, 2)
    second = holding.claim_of(case).holder.units.get(duct=scene.tube(2))
    case = decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=[second],
        grounds=[decision.Shown(ground(), "Kalibrierung am 3.3. gescheitert")],
        by=scene.officer,
    )
    assert case.state == RequestState.PARTLY_GRANTED
    assert [taken(scene, number) for number in (1, 2)] == [True, False]
    assert [d.code for d in Duct.objects.visible_to(scene.north)] == ["RV.01"]
    left_out = Claim.objects.get(request=case, state=ClaimState.RELEASED)
    assert left_out.holder.units.get().duct == scene.tube(2)


@pytest.mark.parametrize("chosen", [[], [1, 2]])
def test_a_partial_grant_refuses_some_not_all(scene, chosen) -> None:
    case = accepted(scene, 1, 2)
    units = holding.claim_of(case).holder.units.filter(duct__number__in=chosen)
    with refused_as("WRONG_UNITS"):
        decision.decide(
            request=case,
            outcome=DecisionOutcome.PARTLY_GRANTED,
            refused_units=list(units),
            grounds=[decision.Shown(ground(), "x")],
            by=scene.officer,
        )


def test_refusing_gives_everything_back(scene) -> None:
    case = reviewed(scene, 1)
    shown = [decision.Shown(ground(), "Rohr gequetscht, siehe Protokoll")]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    assert not taken(scene, 1)
    take(scene, 1)


@pytest.mark.parametrize("make", [submitted, reviewed, offered, accepted])
def test_withdrawing_gives_everything_back(scene, make) -> None:
    case = make(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    assert not taken(scene, 1)


def test_use_and_end(scene) -> None:
    case = in_use(scene, 1)
    assert holding.claim_of(case).state == ClaimState.IN_USE
    case = access_request.end(request=case, by=scene.north)
    assert (case.state, taken(scene, 1)) == (RequestState.ENDED, False)
    assert not Duct.objects.visible_to(scene.north).exists()


def test_a_hold_that_lapsed_is_taken_again_with_the_next_step(scene) -> None:
    case = reviewed(scene, 1)
    lapse(case)
    expire_overdue()
    assert not taken(scene, 1)
    case = offered_on(scene, case)
    assert taken(scene, 1)


def offered_on(scene, case, days: int = 30):
    tariff()
    until = timezone.localdate() + dt.timedelta(days=days)
    return offer.make(request=case, valid_until=until, by=scene.officer)


def test_capacity_lost_meanwhile_cannot_be_offered_accepted_or_granted(scene) -> None:
    case = reviewed(scene, 1)
    lapse(case)
    other = take(scene, 1)
    with refused_as("CONFLICT"):
        offered_on(scene, case)
    decide.release(claim=other, by=scene.south)
    case = offered_on(scene, case)
    lapse(case)
    reserve(units=[stretch(scene, 1)], period=scene.period, idempotency_key="again", by=scene.south)
    with refused_as("CONFLICT"):
        offer.accept(request=case, name="Ada", by=scene.north)
    case.refresh_from_db()
    assert case.state == RequestState.OFFERED


def test_a_grant_on_lost_capacity_is_refused_whole(scene) -> None:
    case = accepted(scene, 1, 2)
    lapse(case)
    take(scene, 2)
    with refused_as("CONFLICT"):
        decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
    case.refresh_from_db()
    assert case.state == RequestState.ACCEPTED
    assert not hasattr(case, "decision")
    assert not Grant.objects.exists()


def test_what_a_case_holds_is_decided_with_the_case(scene) -> None:
    claim = holding.claim_of(submitted(scene, 1))
    for service, by in ((decide.confirm, scene.officer), (decide.release, scene.north)):
        with refused_as("PART_OF_A_REQUEST"):
            service(claim=claim, by=by)


def test_what_is_named_follows_cuts(scene) -> None:
    case = submitted(scene, 1, hold=False)
    duct_service.cut(duct=scene.tube(1), site=scene.network["B"], by=make_user("editor"))
    units = holding.claim_of(case).holder.units
    assert units.count() == 2
    access_request.review(request=case, by=scene.officer)
    offered_on(scene, case)
    held = Segment.objects.filter(duct_sections__claim_lines__holder__claim__request=case)
    assert held.distinct().count() == 2


def test_an_offer_that_ran_out_ends_the_case(scene, clock) -> None:
    case = offered(scene, 1, days=10)
    later = timezone.localdate() + dt.timedelta(days=11)
    clock.set(f"{later}T00:30:00")
    assert case_calendar.note_the_day() == 1
    case.refresh_from_db()
    assert case.state == RequestState.EXPIRED
    assert Holder.objects.get(claim__request=case).period.isempty
    assert case_calendar.note_the_day() == 0


def test_both_doors_show_the_claim_that_the_case_lives_by_or_lived_by_last(scene) -> None:
    case = drafted(scene, 3)
    units = [stretch(scene, number) for number in (1, 2)]
    access_request.change(request=case, by=scene.north, units=units)
    case = access_request.submit(request=case, by=scene.north)
    case = access_request.review(request=case, by=scene.officer)
    tariff()
    until = timezone.localdate() + dt.timedelta(days=30)
    case = offer.make(request=case, valid_until=until, by=scene.officer)
    case = offer.accept(request=case, name="Ada Nord", by=scene.north)
    refused = holding.claim_of(case).holder.units.get(duct=scene.tube(2))
    why = decision.Shown(ground(), "zu alt")
    partly = DecisionOutcome.PARTLY_GRANTED
    case = decision.decide(
        request=case, outcome=partly, by=scene.officer, refused_units=[refused], grounds=[why]
    )
    assert shown_by_both(scene, case) == {scene.tube(1).code}

    case = access_request.end(request=case, by=scene.north)
    assert case.claims.count() == 3, "named first, granted, refused"
    assert shown_by_both(scene, case) == {scene.tube(1).code}


def shown_by_both(scene, case) -> set[str]:
    """The ducts of the case as desk and portal show them; they show the same."""
    doors = DeskCase(case, viewer_of(scene.officer)), OwnCase(case, viewer_of(scene.north))
    (desk, portal) = (door.claim for door in doors)
    assert desk == portal == holding.claim_to_show(case)
    return {unit.duct.code for unit in desk.holder.units.all()}
