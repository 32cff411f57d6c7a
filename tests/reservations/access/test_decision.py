"""Who decides, in which order, on which grounds, and who may not."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Membership
from accounts.roles import Role
from assets.services import duct as duct_service
from reservations.access import holding
from reservations.models import AccessRequest, Decision, DecisionOutcome, RequestKind
from reservations.services import access_request, decide, decision, offer, partial_return
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_organisation, make_user
from tests.refused import refused_as
from tests.reservations.access.attacks import elsewhere
from tests.reservations.access.cases import (
    accepted,
    granted,
    ground,
    reviewed,
    stretch,
    submitted,
    tariff,
)

pytestmark = pytest.mark.django_db

UNFIT = "Rohr gequetscht, siehe Protokoll"


def refuse(case, by, **facts):
    shown = [decision.Shown(ground(), UNFIT)]
    given = {"outcome": DecisionOutcome.REFUSED, "grounds": shown, **facts}
    return decision.decide(request=case, by=by, **given)


# --- order (§ 147 TKG)
def test_complete_requests_are_answered_in_the_order_of_their_receipt(scene) -> None:
    first, second = reviewed(scene, 1), reviewed(scene, 2, by=scene.north)
    with refused_as("OUT_OF_TURN"):
        refuse(second, scene.officer)
    refuse(first, scene.officer)
    refuse(second, scene.officer)


def test_an_answer_out_of_turn_needs_a_reason_that_is_kept(scene) -> None:
    reviewed(scene, 1)
    second = reviewed(scene, 2)
    case = refuse(second, scene.officer, out_of_turn_reason="Rohr existiert nicht mehr")
    case.refresh_from_db()
    assert case.out_of_turn_reason == "Rohr existiert nicht mehr"


def test_offers_are_answers_too(scene) -> None:
    tariff()
    first, second = reviewed(scene, 1), reviewed(scene, 2)
    until = timezone.localdate()
    with refused_as("OUT_OF_TURN"):
        offer.make(request=second, valid_until=until, by=scene.officer)
    offer.make(request=first, valid_until=until, by=scene.officer)
    offer.make(request=second, valid_until=until, by=scene.officer)


def test_what_was_incomplete_goes_behind(scene) -> None:
    first, second = submitted(scene, 1), reviewed(scene, 2)
    access_request.ask_back(request=first, missing="Lageplan", by=scene.officer)
    access_request.complete(request=first, by=scene.north)
    access_request.review(request=first, by=scene.officer)
    with refused_as("OUT_OF_TURN"):
        refuse(first, scene.officer)
    refuse(second, scene.officer)
    refuse(first, scene.officer)


def test_kinds_have_queues_of_their_own(scene) -> None:
    submitted(scene)
    refuse(reviewed(scene, 1), scene.officer)


def test_the_queue_shows_what_waits_in_its_order(scene) -> None:
    first, second, third = (submitted(scene, number) for number in (1, 2, 3))
    access_request.ask_back(request=first, missing="Lageplan", by=scene.officer)
    access_request.withdraw(request=second, by=scene.north)
    assert list(AccessRequest.objects.waiting()) == [third]
    access_request.complete(request=first, by=scene.north)
    assert list(AccessRequest.objects.waiting()) == [third, first]


# --- grounds
@pytest.mark.parametrize(
    ("shown", "code"),
    [
        (lambda: [], "GROUND_NEEDED"),
        (lambda: [decision.Shown(ground(), " ")], "EVIDENCE_NEEDED"),
        (lambda: [decision.Shown(ground(shows_capacity=True), "voll")], "EVIDENCE_NEEDED"),
        (
            lambda: [decision.Shown(ground(valid=(dt.date(2015, 1, 1), dt.date(2016, 1, 1))), "x")],
            "GROUND_NOT_IN_FORCE",
        ),
    ],
)
def test_a_refusal_without_a_ground_that_holds_is_none(scene, shown, code) -> None:
    case = reviewed(scene, 1)
    with refused_as(code):
        refuse(case, scene.officer, grounds=shown())
    case.refresh_from_db()
    assert case.state == "in_review"
    assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"reasons": "x" * 10_001}, "reasons"),
        ({"out_of_turn_reason": "x" * 301}, "outOfTurnReason"),
        ({"evidence": "x" * 2_001}, "grounds.0.evidence"),
        ({"investment_plan": "x" * 301}, "grounds.0.investmentPlan"),
    ],
)
def test_what_is_too_long_is_refused_at_its_field(scene, facts, field) -> None:
    case = reviewed(scene, 1)
    shown = {name: facts.pop(name) for name in ("evidence", "investment_plan") if name in facts}
    grounds = [decision.Shown(ground(), **{"evidence": UNFIT, **shown})]
    with refused_as("INVALID_VALUE") as refused:
        refuse(case, scene.officer, grounds=grounds, **facts)
    assert refused.value.field == field
    with refused_as("INVALID_VALUE"):
        offer.make(request=case, by=scene.officer, out_of_turn_reason="x" * 301)
    assert not Decision.objects.exists()


def test_no_space_is_shown_by_a_plan_or_a_reserve(scene) -> None:
    full = ground(shows_capacity=True)
    plan = decision.Shown(full, "belegt", investment_plan="Ausbauplan 2026–2030, S. 12")
    refuse(reviewed(scene, 1), scene.officer, grounds=[plan])
    planner = make_user(Role.PLANNER, make_organisation())
    tube = scene.tube(3)
    kept = reserve(
        units=[Stretch(tube.pk, scene.network["A"].pk, scene.network["C"].pk)],
        period=scene.period,
        idempotency_key="reserve",
        by=planner,
        purpose="Verkehrsrechner",
    )
    reserve_shown = decision.Shown(full, "belegt", reserve=kept)
    case = reviewed(scene, 2)
    with refused_as("EVIDENCE_NEEDED"):
        refuse(case, scene.officer, grounds=[reserve_shown])
    decide.confirm(claim=kept, by=scene.officer)
    refuse(case, scene.officer, grounds=[reserve_shown])


def test_no_space_for_a_part_is_shown_along_that_part(scene) -> None:
    """What is kept beside the part that is granted shows nothing about the other one."""
    asked = [stretch(scene, 1, "A", "B"), stretch(scene, 2, "B", "C")]
    case = accepted(scene, kind=RequestKind.DUCT_ACCESS, units=asked)
    kept = {
        end: reserve(
            units=[stretch(scene, 3, "B", end)],
            period=scene.period,
            idempotency_key=end,
            by=make_user(Role.PLANNER, make_organisation()),
        )
        for end in "AC"
    }
    part = {
        "outcome": DecisionOutcome.PARTLY_GRANTED,
        "refused_units": [holding.claim_of(case).holder.units.get(duct=scene.tube(2))],
    }
    for claim in kept.values():
        decide.confirm(claim=claim, by=scene.officer)
    full = ground(shows_capacity=True)
    beside = decision.Shown(full, "belegt", reserve=kept["A"])
    with refused_as("EVIDENCE_NEEDED"):
        refuse(case, scene.officer, grounds=[beside], **part)
    along = decision.Shown(full, "belegt", reserve=kept["C"])
    assert refuse(case, scene.officer, grounds=[along], **part).state == "partly_granted"


def test_a_reserve_elsewhere_shows_nothing(scene) -> None:
    far = decision.Shown(ground(shows_capacity=True), "belegt", reserve=elsewhere(scene))
    with refused_as("EVIDENCE_NEEDED"):
        refuse(reviewed(scene, 1), scene.officer, grounds=[far])


def test_what_is_granted_has_no_grounds(scene) -> None:
    case = accepted(scene, 1)
    with refused_as("GROUND_NEEDED"):
        decision.decide(
            request=case,
            outcome=DecisionOutcome.GRANTED,
            grounds=[decision.Shown(ground(), "x")],
            by=scene.officer,
        )


def test_access_is_granted_on_an_accepted_offer(scene) -> None:
    with refused_as("OFFER_NEEDED"):
        decision.decide(
            request=reviewed(scene, 1), outcome=DecisionOutcome.GRANTED, by=scene.officer
        )


def test_a_case_is_decided_once(scene) -> None:
    case = refuse(reviewed(scene, 1), scene.officer)
    with refused_as("WRONG_STATE"):
        refuse(case, scene.officer)


# --- § 127 (2) TKG
@pytest.fixture
def road_officer():
    return make_user(Role.ROAD_OFFICER)


def test_the_road_authority_signs_its_consent(scene, road_officer) -> None:
    case = reviewed(scene, desk=road_officer)
    case = decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=road_officer)
    assert (case.state, case.decision.signed_by) == ("granted", road_officer)


def test_road_officers_see_consents_and_nothing_else(scene, road_officer) -> None:
    submitted(scene, 1)
    consent = submitted(scene)
    assert list(AccessRequest.objects.visible_to(road_officer)) == [consent]


@pytest.mark.parametrize(
    "role", [Role.EDITOR, Role.PLANNER, Role.ACCESS_OFFICER, Role.ADMINISTRATOR]
)
def test_who_runs_the_network_signs_no_consent_whatever_else_they_are(scene, role) -> None:
    both = make_user(role)
    Membership.objects.create(user=both, organisation=make_organisation(), role=Role.ROAD_OFFICER)
    case = reviewed(scene, desk=both)
    with refused_as("NOT_INDEPENDENT"):
        decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=both)
    case.refresh_from_db()
    assert case.state == "in_review"


def test_an_access_officer_signs_no_consent(scene) -> None:
    case = reviewed(scene)
    with refused_as("NOT_PERMITTED"):
        decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


# --- two people
def test_with_two_people_the_second_signs(scene, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = refuse(reviewed(scene, 1), scene.officer)
    assert case.state == "in_review"
    assert not Decision.objects.visible_to(scene.north).exists()
    with refused_as("SECOND_PERSON_NEEDED"):
        decision.sign(request=case, by=scene.officer)
    settings.TWO_PERSON_RULE = False
    with refused_as("SECOND_PERSON_NEEDED"):
        decision.sign(request=case, by=scene.officer)
    case = decision.sign(request=case, by=make_user(Role.ACCESS_OFFICER))
    assert case.state == "refused"
    assert Decision.objects.visible_to(scene.north).exists()


def test_what_was_prepared_can_be_prepared_anew(scene, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = refuse(reviewed(scene, 1), scene.officer)
    second = make_user(Role.ACCESS_OFFICER)
    refuse(case, second)
    assert decision.sign(request=case, by=scene.officer).decision.prepared_by == second


def test_a_part_that_was_cut_since_is_prepared_anew(scene, settings) -> None:
    """Else the piece behind the cut, which nobody refused by its name, would be granted."""
    settings.TWO_PERSON_RULE = True
    case = accepted(scene, 1, 2)
    second = holding.claim_of(case).holder.units.get(duct=scene.tube(2))
    part = {"outcome": DecisionOutcome.PARTLY_GRANTED, "by": scene.officer}
    shown = [decision.Shown(ground(), UNFIT)]
    decision.decide(request=case, refused_units=[second], grounds=shown, **part)
    duct_service.cut(duct=scene.tube(2), site=scene.network["B"], by=make_user(Role.EDITOR))
    signer = make_user(Role.ACCESS_OFFICER)
    with refused_as("STALE_DECISION"):
        decision.sign(request=case, by=signer)
    pieces = holding.claim_of(case).holder.units.exclude(duct=scene.tube(1))
    decision.decide(request=case, refused_units=pieces, grounds=shown, **part)
    case = decision.sign(request=case, by=signer)
    assert [unit.duct for unit in holding.claim_of(case).holder.units.all()] == [scene.tube(1)]


def test_what_is_left_of_a_route_has_not_its_length(scene) -> None:
    cases = [accepted(scene, 1, 2, length_m=400.0), granted(scene, 3, 4, length_m=400.0)]
    left_out = [holding.claim_of(case).holder.units.last() for case in cases]
    decision.decide(
        request=cases[0],
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=left_out[:1],
        grounds=[decision.Shown(ground(), UNFIT)],
        by=scene.officer,
    )
    assert holding.claim_of(cases[1]).length_m == 400.0
    partial_return.give_back(request=cases[1], units=left_out[1:], by=scene.north)
    assert [holding.claim_of(case).length_m for case in cases] == [None, None]


def test_there_is_nothing_to_sign(scene) -> None:
    with refused_as("NOTHING_TO_SIGN"):
        decision.sign(request=reviewed(scene, 1), by=scene.officer)
