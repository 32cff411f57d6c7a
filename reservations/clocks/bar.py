"""A clock as people see it: how far it has run, its light, and what that means in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from reservations.clocks import working_days
from reservations.clocks.rules import ClockLight, light
from reservations.models import Deadline
from reservations.models.clock_rule import CITY_STEPS, Consequence, LegalStep
from reservations.models.deadline import owed_first


class ClockLook(models.TextChoices):
    """The traffic light as a word; `NOTE` is a day of somebody other than the city."""

    GREEN = "green", gettext_lazy("in time")
    AMBER = "amber", gettext_lazy("due soon")
    RED = "red", gettext_lazy("overdue")
    PAUSED = "paused", gettext_lazy("paused")
    DONE = "done", gettext_lazy("done")
    NOTE = "note", gettext_lazy("for information")


@dataclass(frozen=True)
class ClockBar:
    """`percent` of the way from the start to the last day is gone; `words` say what is left."""

    deadline: Deadline
    look: ClockLook
    percent: int
    words: str


def clock_of(deadline: Deadline, today: dt.date | None = None) -> ClockBar:
    """The clock of a deadline that was read with its rule."""
    today = today or timezone.localdate()
    look = _look(deadline, today)
    return ClockBar(deadline, look, _percent(deadline, today), _words(deadline, look, today))


def leading(deadlines: Iterable[Deadline], state: str) -> ClockBar | None:
    """The clock that counts now: of what the city owes, what is due first, else what is paused."""
    first = owed_first(deadlines, state)
    return None if first is None else clock_of(first)


def _look(deadline: Deadline, today: dt.date) -> ClockLook:
    if deadline.met_on is not None:
        return ClockLook.DONE
    if deadline.step not in CITY_STEPS:
        return ClockLook.NOTE
    now: ClockLight = light(deadline.due_on, today, deadline.rule.warn_days)
    return ClockLook(now.value)


def _percent(deadline: Deadline, today: dt.date) -> int:
    until = deadline.met_on or today
    if deadline.due_on is None or deadline.due_on <= deadline.started_on:
        return 0 if deadline.due_on is None or until < deadline.due_on else 100
    gone = (until - deadline.started_on).days / (deadline.due_on - deadline.started_on).days
    return round(100 * min(max(gone, 0), 1))


def _words(deadline: Deadline, look: ClockLook, today: dt.date) -> str:
    if deadline.met_on is not None:
        return _done(deadline, deadline.met_on)
    if deadline.due_on is None:
        return _("until what is missing has come")
    if look == ClockLook.NOTE:
        return _of_others(deadline) % {"who": deadline.rule.get_duty_display()}
    if look == ClockLook.RED:
        late = max(working_days.between(deadline.due_on, today), 1)
        words = ngettext("%(days)d working day late", "%(days)d working days late", late)
        return words % {"days": late}
    left = working_days.between(today, deadline.due_on)
    if today == deadline.due_on:
        return _("today is the last day")
    words = ngettext("%(days)d working day left", "%(days)d working days left", left)
    return words % {"days": left}


def _of_others(deadline: Deadline) -> str:
    """Only the way to the dispute body opens on its day; everything else ends on it."""
    if deadline.step == LegalStep.APPEAL:
        return _("%(who)s, from then on")
    if deadline.rule.consequence == Consequence.EXPIRES:
        return _("%(who)s, until then, or the request expires")
    return _("%(who)s, until then")


def _done(deadline: Deadline, on: dt.date) -> str:
    day = date_format(on, "SHORT_DATE_FORMAT")
    if deadline.due_on is not None and on > deadline.due_on:
        return _("done on %(day)s, too late") % {"day": day}
    return _("done on %(day)s") % {"day": day}
