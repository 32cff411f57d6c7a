"""Examples of the mutations of webhooks, for `tests/api/examples.py`."""

from __future__ import annotations

from typing import Any

from accounts.models import ApiClient
from gis import cursors
from history import feed
from registry_api.nodes import to_global_id
from webhooks.models import Message, Subscription
from webhooks.services import outbox
from webhooks.sight import account_of

URL = "https://93.184.215.14/hook"
MANAGERS = {"administrator", "partner_administrator"}


def make_message(client: ApiClient) -> Message:
    """A message that waits, to a webhook of the client."""
    hook = Subscription.objects.create(client=client, url=URL, secret="sealed")
    return outbox.put(hook, "ping", {})


def webhook_examples(message: Message) -> dict[str, tuple[set[str], dict[str, Any]]]:
    """By name: who is allowed, and the input; they work on the message and its webhook."""
    client = message.subscription.client
    webhook = to_global_id("Webhook", message.subscription.public_id)
    beginning = cursors.encode(feed.listing(account_of(client)), (0, 0))
    inputs = {
        "createWebhook": {"client": client.code, "url": URL},
        "changeWebhook": {"id": webhook, "types": ["Duct"]},
        "deleteWebhook": {"id": webhook},
        "rotateWebhookSecret": {"id": webhook},
        "pingWebhook": {"id": webhook},
        "replayWebhook": {"id": webhook, "after": beginning},
        "replayWebhookDelivery": {"id": to_global_id("WebhookDelivery", message.pk)},
    }
    return {name: (MANAGERS, given) for name, given in inputs.items()}
