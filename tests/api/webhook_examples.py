"""Examples of the mutations of webhooks, for `tests/api/examples.py`."""

from __future__ import annotations

from typing import Any

from accounts.models import ApiClient, Organisation
from accounts.services import client as clients
from gis import cursors
from history import feed
from registry_api.nodes import to_global_id
from webhooks.models import Message, Subscription
from webhooks.services import outbox
from webhooks.sight import account_of

URL = "https://93.184.215.14/hook"
MANAGERS = {"administrator", "partner_administrator"}


def webhook_examples() -> dict[str, tuple[set[str], dict[str, Any]]]:
    """By name: who is allowed, and the input; with a webhook of carrier North to work on."""
    client = _client()
    message = _message(client)
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


def _client() -> ApiClient:
    found = ApiClient.objects.filter(code="hooked").first()
    north = Organisation.objects.get(code="nord")
    return found or clients.make(code="hooked", organisation=north, role="partner", name="Hooked")


def _message(client: ApiClient) -> Message:
    found = Message.objects.filter(subscription__client=client).first()
    return found or outbox.put(
        Subscription.objects.create(client=client, url=URL, secret="sealed"), "ping", {}
    )
