"""Several at once on one queue, one case, one duct: one wins, and the order stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role
from gis.refusals import Refusal
from reservations.models import (
    AccessRequest,
    CaseEvent,
    DecisionOutcome,
    FulfilledDuty,
    RequestKind,
)
from reservations.services import access_request, decision, fulfilled_duty
from tests.builders import make_user
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.cases import drafted, ground, reviewed
from tests.reservations.access.conftest import load_law
from tests.reservations.conftest import Scene, make_scene
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def committed_scene() -> Scene:
    """Rows of plant are checked together, at the end of their transaction."""
    with transaction.atomic():
        return make_scene()


def refused(case: AccessRequest, by: User, shown: decision.Shown) -> str:
    """What became of it: "done", or the code of the refusal."""
    by = User.objects.get(pk=by.pk)
    try:
        decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=[shown], by=by)
    except Refusal as refusal:
        return refusal.code
    return "done"


def submitted(case: AccessRequest, by: User) -> str:
    try:
        access_request.submit(request=case, by=User.objects.get(pk=by.pk))
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_two_officers_at_once_decide_a_case_once() -> None:
    scene = committed_scene()
    case, shown = reviewed(scene, 1), decision.Shown(ground(), "gequetscht")
    officers = [make_user(Role.ACCESS_OFFICER) for _number in range(4)]
    outcomes = together([partial(refused, case, officer, shown) for officer in officers])
    assert Counter(outcomes) == {"done": 1, "WRONG_STATE": 3}
    assert CaseEvent.objects.filter(request=case, to_state="refused").count() == 1


def published(case: AccessRequest, by: User, place: str) -> str:
    facts = {"request": case, "by": User.objects.get(pk=by.pk)}
    try:
        facts |= {"done_on": timezone.localdate(), "reference": place}
        fulfilled_duty.record(fulfilled_duty.WORKS, **facts)
    except Refusal as refusal:
        return refusal.code
    return "done"


def test_two_officers_at_once_note_one_publication() -> None:
    scene = committed_scene()
    with transaction.atomic():
        load_law()
        permit = timezone.localdate() + dt.timedelta(days=200)
        draft = drafted(scene, kind=RequestKind.WORKS_COORDINATION, permit_on=permit)
        case = access_request.submit(request=draft, by=scene.north)
    officers = [make_user(Role.ACCESS_OFFICER) for _number in range(3)]
    outcomes = together([partial(published, case, one, f"Amtsblatt {one}") for one in officers])
    assert Counter(outcomes) == {"done": 1, "NOTHING_TO_PUBLISH": 2}
    assert FulfilledDuty.objects.count() == 1


def test_officers_at_once_do_not_turn_the_order_round() -> None:
    """Each tries its own case of one queue; whoever comes too early is told so."""
    scene = committed_scene()
    cases = [reviewed(scene, number) for number in (1, 2, 3, 4)]
    shown = decision.Shown(ground(), "gequetscht")
    officers = [make_user(Role.ACCESS_OFFICER) for _case in cases]
    outcomes = together(
        [
            partial(refused, case, by, shown)
            for case, by in reversed(list(zip(cases, officers, strict=True)))
        ]
    )
    assert set(outcomes) <= {"done", "OUT_OF_TURN"}
    assert outcomes[-1] == "done"
    steps = CaseEvent.objects.filter(to_state="refused").order_by("pk")
    answered = list(steps.values_list("request_id", flat=True))
    assert answered == [case.pk for case in cases[: len(answered)]]


def test_of_many_cases_for_one_duct_one_holds_it_and_places_are_given_once() -> None:
    scene = committed_scene()
    cases = [drafted(scene, 1, by=by) for by in (scene.north, scene.south) for _number in "123"]
    people = [scene.north] * 3 + [scene.south] * 3
    outcomes = together(
        [partial(submitted, case, by) for case, by in zip(cases, people, strict=True)]
    )
    assert Counter(outcomes) == {"done": 1, "CONFLICT": 5}
    assert AccessRequest.objects.filter(receipt__isnull=False).count() == 1
    assert_sound()
