"""Tells subscribers of all that was written, however long other databases hold the feed up."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet

from tests.history.feed.following import newest, settled
from webhooks.models import Subscription
from webhooks.services.dispatch import dispatch


def dispatched(work: Callable[[], Any] = dispatch) -> None:
    """Work until no active subscription is behind what stands in the history now."""
    end = newest()
    behind = Subscription.objects.filter(
        Q(position_transaction__lt=end.transaction)
        | Q(position_transaction=end.transaction, position_id__lt=end.id),
        active=True,
    )
    settled()
    work()
    while behind.exists():
        work()


def from_now_on(subscriptions: QuerySet[Subscription]) -> None:
    """Let them go on behind what stands in the history, also where the feed is held up just now."""
    end = newest()
    subscriptions.update(position_transaction=end.transaction, position_id=end.id)
