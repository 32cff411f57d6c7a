"""Periods as people say them: first and last day, both included."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from psycopg2.extras import DateRange

from gis.refusals import Refusal

LONGEST_YEARS = 60
_EARLIEST = dt.date(1900, 1, 1)
_LATEST = dt.date(2200, 12, 31)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included; as a range `[first, last + 1)`."""

    first: dt.date
    last: dt.date

    @property
    def range(self) -> DateRange:
        return DateRange(self.first, self.last + dt.timedelta(days=1))

    @classmethod
    def of_range(cls, dates: DateRange) -> Period | None:
        """The period of a bounded range, None for one that is empty or open."""
        if dates.isempty or dates.lower is None or dates.upper is None:
            return None
        return cls(dates.lower, dates.upper - dt.timedelta(days=1))

    @staticmethod
    def last_day(upper: dt.date | None) -> str | None:
        """The last day, in ISO form, of a range that ends before `upper`; None if it never ends."""
        return None if upper is None else (upper - dt.timedelta(days=1)).isoformat()

    @classmethod
    def today(cls) -> Period:
        day = timezone.localdate()
        return cls(day, day)


def in_words(dates: DateRange) -> str:
    """First and last day of a range, as the language writes them."""
    first = date_format(dates.lower, "SHORT_DATE_FORMAT") if dates.lower else "…"
    known = Period.of_range(dates)
    last = date_format(known.last, "SHORT_DATE_FORMAT") if known else gettext("without an end")
    return f"{first} – {last}"


def checked_period(first: dt.date, last: dt.date) -> Period:
    """The period, or a `Refusal` INVALID_PERIOD naming what is wrong with it."""
    if last < first:
        raise _refused(_("The period ends before it begins."))
    if first < _EARLIEST or last > _LATEST:
        raise _refused(_("The period lies outside the years 1900 to 2200."))
    if last.year - first.year > LONGEST_YEARS:
        message = _("The period is longer than %(years)d years.") % {"years": LONGEST_YEARS}
        raise _refused(message)
    return Period(first, last)


def checked_future_period(first: dt.date, last: dt.date) -> Period:
    """A period for a reservation: it must not lie in the past altogether or begin there."""
    period = checked_period(first, last)
    if period.first < timezone.localdate():
        raise _refused(_("The period begins in the past."))
    return period


def _refused(message: object) -> Refusal:
    return Refusal("INVALID_PERIOD", message, "period")  # type: ignore[arg-type]
