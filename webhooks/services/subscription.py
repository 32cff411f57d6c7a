"""Webhooks of API clients: made, changed, given a new secret, tried out, ended.

By people who manage the client, as its secrets are; no token opens this.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, User
from accounts.roles import Capability
from accounts.secrets import Issued
from gis.refusals import NotFound, NotPermitted, Refusal, unmoved, worded
from history import feed
from history.context import acting
from webhooks.addresses import target_of
from webhooks.models import Message, Subscription
from webhooks.secrets import new_secret, seal
from webhooks.services import outbox
from webhooks.sight import account_of

MOST_PER_CLIENT = 10
OVERLAP = timedelta(days=1)
"""How long a replaced secret signs as well, so that a receiver can change over."""

PAUSED_BY_HAND = _("Paused by hand.")


def create(
    *, by: User, client: ApiClient, url: str, types: Collection[str] = (), reason: str = ""
) -> Issued[Subscription]:
    """Tell an API client of changes from now on. The secret is shown once.

    Refusals: NOT_PERMITTED, NOT_FOUND, INVALID_VALUE, TOO_MANY, CLIENT_REVOKED.
    """
    with worded(), acting(by, reason):
        owner = _managed(by, client)
        target_of(url)
        if owner.webhooks.count() >= MOST_PER_CLIENT:
            message = _("A client has at most %(most)d webhooks.") % {"most": MOST_PER_CLIENT}
            raise Refusal("TOO_MANY", message, "client")
        text = new_secret()
        head = feed.head()
        made = Subscription.objects.create(
            client=owner,
            url=url,
            types=_checked_types(types),
            secret=seal(text),
            position_transaction=head.transaction,
            position_id=head.id,
        )
        return Issued(text, made)


def change(
    *,
    subscription: Subscription,
    by: User,
    url: str | None = None,
    types: Collection[str] | None = None,
    active: bool | None = None,
    version: int | None = None,
    reason: str = "",
) -> Subscription:
    """Another address or other types; pause it, or let it go on where it stopped."""
    with worded(), acting(by, reason):
        found = _locked(subscription, by, version)
        if url is not None:
            target_of(url)
            found.url = url
        if types is not None:
            found.types = _checked_types(types)
        if active is not None and active != found.active:
            found.active = active
            found.paused_because = "" if active else str(PAUSED_BY_HAND)
            found.failing_since = None
        return _stored(found)


def rotate_secret(
    *, subscription: Subscription, by: User, version: int | None = None, reason: str = ""
) -> Issued[Subscription]:
    """A new secret, shown once; the old one signs as well for another day."""
    with worded(), acting(by, reason):
        found = _locked(subscription, by, version)
        text = new_secret()
        found.former_secret, found.former_until = found.secret, timezone.now() + OVERLAP
        found.secret = seal(text)
        return Issued(text, _stored(found))


def delete(
    *, subscription: Subscription, by: User, version: int | None = None, reason: str = ""
) -> None:
    """End it, with its messages and their log."""
    with worded(), acting(by, reason):
        _locked(subscription, by, version).delete()


def ping(*, subscription: Subscription, by: User, reason: str = "") -> Message:
    """A message of the type `ping`, sent like any other."""
    with worded(), acting(by, reason):
        found = _locked(subscription, by)
        _refuse_paused(found)
        return outbox.put(found, "ping", {})


def replay_from(
    *, subscription: Subscription, by: User, after: feed.Position, reason: str = ""
) -> Subscription:
    """Tell anew what comes behind a position of the feed."""
    with worded(), acting(by, reason):
        found = _locked(subscription, by)
        _refuse_paused(found)
        found.position_transaction, found.position_id = after
        return _stored(found)


def replay(*, message: Message, by: User, reason: str = "") -> Message:
    """Send one message again, under the key it had."""
    with worded(), acting(by, reason):
        _refuse_paused(_locked(message.subscription, by))
        return outbox.renew(message)


def listing_of(subscription: Subscription) -> str:
    """What the client's cursors belong to; raises Refusal CLIENT_REVOKED."""
    account = account_of(subscription.client)
    if account is None:
        raise _revoked()
    return feed.listing(account)


def _managed(by: User, client: ApiClient) -> ApiClient:
    if not by.can(Capability.MANAGE_CLIENTS):
        raise NotPermitted()
    found = (
        ApiClient.objects.visible_to(by)
        .select_for_update(of=("self",))
        .filter(pk=client.pk)
        .first()
    )
    if found is None:
        raise NotFound("client")
    if found.revoked_at is not None:
        raise _revoked()
    return found


def _locked(subscription: Subscription, by: User, version: int | None = None) -> Subscription:
    if not by.can(Capability.MANAGE_CLIENTS):
        raise NotPermitted()
    rows = Subscription.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.select_related("client").filter(pk=subscription.pk).first()
    return unmoved(found, version)


def _stored(subscription: Subscription) -> Subscription:
    subscription.version += 1
    subscription.save()
    return subscription


def _checked_types(types: Collection[str]) -> list[str]:
    known = {one.type for one in feed.followed_types()}
    unknown = sorted(set(types) - known)
    if unknown:
        message = _("There is no type %(type)s in the change feed.") % {"type": unknown[0][:40]}
        raise Refusal("INVALID_VALUE", message, "types", known=sorted(known))
    return sorted(set(types))


def _refuse_paused(subscription: Subscription) -> None:
    if not subscription.active:
        raise Refusal("PAUSED", _("The webhook is paused. Let it go on first."), "id")


def _revoked() -> Any:
    return Refusal("CLIENT_REVOKED", _("This client was revoked. Create a new one."), "client")
