"""Two officers in front of the same case at the same moment."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from django.db import transaction

from accounts.roles import Role
from reservations.models import Decision
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
