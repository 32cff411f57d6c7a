"""Which days are working days: no Saturday, no Sunday, no public holiday of the federal state.

The holidays come from a library that follows the states' laws. Days that are only customarily free,
such as Rose Monday or Christmas Eve, are working days.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

import holidays
from django.conf import settings

_FRIDAY = 4
_DAY = dt.timedelta(days=1)


def is_working_day(day: dt.date) -> bool:
    return day.weekday() <= _FRIDAY and day not in _public_holidays(settings.FEDERAL_STATE)


def on_or_after(day: dt.date) -> dt.date:
    """The day itself, or the next working day."""
    while not is_working_day(day):
        day += _DAY
    return day


def on_or_before(day: dt.date) -> dt.date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def between(first: dt.date, last: dt.date) -> int:
    """How many working days lie behind `first`, up to and with `last`."""
    days = (first + dt.timedelta(days=number) for number in range(1, (last - first).days + 1))
    return sum(map(is_working_day, days))


def last_within(first: dt.date, count: int) -> dt.date:
    """The last day up to and with which at most `count` working days lie behind `first`."""
    day = first
    while count >= 0:
        day += _DAY
        count -= is_working_day(day)
    return day - _DAY


def first_within(last: dt.date, count: int) -> dt.date:
    """The first day from which on at most `count` working days lie between it and `last`."""
    day = last
    while count >= 0:
        count -= is_working_day(day)
        day -= _DAY
    return day + _DAY


@cache
def _public_holidays(state: str) -> holidays.HolidayBase:
    return holidays.country_holidays("DE", subdiv=state)
