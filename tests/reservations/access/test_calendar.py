"""What the calendar does by itself: missing parts never come, consents count as given."""

from __future__ import annotations

import datetime as dt

import pytest

from accounts.roles import Role
from reservations.access import holding
from reservations.access.states import RequestState
from reservations.models import AccessRequest, CaseEvent, Deadline, DecisionOutcome, DeemedConsent
from reservations.services import access_request, case_calendar, decision, deemed_consent
from tests.builders import make_user
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import drafted, ground, offered, submitted

pytestmark = pytest.mark.django_db


# --- a missing part that never comes


def asked_back(scene, clock):
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, 1, hold=False)
    return access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)


def test_an_incomplete_request_expires_after_its_rule(scene, law, clock) -> None:
    case = asked_back(scene, clock)
    assert Deadline.objects.get(request=case, step="completion").due_on == dt.date(2027, 3, 1)
    clock.set("2027-03-01T23:00:00")
    assert case_calendar.note_the_day() == 0
    clock.set("2027-03-02T00:30:00")
    assert case_calendar.note_the_day() == 1
    case.refresh_from_db()
    assert case.state == RequestState.EXPIRED


def test_what_comes_in_time_stops_the_clock(scene, law, clock) -> None:
    case = asked_back(scene, clock)
    clock.set("2027-02-26T10:00:00")
    access_request.complete(request=case, by=scene.north)
    assert not Deadline.objects.filter(request=case, step="completion").exists()
    clock.set("2027-04-01T10:00:00")
    assert case_calendar.note_the_day() == 0


def test_without_a_rule_nothing_expires(scene, clock) -> None:
    asked_back(scene, clock)
    clock.set("2030-01-02T10:00:00")
    assert case_calendar.note_the_day() == 0


_EXPIRE = {"state": RequestState.EXPIRED}


def test_nobody_says_before_its_day_that_a_missing_part_never_came(scene, law, clock) -> None:
    """By SQL: on the last day (1 March) as little as before it; the day after it is over."""
    rows = AccessRequest.objects.filter(pk=asked_back(scene, clock).pk)
    for too_early in ("2026-12-02T10:00:00", "2027-03-01T23:59:59"):
        with refused_by("case_expires_after_its_day"):
            rows.update(**_EXPIRE, state_at=clock.set(too_early))
    rows.update(**_EXPIRE, state_at=clock.set("2027-03-02T00:00:00"))
    assert rows.get().state == RequestState.EXPIRED


def test_nobody_says_before_its_day_that_an_offer_ran_out(scene, law, clock) -> None:
    """Until 24:00 of its last day in the city it can be accepted."""
    clock.set("2026-12-01T10:00:00")
    rows = AccessRequest.objects.filter(pk=offered(scene, 1, days=10).pk)
    with refused_by("case_expires_after_its_day"):
        rows.update(**_EXPIRE, state_at=clock.set("2026-12-11T23:59:59"))
    holding.let_go(rows.get(), None)
    rows.update(**_EXPIRE, state_at=clock.set("2026-12-12T00:00:00"))
    assert rows.get().state == RequestState.EXPIRED


def test_without_a_rule_nobody_says_that_it_expired(scene, clock) -> None:
    rows = AccessRequest.objects.filter(pk=asked_back(scene, clock).pk)
    with refused_by("case_expires_after_its_day"):
        rows.update(**_EXPIRE, state_at=clock.set("2030-01-02T10:00:00"))


# --- consent deemed given


def consent(scene, clock, **facts):
    clock.set("2026-12-01T10:00:00")
    return submitted(scene, by=scene.north, **facts)


def test_a_consent_counts_as_given_once_its_time_passed(scene, law, clock) -> None:
    case = consent(scene, clock)
    clock.set("2027-03-01T12:00:00")
    assert deemed_consent.deemed_since(case) is None
    assert case_calendar.note_the_day() == 0
    clock.set("2027-03-05T06:00:00")
    assert deemed_consent.deemed_since(case) == dt.date(2027, 3, 2)
    assert case_calendar.note_the_day() == 1
    case.refresh_from_db()
    recorded = DeemedConsent.objects.visible_to(scene.north).get()
    assert (case.state, recorded.since) == (RequestState.GRANTED, dt.date(2027, 3, 2))
    assert recorded.rule.code == "tkg-127-consent"
    steps = CaseEvent.objects.filter(request=case).values_list("to_state", "actor_id")
    assert list(steps)[-2:] == [("in_review", None), ("granted", None)]
    assert case_calendar.note_the_day() == 0
    access_request.end(request=case, by=scene.north)


def test_nobody_refuses_what_counts_as_given(scene, law, clock) -> None:
    road = make_user(Role.ROAD_OFFICER)
    case = access_request.review(request=consent(scene, clock), by=road)
    clock.set("2027-03-02T06:00:00")
    shown = [decision.Shown(ground(), "Straße eben erst erneuert")]
    with refused_as("DEEMED_GRANTED"):
        decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=road)


def test_a_consent_decided_in_time_is_not_deemed_given(scene, law, clock) -> None:
    road = make_user(Role.ROAD_OFFICER)
    case = access_request.review(request=consent(scene, clock), by=road)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=road)
    clock.set("2027-06-01T10:00:00")
    assert case_calendar.note_the_day() == 0
    assert deemed_consent.deemed_since(case) is None


def test_something_missing_keeps_the_law_from_giving_it(scene, law, clock) -> None:
    case = consent(scene, clock)
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    clock.set("2027-02-20T10:00:00")
    access_request.complete(request=case, by=scene.north)
    clock.set("2027-03-10T10:00:00")
    assert (case_calendar.note_the_day(), DeemedConsent.objects.count()) == (0, 0)


def test_a_draft_and_access_to_ducts_are_never_deemed_given(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    drafted(scene)
    submitted(scene, 1)
    clock.set("2028-01-10T10:00:00")
    case_calendar.note_the_day()
    assert not DeemedConsent.objects.exists()
