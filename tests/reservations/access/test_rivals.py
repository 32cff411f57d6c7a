"""Several at once on one queue, one case, one duct: one wins, and the order stands."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import partial
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import Grant, User
from accounts.roles import Role
from gis.refusals import Refusal
from reservations.access import holding
from reservations.models import (
    AccessRequest,
    CaseEvent,
    Decision,
    DecisionOutcome,
    FulfilledDuty,
    Letter,
    LetterKind,
    RequestKind,
)
from reservations.services import access_request, decision, fulfilled_duty
from tests.builders import make_user
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.cases import accepted, drafted, ground, reviewed
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


@pytest.mark.parametrize("killed", ["make_ready", "grant"])
def test_a_grant_killed_half_way_leaves_case_decision_and_claims_as_they_were(
    monkeypatch, killed: str
) -> None:
    """Its connection to the database ends once the part is held, and once it is confirmed."""
    scene = committed_scene()
    case = accepted(scene, 1, 2)
    refused_part = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    shown = [decision.Shown(ground(), "gequetscht")]
    part = {"outcome": DecisionOutcome.PARTLY_GRANTED, "grounds": shown, "by": scene.officer}
    whole = getattr(holding, killed)

    def half_way(*facts: Any) -> None:
        whole(*facts)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    with monkeypatch.context() as cut:
        cut.setattr(holding, killed, half_way)
        with pytest.raises(OperationalError):
            decision.decide(request=case, refused_units=refused_part, **part)
    connection.close()
    case.refresh_from_db()
    claim = holding.claim_of(case)
    assert (case.state, claim.state, claim.holder.units.count()) == ("accepted", "held", 2)
    assert not (Decision.objects.exists() or Grant.objects.exists())
    assert not Letter.objects.filter(kind=LetterKind.DECISION).exists()
    again = decision.decide(request=case, refused_units=refused_part, **part)
    assert again.state == "partly_granted"
    assert Letter.objects.filter(kind=LetterKind.DECISION).exists()
    assert_sound()


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
