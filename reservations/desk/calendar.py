"""The deadlines of the desk as iCalendar (RFC 5545): one whole-day event each.

No names of applicants and no free text: calendars are copied to places that nobody looks after.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from accounts.models import User
from reservations.clocks import working_days
from reservations.models import AccessRequest, Deadline

PRODUCT = "-//Trassenbuch//Desk//DE"
MOST = 2_000
"""Events in a calendar; what is due first is in it."""


def calendar_of(reader: User, site: str) -> bytes:
    """What the reader's desk owes; `site` is the address of the server, "https://…"."""
    seen = AccessRequest.objects.at_desk(reader)
    rows = Deadline.objects.owed().filter(request__in=seen).select_related("rule", "request")
    return _written(rows.order_by("due_on", "pk")[:MOST], site)


def _written(deadlines: Iterable[Deadline], site: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Deadlines of the access desk"))
    now = timezone.now()
    for one in deadlines:
        calendar.add_component(_event(one, site, now))
    return calendar.to_ical()


def _event(deadline: Deadline, site: str, now: dt.datetime) -> Event:
    case = deadline.request
    event = Event()
    event.add("uid", f"deadline-{deadline.pk}@{site.partition('://')[2]}")
    event.add("dtstamp", now)
    event.add("dtstart", deadline.due_on)
    event.add("dtend", deadline.due_on + dt.timedelta(days=1))  # type: ignore[operator]
    event.add("summary", f"{case}: {capfirst(deadline.get_step_display())}")
    event.add("description", f"{case.get_kind_display()}, {deadline.rule.reference}")
    event.add("url", f"{site}/desk/{case.public_id}/")
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(deadline))
    return event


def _alarm(deadline: Deadline) -> Alarm:
    """On the morning of the day on which the light turns amber."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("A legal deadline comes near."))
    last: dt.date = deadline.due_on  # type: ignore[assignment]
    amber = working_days.first_within(last, deadline.rule.warn_days)
    alarm.add("trigger", amber - last + dt.timedelta(hours=8))
    return alarm
