"""When the city would owe its next step if a request were handed in on a day."""

from __future__ import annotations

import datetime as dt

from reservations.clocks.rules import Due, due_steps
from reservations.models.clock_rule import CITY_STEPS, ClockRule, StartEvent


def next_due(kind: str, on: dt.date) -> Due | None:
    """What would be due first; None where no rule of this kind is in force."""
    rules = [one for one in ClockRule.objects.filter(kind=kind) if one.step in CITY_STEPS]
    events = {StartEvent.RECEIVED: on, StartEvent.COMPLETE: on}
    known = [one for one in due_steps(rules, events).values() if one.due is not None]
    return min(known, key=lambda one: (one.due, one.rule.step), default=None)
