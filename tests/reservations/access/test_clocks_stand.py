"""No deadline is shifted, shortened, met or forgotten by hand; it follows its rule and its case."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection

from reservations.access import deadlines
from reservations.access.states import RequestState
from reservations.models import AccessRequest, Deadline, LegalStep
from reservations.services import access_request
from tests.refused import refused_by
from tests.reservations.access.cases import reviewed, submitted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

_SET = "UPDATE reservations_deadline SET {} WHERE request_id = %(case)s AND step = 'decision'"
_STEP = "UPDATE reservations_accessrequest SET state = 'offered' WHERE id = %(case)s; "
_TOUCH = "UPDATE reservations_accessrequest SET subject = 'x' WHERE id = %(case)s; "
_OTHER = "rule_id = (SELECT id FROM reservations_clockrule WHERE code = 'tkg-138-offer')"
_LONG = "due_on = due_on + 30, extended_on = started_on, extension_reason = 'x'"
_LATER, _ANEW, _PAUSED = "due_on = due_on + 30", "started_on = started_on + 1", "due_on = NULL"

# What is tried on the deadlines of a request for ducts that is in review, and who refuses it.
ATTEMPTS = {
    "later": (_SET.format(_LATER), "deadline_moves_with_its_case"),
    "earlier": (_SET.format("due_on = due_on - 1"), "deadline_moves_with_its_case"),
    "begun anew": (_SET.format(_ANEW), "deadline_moves_with_its_case"),
    "by another rule": (_SET.format(_OTHER), "deadline_moves_with_its_case"),
    "paused": (_SET.format(_PAUSED), "deadline_moves_with_its_case"),
    "with a change of the case": (_TOUCH + _SET.format(_LATER), "deadline_moves_with_its_case"),
    "with a step, later": (_STEP + _SET.format(_LATER), "deadline_by_its_rule"),
    "with a step, earlier": (_STEP + _SET.format("due_on = due_on - 5"), "deadline_by_its_rule"),
    "with a step, begun anew": (_STEP + _SET.format(_ANEW), "deadline_by_its_rule"),
    "with a step, by another rule": (_STEP + _SET.format(_OTHER), "deadline_by_its_rule"),
    "with a step, paused": (_STEP + _SET.format(_PAUSED), "deadline_by_its_rule"),
    "extended beyond the law": (_SET.format(_LONG), "deadline_by_its_rule"),
    "said to be done": (_SET.format("met_on = started_on"), "deadline_met_by_a_step"),
    "of another step": (_SET.format("step = 'answer'"), "deadline_is_kept"),
    "forgotten": (
        "DELETE FROM reservations_deadline WHERE request_id = %(case)s",
        "deadline_is_kept",
    ),
    "counted by nobody": (
        _SET.format("after_event = 0") + "; " + _SET.format(_LATER),
        "deadline_moves_with_its_case",
    ),
}


@pytest.mark.parametrize("name", ATTEMPTS)
def test_a_deadline_yields_to_nobody(scene, name: str) -> None:
    attempt, rule = ATTEMPTS[name]
    case = reviewed(scene, 1)
    with refused_by(rule), connection.cursor() as cursor:
        cursor.execute(attempt, {"case": case.pk})


def test_what_was_met_stays_met(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene)
    clock.set("2026-12-02T10:00:00")
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    row = Deadline.objects.get(request=case, step="notice")
    assert row.met_on == dt.date(2026, 12, 2)
    with refused_by("deadline_met_by_a_step"):
        Deadline.objects.filter(pk=row.pk).update(met_on=None)


def test_an_extension_is_as_long_as_its_rule(scene) -> None:
    case = submitted(scene, kind="information")
    row = Deadline.objects.get(request=case, step="answer")
    facts = {"extended_on": row.started_on, "extension_reason": "Archiv"}
    with refused_by("deadline_by_its_rule"):
        long = row.due_on + dt.timedelta(days=60)
        Deadline.objects.filter(pk=row.pk).update(due_on=long, **facts)
    access_request.extend(request=case, step_name="answer", reason="Archiv", by=scene.officer)
    row.refresh_from_db()
    with refused_by("deadline_moves_with_its_case"):
        Deadline.objects.filter(pk=row.pk).update(due_on=row.due_on + dt.timedelta(days=1))


def test_a_rule_that_ends_leaves_the_deadlines_it_made(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, 1)
    row = Deadline.objects.select_related("rule").get(request=case, step="decision")
    row.rule.valid = (dt.date(2020, 1, 1), dt.date(2020, 2, 1))
    row.rule.save()
    access_request.review(request=case, by=scene.officer)
    assert Deadline.objects.filter(pk=row.pk, due_on=row.due_on).exists()


@pytest.mark.parametrize("step", LegalStep.values)
def test_database_and_services_mean_the_same_by_done(step: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state FROM unnest(%s) AS state WHERE reservations_is_done_by(%s, state)",
            [RequestState.values, step],
        )
        found = {row[0] for row in cursor.fetchall()}
    assert found == {state.value for state in deadlines.MET_BY.get(step, ())}


def test_a_day_in_each_month_ends_where_the_database_lets_it(scene, clock) -> None:
    """The services count days off, the database leaves room for them: at any time of the year."""
    for month in range(1, 13):
        for day in (1, 18, 23, 28):
            clock.set(f"2027-{month:02}-{day:02}T10:00:00")
            for kind in ("information", "road_consent", "works_coordination"):
                permit = dt.date(2028, month, day)
                case = submitted(scene, kind=kind, permit_on=permit)
                assert AccessRequest.objects.get(pk=case.pk).deadlines.exists()
