"""Several officers decide one request at the same moment through GraphQL: one decision stands."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.roles import Role
from reservations.models import (
    AccessRequest,
    CaseEvent,
    Claim,
    Decision,
    DecisionOutcome,
    RefusalGround,
)
from tests.api.door import Door
from tests.builders import make_user
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.cases import accepted, ground, reviewed
from tests.reservations.conftest import Scene, make_scene
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)

DECIDE = """mutation($input: DecideRequestInput!) { decideRequest(input: $input) {
    accessRequest { number state version } errors { code field message } } }"""
HELD_AFTER = {"granted": "confirmed", "refused": "released"}


def committed_scene() -> Scene:
    """Rows of plant are checked together, at the end of their transaction."""
    with transaction.atomic():
        return make_scene()


def facts_of(outcome: DecisionOutcome, shown: RefusalGround) -> dict[str, Any]:
    if outcome == DecisionOutcome.GRANTED:
        return {"outcome": "GRANTED"}
    grounds = [{"ground": shown.code, "evidence": "gequetscht"}]
    return {"outcome": "REFUSED", "reasons": "Leider nein", "grounds": grounds}


def decided_at_once(case: AccessRequest, *outcomes: DecisionOutcome, **facts: Any) -> list[Any]:
    """What each officer is answered, each with a connection of its own."""
    shown = ground()
    jobs = [
        partial(
            Door(make_user(Role.ACCESS_OFFICER)),
            DECIDE,
            input={"id": str(case), **facts_of(outcome, shown), **facts},
        )
        for outcome in outcomes
    ]
    return [answer["data"]["decideRequest"] for answer in together(jobs)]


def the_one(answers: list[Any]) -> tuple[Any, list[Any]]:
    """The request as the winner was told it, and what the others were told."""
    won = [answer["accessRequest"] for answer in answers if not answer["errors"]]
    lost = [error for answer in answers for error in answer["errors"]]
    assert len(won) == 1 and len(lost) == len(answers) - 1, answers
    assert all(answer["accessRequest"] is None for answer in answers if answer["errors"])
    return won[0], lost


def assert_stands(case: AccessRequest, told: dict[str, Any]) -> None:
    """One decision, logged once, and in the ledger what it says."""
    case.refresh_from_db()
    assert (told["state"], told["version"]) == (case.state.upper(), case.version)
    decision = Decision.objects.get(request=case)
    assert decision.outcome == case.state
    assert CaseEvent.objects.filter(request=case, to_state__in=HELD_AFTER).count() == 1
    claim = Claim.objects.select_related("holder").get(request=case)
    assert claim.state == HELD_AFTER[case.state]
    assert claim.holder.period.isempty is (case.state == "refused")
    assert_sound()


def test_one_grants_while_the_other_refuses() -> None:
    case = accepted(committed_scene(), 1)
    answers = decided_at_once(case, DecisionOutcome.GRANTED, DecisionOutcome.REFUSED)
    won, (lost,) = the_one(answers)
    word = {"GRANTED": "bewilligt", "REFUSED": "abgelehnt"}[won["state"]]
    assert (lost["code"], lost["field"]) == ("WRONG_STATE", None)
    assert word in lost["message"] and "{" not in lost["message"]
    assert_stands(case, won)


def test_whoever_saw_it_undecided_is_told_that_it_moved_on() -> None:
    """With the version that both have seen, the second is told of that, not of the state."""
    case = reviewed(committed_scene(), 1)
    answers = decided_at_once(case, *[DecisionOutcome.REFUSED] * 4, version=case.version)
    won, lost = the_one(answers)
    assert {(one["code"], one["field"]) for one in lost} == {("STALE_VERSION", "version")}
    assert all(one["message"] for one in lost)
    assert_stands(case, won)


def test_a_key_is_no_way_round() -> None:
    """Keys are each person's own: two officers with the same key are still two."""
    case = accepted(committed_scene(), 1)
    outcomes = DecisionOutcome.GRANTED, DecisionOutcome.GRANTED
    won, lost = the_one(decided_at_once(case, *outcomes, idempotencyKey="k"))
    assert [one["code"] for one in lost] == ["WRONG_STATE"]
    assert_stands(case, won)
