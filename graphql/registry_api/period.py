"""Periods: first and last day, both included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import graphene
from psycopg2.extras import DateRange

from accounts.viewer import Viewer
from network.periods import Period as Days
from network.periods import checked_future_period, checked_period
from registry_api.inputs import Reader


class Period(graphene.ObjectType):
    """From the first to the last day, both included; null where it is open."""

    from_ = graphene.Date(name="from")
    until = graphene.Date()


class PeriodInput(graphene.InputObjectType):
    """From the first to the last day, both included."""

    from_ = graphene.Date(name="from", required=True)
    until = graphene.Date(required=True)


class OpenPeriodInput(graphene.InputObjectType):
    """From the first to the last day, both included; without a last day it goes on."""

    from_ = graphene.Date(name="from", required=True)
    until = graphene.Date()


class OpenPeriod(Reader):
    """A period that may be open at its end, as a range of the database."""

    type = OpenPeriodInput

    def read(self, value: Any, viewer: Viewer, field: str) -> DateRange:
        first, last = value["from_"], value.get("until")
        if last is None:
            return DateRange(checked_period(first, first).first, None)
        return checked_period(first, last).range


class FuturePeriod(Reader):
    """A period that does not begin in the past, as days."""

    type = PeriodInput

    def read(self, value: Any, viewer: Viewer, field: str) -> Days:
        return checked_future_period(value["from_"], value["until"])


def period_of(dates: DateRange) -> Period | None:
    """A range of the database, `[)`, as people say it; None for an empty one."""
    if dates.isempty:
        return None
    last = None if dates.upper is None else dates.upper - timedelta(days=1)
    return Period(from_=dates.lower, until=last)


def days_of(given: Mapping[str, Any] | None) -> Days:
    """The period a client named, today where it named none; raises Refusal INVALID_PERIOD."""
    return Days.today() if given is None else checked_period(given["from_"], given["until"])
