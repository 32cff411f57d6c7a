"""Counting periods, each case with its paragraph; the calendar is checked day by day."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone, translation

from reservations.clocks import working_days
from reservations.clocks.counting import (
    Pause,
    Span,
    day_of,
    extended,
    last_day,
    last_day_of_term,
    latest_day,
    over_at,
)

DAYS, WEEKS, MONTHS = "working_days", "weeks", "months"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


# Duration, day of the event, last day, why.
PERIODS = """
 1 months       2026-03-10 2026-04-10 § 187 (1), 188 (2): the day of the event does not count
 1 months       2025-01-31 2025-02-28 § 188 (3): 31 January + 1 month
 1 months       2028-01-31 2028-02-29 § 188 (3): 31 January + 1 month in a leap year
 1 months       2028-02-29 2028-03-29 § 188 (2): 29 February + 1 month
12 months       2028-02-29 2029-02-28 § 188 (3): 29 February + 12 months
 4 months       2029-10-31 2030-02-28 § 188 (3): 31 October + 4 months
 1 months       2026-01-31 2026-03-02 § 193: 28 February is a Saturday
 1 months       2026-10-08 2026-11-09 § 193: the end is a Sunday
 1 months       2026-10-01 2026-11-02 § 193: 1 November (Allerheiligen, NW) is a Sunday
 2 months       2026-08-03 2026-10-05 § 193: 3 October is a Saturday
 1 months       2026-03-03 2026-04-07 § 193: Easter from Good Friday to Monday
 1 months       2026-05-04 2026-06-05 § 193: Corpus Christi is a holiday in NW
 1 months       2026-01-16 2026-02-16 § 193: Rose Monday (16 Feb 2026) is no holiday
 1 months       2025-12-01 2026-01-02 § 193: turn of the year, 1 January
 3 months       2026-11-25 2027-02-25 § 193: from one year into the next
 2 weeks        2026-11-25 2026-12-09 § 188 (2): two weeks end on the same day of the week
 2 weeks        2026-12-11 2026-12-28 § 193: two weeks end on Christmas
10 working_days 2026-11-25 2026-12-09 10 working days
10 working_days 2026-12-21 2027-01-06 10 working days over Christmas and New Year
 1 working_days 2026-12-23 2026-12-24 24 and 31 December are working days
 1 working_days 2026-02-13 2026-02-16 Rose Monday is a working day
 1 working_days 2026-02-11 2026-02-12 Old women's day (Thursday) is a working day
 1 working_days 2026-11-28 2026-11-30 an event on a Saturday
 5 working_days 2026-03-25 2026-04-01 over the change to summer time (29 March 2026)
 1 months       2026-10-20 2026-11-20 over the change to winter time (25 October 2026)
""".strip().splitlines()


@pytest.mark.parametrize("line", PERIODS)
def test_the_last_day(line: str) -> None:
    amount, unit, event, ends, why = line.split(maxsplit=4)
    assert last_day(Span(int(amount), unit), day(event)) == day(ends), why


# Duration, day of the event, last day, pauses from notice to answer, why.
PAUSED = """
 1 months       2026-03-10 2026-04-14 2026-03-16/2026-03-20 four days more
 1 months       2026-03-10 2026-04-13 2026-03-16/2026-03-18 the end moves over a Sunday
10 working_days 2026-11-25 2026-12-14 2026-11-26/2026-11-30,2026-12-02/2026-12-03 twice
10 working_days 2026-11-25 2026-12-09 2026-11-27/2026-11-29 a week-end is no working day anyway
10 working_days 2026-11-25 2026-12-09 2026-11-26/2026-11-26 answered on the same day
 1 months       2026-03-10 2026-04-10 2026-04-20/2026-04-25 asked back after it was over
""".strip().splitlines()


@pytest.mark.parametrize("line", PAUSED)
def test_paused_days_do_not_count(line: str) -> None:
    """§ 209 BGB."""
    amount, unit, event, ends, pauses, why = line.split(maxsplit=5)
    pairs = [map(day, pause.split("/")) for pause in pauses.split(",")]
    given = [Pause(since, until) for since, until in pairs]
    assert last_day(Span(int(amount), unit), day(event), given) == day(ends), why


def test_nothing_is_due_while_it_is_paused() -> None:
    pause = Pause(day("2026-03-16"))
    assert last_day(Span(1, MONTHS), day("2026-03-10"), [pause]) is None
    assert last_day(Span(10, DAYS), day("2026-03-10"), [pause]) is None


@pytest.mark.parametrize(
    ("span", "end", "ends"),
    [
        ((5, DAYS), "2026-12-09", "2026-12-16"),
        ((1, MONTHS), "2026-06-30", "2026-07-30"),
        ((1, MONTHS), "2027-01-29", "2027-03-01"),
        ((5, DAYS), "2026-12-23", "2026-12-31"),
    ],
)
def test_an_extension_begins_where_the_period_ended(span, end, ends) -> None:
    """§ 190 BGB."""
    assert extended(Span(*span), day(end)) == day(ends)


@pytest.mark.parametrize(
    ("span", "event", "latest"),
    [
        ((2, MONTHS), "2026-12-15", "2026-10-15"),
        ((1, MONTHS), "2026-03-31", "2026-02-27"),
        ((2, MONTHS), "2027-01-01", "2026-10-30"),
        ((3, DAYS), "2027-01-04", "2026-12-29"),
        ((2, WEEKS), "2026-04-20", "2026-04-02"),
    ],
)
def test_what_must_be_done_before_is_counted_backwards(span, event, latest) -> None:
    """§§ 187, 188, 193 BGB mirrored: a free day leaves less time, never more."""
    assert latest_day(Span(*span), day(event)) == day(latest)


@pytest.mark.parametrize(
    ("months", "first", "last"),
    [
        (12, "2027-01-01", "2027-12-31"),
        (1, "2028-02-29", "2028-03-28"),
        (60, "2027-04-15", "2032-04-14"),
    ],
)
def test_terms_count_their_first_day(months, first, last) -> None:
    """§§ 187 (2), 188 (2) BGB."""
    assert last_day_of_term(Span(months, MONTHS), day(first)) == day(last)


@pytest.mark.parametrize(
    ("last", "over"),
    [
        ("2026-03-28", "2026-03-29T00:00:00+01:00"),
        ("2026-03-29", "2026-03-30T00:00:00+02:00"),
        ("2026-10-24", "2026-10-25T00:00:00+02:00"),
        ("2026-10-25", "2026-10-26T00:00:00+01:00"),
        ("2026-12-31", "2027-01-01T00:00:00+01:00"),
    ],
)
def test_a_day_is_over_at_midnight_in_the_city(last: str, over: str) -> None:
    """§ 188 (1) BGB, also where the clocks change."""
    assert over_at(day(last)).isoformat() == over


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-12-31T23:30:00+00:00", "2027-01-01"),
        ("2026-06-30T21:59:00+00:00", "2026-06-30"),
        ("2026-06-30T22:00:00+00:00", "2026-07-01"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25"),
    ],
)
def test_receipt_belongs_to_the_day_of_the_city(moment: str, expected: str) -> None:
    with timezone.override("Pacific/Auckland"):
        assert day_of(dt.datetime.fromisoformat(moment)) == day(expected)


@pytest.mark.parametrize(
    ("state", "date", "works"),
    [
        ("NW", "2026-06-04", False),  # Corpus Christi
        ("NW", "2026-11-01", False),  # All Saints, a Sunday as well
        ("NW", "2027-11-01", False),  # All Saints, a Monday
        ("NW", "2017-10-31", False),  # Reformation Day, this once
        ("NW", "2018-10-31", True),
        ("NW", "2027-02-08", True),  # Rose Monday
        ("NW", "2026-12-24", True),
        ("NW", "2026-01-06", True),
        ("BY", "2026-01-06", False),  # Epiphany
        ("BE", "2026-06-04", True),
    ],
)
def test_holidays_are_those_of_the_land(settings, state, date, works) -> None:
    settings.FEDERAL_STATE = state
    assert working_days.is_working_day(day(date)) is works


def test_working_days_between_two_days() -> None:
    assert working_days.between(day("2026-12-23"), day("2026-12-28")) == 2
    assert working_days.between(day("2026-12-28"), day("2026-12-28")) == 0
    assert working_days.between(day("2026-12-28"), day("2026-12-23")) == 0


@pytest.mark.parametrize(
    ("language", "one", "many"),
    [("en", "1 month", "10 working days"), ("de", "1 Monat", "10 Arbeitstage")],
)
def test_a_span_is_said_as_people_say_it(language, one, many) -> None:
    with translation.override(language):
        assert str(Span(1, "months")) == one
        assert str(Span(10, "working_days")) == many
