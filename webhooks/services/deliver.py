"""Sends what is due. Several senders share the work; one that dies loses nothing."""

from __future__ import annotations

import time
from datetime import datetime

from cryptography.fernet import InvalidToken
from django.utils import timezone

from webhooks import sending, signing
from webhooks.models import Message, Subscription
from webhooks.secrets import unseal
from webhooks.services import outbox


def deliver_next() -> bool:
    """Send one message that is due; False if there is none."""
    message = outbox.take()
    if message is None:
        return False
    outbox.record(message, _send(message))
    return True


def _send(message: Message) -> sending.Outcome:
    try:
        secrets = _secrets(message.subscription, timezone.now())
    except InvalidToken:
        fault = "The secret cannot be read: SECRET_KEY has changed. Rotate the secret."
        return sending.Outcome(0, error=fault)
    body = message.body.encode()
    headers = signing.headers(f"msg_{message.key.hex}", int(time.time()), body, secrets)
    return sending.post(message.subscription.url, headers, body)


def _secrets(subscription: Subscription, now: datetime) -> list[str]:
    sealed = [subscription.secret]
    if subscription.former_until is not None and subscription.former_until > now:
        sealed.append(subscription.former_secret)
    return [unseal(one) for one in sealed]
