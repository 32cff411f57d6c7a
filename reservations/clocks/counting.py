"""How periods are counted: §§ 187–193 BGB; for Union law Regulation 1182/71, which agrees.

* The day of the event does not count (§ 187 (1)); a period is over at the end of its last day.
* Weeks end on the day of the same name, months on the day of the same number, or on the last day of
  a month that is too short (§ 188 (2), (3)).
* What would end on a Saturday, Sunday or public holiday ends on the next working day (§ 193).
* An extension begins when the former period is over (§ 190).
* Paused days do not count (§ 209): from the day after the notice to the day of what was missing.

All of it is about days in the city's time zone, so that a change of the clocks changes nothing.
Pure functions: nothing here looks at the clock or into the database.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from reservations.clocks import working_days

_DAY = dt.timedelta(days=1)


class Unit(models.TextChoices):
    WORKING_DAYS = "working_days", _("working days")
    WEEKS = "weeks", _("weeks")
    MONTHS = "months", _("months")


@dataclass(frozen=True)
class Span:
    """So many working days, weeks or calendar months."""

    amount: int
    unit: str

    def __str__(self) -> str:
        words = {
            Unit.WORKING_DAYS: ngettext("%(n)d working day", "%(n)d working days", self.amount),
            Unit.WEEKS: ngettext("%(n)d week", "%(n)d weeks", self.amount),
            Unit.MONTHS: ngettext("%(n)d month", "%(n)d months", self.amount),
        }
        return words[Unit(self.unit)] % {"n": self.amount}


@dataclass(frozen=True)
class Pause:
    """From the notice that something is missing to its receipt; `until` is None while it lasts."""

    since: dt.date
    until: dt.date | None = None

    def covers(self, day: dt.date) -> bool:
        return self.since < day and (self.until is None or day <= self.until)


def last_day(span: Span, event: dt.date, pauses: Sequence[Pause] = ()) -> dt.date | None:
    """The last day of a period that an event sets going; None while it is paused."""
    if any(pause.until is None for pause in pauses):
        return None
    if span.unit == Unit.WORKING_DAYS:
        return _counted(span.amount, event, pauses)
    end = _moved(span, event)
    for pause in sorted(pauses, key=lambda pause: pause.since):
        # What began after the end came too late to stop anything.
        if pause.until is not None and event <= pause.until and pause.since <= end:
            end += pause.until - max(pause.since, event)
    return working_days.on_or_after(end)


def extended(span: Span, end: dt.date, pauses: Sequence[Pause] = ()) -> dt.date | None:
    """The last day after an extension by `span` of a period that would have ended on `end`."""
    return last_day(span, end, [pause for pause in pauses if pause.since > end])


def latest_day(span: Span, event: dt.date) -> dt.date:
    """The last day on which something can be done that must be done before an event.

    Counted backwards; where that day is free, it must be done on the working day before.
    """
    if span.unit == Unit.WORKING_DAYS:
        day = event
        for _number in range(span.amount):
            day = working_days.on_or_before(day - _DAY)
        return day
    return working_days.on_or_before(_moved(Span(-span.amount, span.unit), event))


def last_day_of_term(span: Span, first: dt.date) -> dt.date:
    """The last day of a term whose first day counts in full (§ 187 (2)), free or not."""
    return _moved(span, first) - _DAY


def over_at(day: dt.date) -> dt.datetime:
    """The moment at which a day is over in the city: the next midnight."""
    midnight = dt.datetime.combine(day + _DAY, dt.time())
    return timezone.make_aware(midnight, timezone.get_default_timezone())


def day_of(moment: dt.datetime) -> dt.date:
    """The day in the city on which something happened."""
    return timezone.localdate(moment, timezone.get_default_timezone())


def _counted(amount: int, event: dt.date, pauses: Sequence[Pause]) -> dt.date:
    day, left = event, amount
    while left:
        day += _DAY
        if working_days.is_working_day(day) and not any(pause.covers(day) for pause in pauses):
            left -= 1
    return day


def _moved(span: Span, day: dt.date) -> dt.date:
    if span.unit == Unit.WEEKS:
        return day + dt.timedelta(weeks=span.amount)
    months = day.year * 12 + day.month - 1 + span.amount
    year, month = divmod(months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
