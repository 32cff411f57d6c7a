"""Messages to be sent: put in, taken out by one sender at a time, their outcome written down."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.backoff import delay_after
from webhooks.models import Attempt, Message, MessageState, Subscription
from webhooks.sending import Outcome

logger = logging.getLogger(__name__)

OTHERS_WAIT = timedelta(minutes=1)
"""After a failure the other messages to that address wait, so that it does not keep all senders."""

GONE = 410


def put(subscription: Subscription, kind: str, data: dict[str, Any]) -> Message:
    return Message.objects.create(
        subscription=subscription, kind=kind, body=body_of(kind, data, timezone.now())
    )


def body_of(kind: str, data: dict[str, Any], at: datetime) -> str:
    return orjson.dumps({"type": kind, "timestamp": at, "data": data}).decode()


def renew(message: Message) -> Message:
    """Let a message be sent again; one that is under way stays as it is."""
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.DUE, tries=0, next_attempt_at=timezone.now(), created_at=timezone.now()
    )
    message.refresh_from_db()
    return message


def take() -> Message | None:
    """The next due message, leased to the caller; whoever else asks meanwhile gets another one.

    The lease ends by itself: no lock is held, and no transaction open, while a stranger is slow.
    """
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=now)
    due = Message.objects.filter(
        free, state=MessageState.DUE, next_attempt_at__lte=now, subscription__active=True
    )
    with transaction.atomic():
        found = (
            due.select_for_update(skip_locked=True, of=("self",))
            .select_related("subscription")
            .order_by("next_attempt_at", "id")
            .first()
        )
        if found is not None:
            lease = timedelta(seconds=2 * settings.WEBHOOK_TIMEOUT_S + 1)
            Message.objects.filter(pk=found.pk).update(leased_until=now + lease)
    return found


def record(message: Message, outcome: Outcome) -> None:
    """Write an attempt down and say what comes next."""
    now = timezone.now()
    with transaction.atomic():
        if not Subscription.objects.select_for_update().filter(pk=message.subscription_id).exists():
            return  # deleted meanwhile, with its messages
        Attempt.objects.create(
            message=message,
            status=outcome.status,
            duration_ms=outcome.duration_ms,
            answer=outcome.answer,
            error=outcome.error,
        )
        tries = message.tries + 1
        if outcome.delivered:
            facts = {"state": MessageState.DELIVERED}
            _note_success(message.subscription_id)
        else:
            given_up = now - message.created_at > timedelta(days=settings.WEBHOOK_RETRY_DAYS)
            later = now + delay_after(tries)
            state = MessageState.FAILED if given_up else MessageState.DUE
            facts = {"state": state, "next_attempt_at": later}
            _note_failure(message, outcome, now)
        Message.objects.filter(pk=message.pk).update(tries=tries, leased_until=None, **facts)


def _note_success(subscription_id: int) -> None:
    Subscription.objects.filter(pk=subscription_id, failing_since__isnull=False).update(
        failing_since=None
    )


def _note_failure(message: Message, outcome: Outcome, now: datetime) -> None:
    subscription = Subscription.objects.get(pk=message.subscription_id)
    others = subscription.messages.filter(
        state=MessageState.DUE, next_attempt_at__lt=now + OTHERS_WAIT
    )
    others.exclude(pk=message.pk).update(next_attempt_at=now + OTHERS_WAIT)
    if subscription.failing_since is None:
        Subscription.objects.filter(pk=subscription.pk).update(failing_since=now)
        subscription.failing_since = now
    if outcome.status == GONE:
        pause(subscription, str(_("The receiver answered that it is gone (410).")))
    elif now - subscription.failing_since > timedelta(days=settings.WEBHOOK_RETRY_DAYS):
        pause(subscription, str(_("No message arrived for days.")))


def pause(subscription: Subscription, because: str) -> None:
    """Stop telling it anything until somebody lets it go on; said here, in the log and its page."""
    logger.warning("webhook %s paused: %s", subscription.pk, because)
    Subscription.objects.filter(pk=subscription.pk).update(active=False, paused_because=because)


def forget_old() -> int:
    """Remove what was settled long ago, with its log; how many messages."""
    limit = timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS)
    settled = Message.objects.exclude(state=MessageState.DUE).filter(created_at__lt=limit)
    some = list(settled.order_by("created_at").values_list("pk", flat=True)[:10_000])
    Message.objects.filter(pk__in=some).delete()
    return len(some)
