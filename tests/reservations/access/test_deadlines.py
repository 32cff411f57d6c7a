"""The deadlines of a case as it goes its way, by a clock that stands where the test puts it."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.roles import Role
from reservations.models import AccessRequest, Deadline, DecisionOutcome
from reservations.services import access_request, decision
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import ground, reviewed, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def due(case: AccessRequest) -> dict[str, str | None]:
    rows = Deadline.objects.filter(request=case)
    return {row.step: row.due_on and row.due_on.isoformat() for row in rows}


def test_a_request_gets_its_deadlines_with_its_receipt(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, 1)
    assert case.legal_basis == "gia"
    assert due(case) == {
        "decision": "2027-01-04",
        "offer": "2027-02-01",
        "appeal": "2027-01-04",
    }


def test_a_request_before_union_law_keeps_the_tkg(scene, clock) -> None:
    clock.set("2025-11-11T23:30:00")
    case = submitted(scene, 1)
    assert (case.legal_basis, due(case)) == ("tkg", {"offer": "2026-01-12"})


def test_asking_back_stops_what_waits_for_completeness(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, 1)
    clock.set("2026-12-04T10:00:00")
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    assert due(case) == {"appeal": "2027-01-04", "completion": "2027-03-04"}
    clock.set("2026-12-15T10:00:00")
    access_request.complete(request=case, by=scene.north)
    assert due(case)["decision"] == "2027-01-15"


def test_clocks_from_receipt_pause(scene, clock) -> None:
    clock.set("2026-11-25T10:00:00")
    case = submitted(scene, kind="information")
    assert due(case) == {"answer": "2026-12-09"}
    clock.set("2026-11-30T10:00:00")
    access_request.ask_back(request=case, missing="Gebiet", by=scene.officer)
    assert due(case) == {"answer": None, "completion": "2027-03-01"}
    clock.set("2026-12-04T10:00:00")
    access_request.complete(request=case, by=scene.north)
    assert due(case) == {"answer": "2026-12-15"}


def test_one_extension_in_time_and_with_a_reason(scene, clock) -> None:
    clock.set("2026-11-25T10:00:00")
    case = submitted(scene, kind="information")
    facts = {"request": case, "step_name": "answer", "by": scene.officer}
    with refused_as("REASON_NEEDED"):
        access_request.extend(reason=" ", **facts)
    clock.set("2026-12-09T23:59:00")
    access_request.extend(reason="Pläne liegen im Archiv", **facts)
    row = Deadline.objects.get(request=case)
    assert (row.due_on, row.extended_on) == (dt.date(2026, 12, 16), dt.date(2026, 12, 9))
    with refused_as("NO_EXTENSION"):
        access_request.extend(reason="noch einmal", **facts)


def test_too_late_is_no_extension(scene, clock) -> None:
    clock.set("2026-11-25T10:00:00")
    case = submitted(scene, kind="information")
    clock.set("2026-12-10T00:00:00")
    with refused_as("NO_EXTENSION"):
        access_request.extend(request=case, step_name="answer", reason="x", by=scene.officer)


def test_what_the_law_does_not_extend_is_not_extended(scene) -> None:
    case = submitted(scene, 1)
    with refused_as("NO_EXTENSION"):
        access_request.extend(request=case, step_name="decision", reason="x", by=scene.officer)


def test_a_step_that_was_done_is_noted(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = reviewed(scene, 1)
    clock.set("2026-12-03T10:00:00")
    shown = [decision.Shown(ground(), "gequetscht")]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    met = dict(Deadline.objects.filter(request=case).values_list("step", "met_on"))
    assert met == {"decision": dt.date(2026, 12, 3), "offer": dt.date(2026, 12, 3), "appeal": None}


def test_consent_of_the_road_authority_takes_three_months(scene, clock) -> None:
    clock.set("2026-11-30T10:00:00")
    case = submitted(scene)
    assert due(case)["decision"] == "2027-03-01"
    clock.set("2026-12-02T10:00:00")
    access_request.review(request=case, by=make_user(Role.ROAD_OFFICER))
    assert Deadline.objects.get(request=case, step="notice").met_on == dt.date(2026, 12, 2)


def test_planned_works_are_counted_backwards(scene, clock) -> None:
    clock.set("2026-11-25T10:00:00")
    case = submitted(scene, kind="works_coordination", permit_on=dt.date(2027, 4, 15))
    assert due(case)["publication"] == "2027-02-15"
    assert due(case)["request"] == "2027-02-15"
