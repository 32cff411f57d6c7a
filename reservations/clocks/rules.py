"""Which rules a case obeys, and when each is due.

Union law and the TKG stand side by side: where both say something about the same step, the stricter
one counts, which is the one that is due first. Which are in force is asked for the day on which the
clock starts, so an old case keeps the law of its time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from reservations.clocks import working_days
from reservations.clocks.counting import Pause, extended, last_day, latest_day
from reservations.models.clock_rule import ClockRule, Incompleteness, LawBasis, StartEvent


class ClockLight(Enum):
    """The traffic light of a clock."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"


@dataclass(frozen=True)
class Due:
    """When a step is due by a rule; `due` is None while the clock is paused.

    `extended_due` is what one extension would make of it, None where there is none.
    """

    rule: ClockRule
    start: dt.date
    due: dt.date | None
    extended_due: dt.date | None


def basis_on(day: dt.date, rules: Iterable[ClockRule]) -> LawBasis:
    """Under which law a request of this day is dealt with: Union law as soon as it applies."""
    gia = any(rule.basis == LawBasis.GIA and day in rule.valid for rule in rules)
    return LawBasis.GIA if gia else LawBasis.TKG


def due_steps(
    rules: Iterable[ClockRule],
    events: Mapping[StartEvent, dt.date],
    pauses: Sequence[Pause] = (),
) -> dict[str, Due]:
    """By step, when the strictest of these rules is due that an event has set going."""
    found: dict[str, Due] = {}
    for rule in rules:
        start = events.get(StartEvent(rule.start))
        if start is None or start not in rule.valid:
            continue
        one = due_by(rule, start, pauses)
        if rule.step not in found or _strictness(one) < _strictness(found[rule.step]):
            found[rule.step] = one
    return found


def due_by(rule: ClockRule, start: dt.date, pauses: Sequence[Pause] = ()) -> Due:
    """When a clock of this rule that started on that day is over."""
    if rule.start == StartEvent.PERMIT_FILED:
        return Due(rule, start, latest_day(rule.span, start), None)
    counted = pauses if rule.incompleteness == Incompleteness.PAUSES else ()
    due = last_day(rule.span, start, counted)
    longer = None
    if rule.extension is not None and due is not None:
        longer = extended(rule.extension, due, counted)
    return Due(rule, start, due, longer)


def light(due: dt.date | None, today: dt.date, warn_days: int) -> ClockLight:
    """Red when it is too late, amber within `warn_days` working days of the last day."""
    if due is None:
        return ClockLight.PAUSED
    if today > due:
        return ClockLight.RED
    return ClockLight.AMBER if working_days.between(today, due) <= warn_days else ClockLight.GREEN


def _strictness(one: Due) -> tuple[dt.date, str]:
    # Paused clocks are compared by what they would be without the pause.
    day = one.due or last_day(one.rule.span, one.start)
    assert day is not None
    return day, one.rule.code
