"""The clock bar: light, share that is gone, and words, on days that are worth a look."""

from __future__ import annotations

import datetime as dt

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from network.catalogues.files import read
from reservations.clocks import working_days
from reservations.clocks.bar import clock_of, leading
from reservations.clocks.rules import ClockLight, light
from reservations.models import ClockRule, Deadline
from reservations.models.clock_rule import CITY_STEPS, Duty
from reservations.services import access_request
from tests.reservations.access.cases import submitted
from tests.reservations.access.conftest import _REFERENCE


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def deadline(started: str, due: str | None, step: str = "decision", **more: object) -> Deadline:
    rule = ClockRule(basis="gia", paragraph="Art. 3 (7)", step=step, duty="city", warn_days=5)
    day = None if due is None else dt.date.fromisoformat(due)
    return Deadline(
        pk=1,
        rule=rule,
        step=step,
        started_on=dt.date.fromisoformat(started),
        due_on=day,
        **more,
    )


@pytest.mark.parametrize(
    ("due", "today", "look", "percent", "words"),
    [
        ("2026-12-30", "2026-12-01", "green", 3, "20 working days left"),
        ("2026-12-30", "2026-12-21", "green", 70, "6 working days left"),
        # 25 and 26 December are holidays, Christmas Eve is a working day.
        ("2026-12-30", "2026-12-22", "amber", 73, "5 working days left"),
        ("2026-12-30", "2026-12-30", "amber", 100, "today is the last day"),
        ("2026-12-30", "2026-12-31", "red", 100, "1 working day late"),
        ("2026-12-30", "2027-01-04", "red", 100, "2 working days late"),
        (None, "2026-12-01", "paused", 0, "until what is missing has come"),
    ],
)
def test_light_share_and_words(due, today, look, percent, words) -> None:
    bar = clock_of(deadline("2026-11-30", due), dt.date.fromisoformat(today))
    assert (bar.look.value, bar.percent, bar.words) == (look, percent, words)


@pytest.mark.parametrize(
    ("step", "consequence", "words"),
    [
        ("appeal", "dispute", "applicant, from then on"),
        ("request", "breach", "applicant, until then"),
        # Read as a day from which one may act, the last day would be missed.
        ("completion", "expires", "applicant, until then, or the request expires"),
    ],
)
def test_days_of_the_applicant_say_whether_something_begins_or_ends(
    step, consequence, words
) -> None:
    row = deadline("2026-11-30", "2026-12-30", step=step)
    row.rule.duty, row.rule.consequence = "applicant", consequence
    bar = clock_of(row, dt.date(2026, 12, 1))
    assert (bar.look.value, bar.words) == ("note", words)


def test_what_is_done_says_when_and_whether_in_time() -> None:
    today = dt.date(2027, 1, 1)
    early = deadline("2026-11-30", "2026-12-30", met_on=dt.date(2026, 12, 15))
    assert clock_of(early, today).look == "done"
    assert clock_of(early, today).words == "done on 15/12/2026"
    late = deadline("2026-11-30", "2026-12-30", met_on=dt.date(2026, 12, 31))
    assert clock_of(late, today).words.endswith("too late")


def test_the_first_thing_that_the_city_owes_leads() -> None:
    first = deadline("2026-11-30", "2026-12-30")
    others = [
        deadline("2026-11-30", "2027-01-30", step="offer"),
        deadline("2026-11-30", "2026-12-02", step="appeal"),
        deadline("2026-11-30", "2026-12-01", step="notice", met_on=dt.date(2026, 12, 1)),
    ]
    bar = leading([*others, first], "in_review")
    assert bar is not None and bar.deadline is first
    assert leading([others[1]], "in_review") is None


@pytest.mark.parametrize("days", [0, 1, 5, 60])
@pytest.mark.parametrize("today", ["2026-12-23", "2026-12-31", "2027-02-05", "2027-03-28"])
def test_the_last_amber_day_is_counted_as_the_light_is(today, days) -> None:
    """Over the turn of the year, Karneval and the change of the clocks."""
    now = dt.date.fromisoformat(today)
    last = working_days.last_within(now, days)
    amber = [now + dt.timedelta(days=n) for n in range(100)]
    assert max(day for day in amber if light(day, now, days) == ClockLight.AMBER) == last


def test_the_laws_know_who_owes_which_step() -> None:
    rules = read(_REFERENCE).further["clock_rules.toml"]
    assert len(rules) > 20
    assert {(rule.step in CITY_STEPS) == (rule.duty == Duty.CITY) for rule in rules} == {True}


def test_overdue_and_due_soon(scene, law, clock) -> None:
    clock.set("2026-11-02T10:00")
    case = submitted(scene, 1)
    decision = case.deadlines.get(step="decision")
    for day in (decision.due_on + dt.timedelta(days=n) for n in range(-20, 3)):
        look = clock_of(decision, day).look.value
        names = {"red": Deadline.objects.overdue(day), "amber": Deadline.objects.due_soon(day)}
        found = {name for name, rows in names.items() if decision in rows}
        assert found == ({look} & set(names)), day
    access_request.withdraw(request=case, by=scene.north)
    assert not Deadline.objects.overdue(dt.date(2027, 12, 1)).exists()


def test_the_bar_says_in_words_what_it_shows() -> None:
    bar = clock_of(deadline("2026-11-30", "2026-12-30"), dt.date(2026, 12, 22))
    html = render_to_string("cases/clock.html", {"clock": bar})
    for words in ("30/12/2026", "due soon", "5 working days left", "Art. 3 (7) GIA", 'width="73"'):
        assert words in html
    assert "not checked against the text of the law" in html
