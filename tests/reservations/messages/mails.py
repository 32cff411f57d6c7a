"""Notices and mails of the tests: sent, grown older, and as people have them."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone

from accounts.models import User
from reservations.models import Mail, Notice
from reservations.services import mail


def send_all() -> None:
    while mail.deliver_next():
        pass


def later(days: float = 0) -> None:
    """Let all waits be over; `days` make the mails older, too."""
    Mail.objects.update(next_attempt_at=timezone.now(), leased_until=None)
    if days:
        Mail.objects.update(created_at=timezone.now() - dt.timedelta(days=days))


def kinds(person: User) -> list[str]:
    return sorted(
        "message" if one.message_id else one.event.to_state
        for one in Notice.objects.filter(person=person)
    )
