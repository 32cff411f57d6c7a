"""Two officers in front of the same case at the same moment."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.roles import Role
from reservations.models import Decision
from tests.api.door import Door
from tests.builders import make_user
from tests.reservations.access.cases import accepted, ground
from tests.reservations.conftest import make_scene
from tests.reservations.desk.conftest import Desk, seen_by
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_decide_at_once() -> None:
    """One decides, the other is told who did; never both, never neither."""
    with transaction.atomic():
        scene = make_scene()
    case, fitness = accepted(scene, 1), ground().pk
    ways: dict[str, dict[str, Any]] = {
        "granted": {},
        "refused": {"grounds": fitness, f"evidence_{fitness}": "gequetscht"},
    }

    def decide(desk: Desk, outcome: str) -> Any:
        given = {"action": "decide", "version": case.version, "outcome": outcome, **ways[outcome]}
        return desk.post(f"/desk/{case.public_id}/decision/", **given)

    officers = {outcome: seen_by(make_user(Role.ACCESS_OFFICER)) for outcome in ways}
    given = together([partial(decide, desk, outcome) for outcome, desk in officers.items()])
    answers = dict(zip(officers, given, strict=True))
    assert sorted(one.status_code for one in answers.values()) == [302, 409]
    winner = next(name for name, one in answers.items() if one.status_code == 302)
    loser = next(one for one in answers.values() if one.status_code == 409)
    case.refresh_from_db()
    assert case.state == winner == Decision.objects.get().outcome
    assert "Somebody was faster" in loser.content.decode()
    assert f"→ {winner}" in loser.content.decode()


DECIDE = """mutation($input: DecideRequestInput!) {
    decideRequest(input: $input) { errors { code } accessRequest { state } } }"""


def test_two_officers_decide_at_once_through_two_doors() -> None:
    """The desk's page and GraphQL: one of them decides, whichever comes first."""
    with transaction.atomic():
        scene = make_scene()
    case = accepted(scene, 1)
    page, door = seen_by(make_user(Role.ACCESS_OFFICER)), Door(make_user(Role.ACCESS_OFFICER))
    asked = {"id": str(case), "outcome": "REFUSED", "grounds": [_shown()]}

    def by_page() -> bool:
        given = {"action": "decide", "version": case.version, "outcome": "granted"}
        return page.post(f"/desk/{case.public_id}/decision/", **given).status_code == 302

    def by_document() -> bool:
        return door(DECIDE, input=asked)["data"]["decideRequest"]["errors"] == []

    won = together([by_page, by_document])
    assert sorted(won) == [False, True], won
    case.refresh_from_db()
    assert case.state == ("granted" if won[0] else "refused") == Decision.objects.get().outcome


def _shown() -> dict[str, str]:
    return {"ground": ground().code, "evidence": "gequetscht"}
