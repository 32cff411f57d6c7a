"""The outbox of mails: taken by one sender at a time, tried again, their outcome written down.

A mail is sent at least once: a sender that dies between the server's answer and its record leaves
it to be sent again, under the same Message-ID.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import require
from gis.backoff import delay_after
from reservations.mails import sending, wording
from reservations.models import Mail, MailState

logger = logging.getLogger(__name__)

OTHERS_WAIT = timedelta(minutes=1)
"""While the server is down the other mails wait, so that it is not asked all the time."""

LEASE_ANSWERS = 8
"""A sender waits at most for so many answers of the server."""


def deliver_next() -> bool:
    """Send one mail that is due; False if there is none, or no server."""
    if not settings.MAIL_HOST:
        return False
    mail = take()
    if mail is None:
        return False
    try:
        letter = wording.worded(mail)
    except Exception as error:
        logger.exception("mail %s cannot be worded", mail.key)
        record(mail, sending.Outcome(problem=f"{type(error).__name__}: {error}"))
        return True
    if letter is None:
        _note(mail, state=MailState.DROPPED)
    else:
        record(mail, sending.send(letter))
    return True


def take() -> Mail | None:
    """The next due mail, leased to the caller, who holds no transaction open while it sends."""
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    due = Mail.objects.filter(free, state=MailState.DUE, next_attempt_at__lte=now)
    with transaction.atomic():
        rows = due.select_for_update(skip_locked=True, of=("self",)).select_related("person")
        found = rows.order_by("next_attempt_at", "pk").first()
        if found is not None:
            lease = timedelta(seconds=LEASE_ANSWERS * settings.MAIL_TIMEOUT_S)
            Mail.objects.filter(pk=found.pk).update(leased_until=now + lease)
    return found


def record(mail: Mail, outcome: sending.Outcome) -> None:
    """Write an attempt down and say what comes next."""
    now = timezone.now()
    if outcome.sent:
        _note(mail, state=MailState.SENT, sent_at=now, problem="")
        return
    logger.warning("mail %s was not taken: %s", mail.key, outcome.problem)
    too_old = now - (mail.retried_at or mail.created_at) > timedelta(days=settings.MAIL_RETRY_DAYS)
    if outcome.refused or too_old:
        _note(mail, state=MailState.FAILED, problem=outcome.problem)
        return
    _note(mail, next_attempt_at=now + delay_after(mail.tries + 1), problem=outcome.problem)
    if outcome.down:
        others = Mail.objects.filter(state=MailState.DUE, next_attempt_at__lt=now + OTHERS_WAIT)
        others.exclude(pk=mail.pk).update(next_attempt_at=now + OTHERS_WAIT)


def _note(mail: Mail, **facts: object) -> None:
    Mail.objects.filter(pk=mail.pk).update(tries=mail.tries + 1, leased_until=None, **facts)


def send_again(*, mails: QuerySet[Mail], by: User) -> int:
    """Let mails that wait or were given up be tried at once, for as long as new ones; how many.

    What was sent is not sent twice. Refusals: NOT_PERMITTED.
    """
    require(by, Capability.MANAGE_PEOPLE)
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=timezone.now())
    waiting = Mail.objects.filter(free, pk__in=mails.values("pk"))
    return waiting.filter(state__in=(MailState.DUE, MailState.FAILED)).update(
        state=MailState.DUE, tries=0, next_attempt_at=timezone.now(), retried_at=timezone.now()
    )


def forget_old() -> int:
    """Give up what nobody took in time and remove old records; how many are gone."""
    now = timezone.now()
    late = now - timedelta(days=settings.MAIL_RETRY_DAYS)
    since = Coalesce("retried_at", "created_at")
    waiting = Mail.objects.alias(since=since).filter(state=MailState.DUE, since__lt=late)
    waiting.exclude(leased_until__gt=now).update(state=MailState.FAILED)
    old = now - timedelta(days=settings.MAIL_LOG_DAYS)
    settled = Mail.objects.exclude(state=MailState.DUE).filter(created_at__lt=old)
    some = list(settled.order_by("created_at").values_list("pk", flat=True)[:10_000])
    return Mail.objects.filter(pk__in=some).delete()[0]
