"""From the change feed into the outbox: messages and the place in the feed move in one transaction.

So no change is lost and none makes two messages, whoever dies when; and whoever writes into the
registry does nothing for it.
"""

from __future__ import annotations

import re

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from gis import cursors
from gis.global_ids import to_global_id
from gis.refusals import Refusal
from history import feed
from webhooks.models import Message, Subscription
from webhooks.services import outbox
from webhooks.sight import account_of

PAGE = 100
MOST_AT_ONCE = 50
"""More changes than this in a page are told by one message, which says how many: read the feed."""

MANY = "changes.many"


def dispatch() -> int:
    """Make messages for all that is new; how many were made."""
    head = feed.head()
    behind = Subscription.objects.filter(active=True).exclude(
        position_transaction=head.transaction, position_id=head.id
    )
    return sum(_dispatch(pk) for pk in behind.values_list("pk", flat=True))


def _dispatch(pk: int) -> int:
    made = 0
    while True:
        with transaction.atomic():
            some, more = _next_page(pk)
        made += some
        if not more:
            return made


def _next_page(pk: int) -> tuple[int, bool]:
    rows = Subscription.objects.select_for_update(skip_locked=True, of=("self",))
    found = rows.select_related("client").filter(pk=pk, active=True).first()
    if found is None:
        return 0, False  # another dispatcher is at it
    account = account_of(found.client)
    if account is None:
        outbox.pause(found, str(_("The API client was revoked or has no role any more.")))
        return 0, False
    position = feed.Position(found.position_transaction, found.position_id)
    try:
        page = feed.read(account, position, PAGE)
    except Refusal as refusal:
        outbox.pause(found, str(refusal))
        return 0, False
    messages = _messages(found, page, feed.listing(account))
    Message.objects.bulk_create(messages)
    Subscription.objects.filter(pk=pk).update(
        position_transaction=page.end.transaction, position_id=page.end.id
    )
    return len(messages), page.more


def _messages(subscription: Subscription, page: feed.Page, listing: str) -> list[Message]:
    wanted = [
        event for event in page.events if not subscription.types or event.type in subscription.types
    ]
    if len(wanted) > MOST_AT_ONCE:
        cursor = cursors.encode(listing, tuple(page.end))
        data = {"count": len(wanted), "cursor": cursor}
        body = outbox.body_of(MANY, data, wanted[-1].last.at)
        return [Message(subscription=subscription, kind=MANY, body=body)]
    return [_message(subscription, event, listing) for event in wanted]


def _message(subscription: Subscription, event: feed.Event, listing: str) -> Message:
    kind = f"{_snake(event.type)}.{event.operation.value}"
    data = {
        "type": event.type,
        "id": to_global_id(event.type, event.identifier),
        "operation": event.operation.name,
        "cursor": cursors.encode(listing, tuple(event.last.position)),
    }
    body = outbox.body_of(kind, data, event.last.at)
    return Message(subscription=subscription, kind=kind, body=body)


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
