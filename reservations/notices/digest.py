"""The desk's day: what is late, what is due soon; mails of it are written once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from reservations.clocks import working_days
from reservations.models import (
    ROAD_KINDS,
    AccessRequest,
    Deadline,
    Mail,
    MailKind,
    MailWishes,
)
from reservations.notices.tell import OFFICERS, SIGNERS

MOST = 50
"""Deadlines named in a mail; the queue shows all."""


@dataclass(frozen=True)
class Some:
    """The first `MOST` by name, and how many there are."""

    named: list[Deadline]
    count: int

    @property
    def more(self) -> int:
        return self.count - len(self.named)


@dataclass(frozen=True)
class Digest:
    late: Some
    soon: Some

    def __bool__(self) -> bool:
        return bool(self.late.count or self.soon.count)


def of(person: User, today: dt.date) -> Digest:
    """What one person at the desk has to know today."""
    return Digest(
        _some(Deadline.objects.overdue(today), person),
        _some(Deadline.objects.due_soon(today), person),
    )


def _some(rows: QuerySet[Deadline], person: User) -> Some:
    mine = rows.filter(request__in=AccessRequest.objects.at_desk(person))
    found = mine.select_related("rule", "request__organisation").order_by("due_on", "pk")
    named = list(found[:MOST])
    return Some(named, len(named) if len(named) < MOST else mine.count())


def write(today: dt.date | None = None) -> int:
    """Write the mails of the day, also after a run that was broken off; how many are new."""
    today = today or timezone.localdate()
    escalations = _escalations(today)
    digests = [
        Mail(person=one, kind=MailKind.DIGEST, day=today) for one in _readers() if of(one, today)
    ]
    before = Mail.objects.count()
    Mail.objects.bulk_create([*digests, *escalations], ignore_conflicts=True)
    return Mail.objects.count() - before


def still_owed(mail: Mail, person: User) -> Deadline | None:
    """The deadline of an escalation, while it is as it was when that was written."""
    rows = Deadline.objects.owed().filter(pk=mail.deadline_id, due_on=mail.day)
    rows = rows.filter(request__in=AccessRequest.objects.at_desk(person))
    return rows.select_related("rule", "request__organisation").first()


def _escalations(today: dt.date) -> list[Mail]:
    """For everybody who could still act; these cannot be declined."""
    last = working_days.last_within(today, settings.ESCALATION_DAYS)
    near = Deadline.objects.owed().filter(due_on__gte=today, due_on__lte=last)
    officers, signers = list(_people(OFFICERS)), list(_people(SIGNERS))
    return [
        Mail(person=one, kind=MailKind.ESCALATION, deadline=deadline, day=deadline.due_on)
        for deadline in near.select_related("request")
        for one in {*officers, *(signers if deadline.request.kind in ROAD_KINDS else ())}
    ]


def _readers() -> QuerySet[User]:
    declined = MailWishes.objects.filter(digest=False).values("person")
    return _people([*OFFICERS, *SIGNERS]).exclude(pk__in=declined)


def _people(roles: list[str]) -> QuerySet[User]:
    active = Q(is_active=True, is_service=False, memberships__role__in=roles)
    return User.objects.filter(active).distinct().order_by("pk")
