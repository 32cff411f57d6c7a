"""Every state of a case × every step of portal and desk: what does not lead on is refused in words.

The table says in which states a step is possible; everywhere else the door says why not, and no
row of the registry is another one afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.db import transaction
from django.utils import timezone

from network.models import HeldUnit
from reservations.models import AccessRequest, DecisionOutcome, RefusalGround
from reservations.services import access_request, case_calendar, decision
from tests.api.snapshot import snapshot
from tests.reservations.access import cases
from tests.reservations.desk.conftest import seen_by
from tests.reservations.portal.conftest import CONTACT

UNFIT = "gia-3-5-a"
UNDECIDED = {"submitted", "incomplete", "completed", "in_review", "offered", "accepted"}
HOLDING = {"granted", "partly_granted", "in_use"}
Facts = dict[str, Any]


def incomplete(scene: Any, *numbers: int) -> AccessRequest:
    case = cases.submitted(scene, *numbers)
    return access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)


def completed(scene: Any, *numbers: int) -> AccessRequest:
    return access_request.complete(request=incomplete(scene, *numbers), by=scene.north)


def partly_granted(scene: Any, *numbers: int) -> AccessRequest:
    case = cases.accepted(scene, *numbers)
    return decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        by=scene.officer,
        refused_units=[unit_of(case)],
        grounds=[shown()],
    )


def refused(scene: Any, *numbers: int) -> AccessRequest:
    case = cases.reviewed(scene, *numbers)
    facts: Facts = {"outcome": DecisionOutcome.REFUSED, "grounds": [shown()]}
    return decision.decide(request=case, by=scene.officer, **facts)


def withdrawn(scene: Any, *numbers: int) -> AccessRequest:
    return access_request.withdraw(request=cases.submitted(scene, *numbers), by=scene.north)


def ended(scene: Any, *numbers: int) -> AccessRequest:
    return access_request.end(request=cases.granted(scene, *numbers), by=scene.north)


STATES: dict[str, Callable[..., AccessRequest]] = {
    "draft": cases.drafted,
    "submitted": cases.submitted,
    "incomplete": incomplete,
    "completed": completed,
    "in_review": cases.reviewed,
    "offered": cases.offered,
    "accepted": cases.accepted,
    "granted": cases.granted,
    "partly_granted": partly_granted,
    "in_use": cases.in_use,
    "ended": ended,
    "refused": refused,
    "withdrawn": withdrawn,
}
"""And expired, which time brings about."""


def unit_of(case: AccessRequest) -> HeldUnit:
    """One of those that it asks for or holds."""
    rows = HeldUnit.objects.filter(holder__claim__request=case)
    return rows.exclude(holder__claim__state="released").order_by("pk").first() or rows[0]


def shown() -> decision.Shown:
    return decision.Shown(RefusalGround.objects.get(code=UNFIT), "gequetscht")


def in_days(number: int) -> str:
    return (timezone.localdate() + dt.timedelta(days=number)).isoformat()


def facts(_case: AccessRequest) -> Facts:
    return {"subject": "Anders", "first": in_days(40), "last": in_days(500), **CONTACT}


def sure(_case: AccessRequest) -> Facts:
    return {"sure": "on"}


def ended(_case: AccessRequest) -> Facts:
    return {"reason": "Umbau", "sure": "on"}


def given(**facts: Any) -> Callable[[AccessRequest], Facts]:
    return lambda _case: facts


def report(_case: AccessRequest) -> Facts:
    sizes = {"cable_0": "A-DQ 48", "outer_0": "2.5", "fibres_0": "48", "length_0": "210.5"}
    return {"laid_on": in_days(0), **sizes}


def a_ground(case: AccessRequest) -> Facts:
    key = RefusalGround.objects.get(code=UNFIT).pk
    facts = {"action": "decide", "grounds": str(key), f"evidence_{key}": "gequetscht"}
    return {**facts, "refused_units": str(unit_of(case).pk)}


def area(_case: AccessRequest) -> Facts:
    ring = "[[7.1,51.2],[7.2,51.2],[7.2,51.3],[7.1,51.2]]"
    return {"how": "area", "area": f'{{"type":"Polygon","coordinates":[{ring}]}}'}


Step = tuple[str, Callable[[AccessRequest], Facts], set[str]]

PORTAL: list[Step] = [
    ("facts", facts, {"draft", "incomplete"}),
    ("elements", area, {"draft", "incomplete"}),
    ("route", given(token="x"), set()),
    ("submit", given(hold="on"), {"draft"}),
    ("complete", facts, {"incomplete"}),
    ("accept", given(name="Ada Nord", sure="on"), {"offered", "accepted"}),
    ("withdraw", sure, {"draft", *UNDECIDED}),
    ("report", report, HOLDING),
    ("longer", given(last=in_days(500), reason="Bau", ask=""), HOLDING),
    ("return", lambda case: {"units": str(unit_of(case).pk), "sure": "on"}, HOLDING),
    ("end", sure, HOLDING),
]
DESK: list[Step] = [
    ("completeness", given(action="ask", missing="Lageplan"), {"submitted", "completed"}),
    ("elements", given(codes="RV.04;A;C"), set()),
    ("offer", lambda _: {"action": "make", "valid_until": in_days(20)}, {"in_review"}),
    ("offer", lambda _: {"action": "replace", "valid_until": in_days(20)}, {"offered"}),
    ("offer", given(action="withdraw"), {"offered"}),
    ("decision", given(action="decide", outcome="granted"), {"accepted"}),
    ("decision", lambda c: {"outcome": "refused", **a_ground(c)}, {"in_review", "accepted"}),
    ("decision", lambda c: {"outcome": "partly_granted", **a_ground(c)}, {"accepted"}),
    ("signature", given(), set()),
    ("report", given(action="yes"), set()),
    ("report", given(action="no", reason="x"), set()),
    ("more-time", given(action="yes"), set()),
    ("more-time", given(action="no", reason="x"), set()),
    ("take-back", lambda c: {"units": str(unit_of(c).pk), **ended(c)}, HOLDING),
    ("end", ended, HOLDING),
]


WHY = (
    *("The request is", "Nobody asked for more time", "has not reported what it laid"),
    *("No ducts are granted", "Nothing is granted", "Nothing is missing now"),
    *(
        "has named the ducts itself",
        "No decision waits for a signature",
        "There is no offer to",
    ),
    *("not one of the available choices", "The route cannot be read", "route token"),
)
"""What the doors say of steps that do not lead on."""


SECOND_CLICK = ("accept", "accepted")
"""Finds it accepted and changes nothing."""


def made(state: str, scene: Any, clock: Any) -> AccessRequest:
    cases.tariff()
    if state != "expired":
        return STATES[state](scene, 1, 2, 3)
    case = cases.offered(scene, 1, 2, 3, days=3)
    clock.set(f"{in_days(5)}T09:00")
    case_calendar.note_the_day()
    return AccessRequest.objects.get(pk=case.pk)


@pytest.mark.parametrize("state", [*STATES, "expired"])
@pytest.mark.parametrize("door", ["portal", "desk"])
def test_only_what_leads_on_is_carried_out(scene, law, clock, door, state) -> None:
    case = made(state, scene, clock)
    assert case.state == state
    person = seen_by(scene.north if door == "portal" else scene.officer)
    for step, facts_of, possible in PORTAL if door == "portal" else DESK:
        case.refresh_from_db()
        address = f"/{door}/{case.public_id}/{step}/"
        sent = {"version": case.version, **facts_of(case)}
        before = snapshot()
        with transaction.atomic():
            answer = person.post(address, **sent)
            after = snapshot()
            transaction.set_rollback(True)
        where = (door, step, sent, answer.status_code)
        if state in possible:
            assert answer.status_code == 302, where
            assert after != before or (step, state) == SECOND_CLICK, where
        else:
            assert after == before, where
            assert_told_why(answer, where, seen=not (door == "desk" and state == "draft"))


def assert_told_why(answer: Any, where: Any, seen: bool) -> None:
    """A page that says why; where it leads elsewhere, a word that is shown there."""
    if not seen:
        assert answer.status_code == 404, where
    elif answer.status_code == 302:
        assert [str(one) for one in get_messages(answer.wsgi_request)], where
    else:
        assert answer.status_code in (400, 409), where
        page = answer.content.decode()
        assert any(words in page for words in WHY), where
        assert "marked fields" not in page or "kern-error" in page, where
