"""Webhooks: who is told of changes, what was sent, and what came of it."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from accounts.models import User
from accounts.viewer import Viewer
from gis import cursors
from history import feed
from registry_api import edits
from registry_api.connections import ConnectionField, Ordering
from registry_api.enums import enum_of
from registry_api.inputs import REASON, VERSION, Ref, Table
from registry_api.nodes import Node, id_column, to_global_id
from registry_api.plan import Column, Concept, ToMany, ToOne
from webhooks import models
from webhooks.models import MessageState
from webhooks.services import subscription as service


class WebhookAttempt(Concept):
    """One try to deliver a message."""

    class Meta:
        model = models.Attempt
        identifier = "pk"

    at = Column(graphene.DateTime, required=True)
    status = Column(graphene.Int, description="Of the answer; null where there was none.")
    duration_ms = Column(
        graphene.Int,
        required=True,
        description="Until the answer was there, or the try given up, in ms.",
    )
    answer = Column(graphene.String, required=True, description="Its first characters.")
    error = Column(graphene.String, required=True, description="Why there was no answer.")

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        return models.Attempt.objects.filter(message__in=models.Message.objects.visible_to(viewer))


class WebhookDelivery(Concept):
    """One message to one webhook, through all attempts."""

    class Meta:
        model = models.Message
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("WebhookDelivery", "pk")
    type = Column(graphene.String, "kind", required=True, description="Such as `duct.changed`.")
    body = Column(graphene.String, required=True, description="As it is sent.")
    state = Column(enum_of(MessageState), required=True)
    tries = Column(graphene.Int, required=True, description="How often it was sent.")
    next_attempt_at = Column(
        graphene.DateTime, required=True, description="Of a message that waits: not sent before."
    )
    created_at = Column(graphene.DateTime, required=True)
    attempts = ToMany(
        "webhook.WebhookAttempt", "message_id", order=("-pk",), description="Newest first."
    )
    webhook = ToOne("webhook.Webhook", "subscription_id", description="To which it goes.")


class Webhook(Concept):
    """An address of an API client that is told of what the client sees change."""

    class Meta:
        model = models.Subscription
        interfaces = (Node,)

    id = id_column("Webhook")
    client = ToOne(
        "api_client.ApiClient", required=True, description="Told of what it may see, and no more."
    )
    url = Column(graphene.String, required=True)
    types = Column(graphene.List(graphene.NonNull(graphene.String)), required=True)
    active = Column(graphene.Boolean, required=True)
    paused_because = Column(
        graphene.String, required=True, description="Why messages wait; empty while it is active."
    )
    failing_since = Column(graphene.DateTime, description="Null while messages arrive.")
    former_until = Column(
        graphene.DateTime, description="Until then the replaced secret signs as well."
    )
    created_at = Column(graphene.DateTime, required=True)
    version = Column(graphene.Int, required=True)
    deliveries = ToMany(
        "webhook.WebhookDelivery", "subscription_id", order=("-pk",), description="Newest first."
    )


_ID: Table = {"id": Ref("webhook.Webhook")}
_FACTS: Table = {
    "url": graphene.String,
    "types": graphene.List(graphene.NonNull(graphene.String)),
}
_ONCE = {"secret": graphene.String}


def _create(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    made = service.create(by=by, **facts)
    return {"webhook": made.record, "secret": made.text}


def _change(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"webhook": service.change(subscription=facts.pop("id"), by=by, **facts)}


def _rotate(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    made = service.rotate_secret(subscription=facts.pop("id"), by=by, **facts)
    return {"webhook": made.record, "secret": made.text}


def _delete(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    gone = facts.pop("id")
    service.delete(subscription=gone, by=by, **facts)
    return {"deleted_id": to_global_id("Webhook", gone.public_id)}


def _ping(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"delivery": service.ping(subscription=facts.pop("id"), by=by, **facts)}


def _replay(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"delivery": service.replay(message=facts.pop("id"), by=by, **facts)}


def _replay_from(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    found = facts.pop("id")
    listing = service.listing_of(found)
    after = feed.Position(*cursors.decode(listing, facts.pop("after"), "after"))
    return {"webhook": service.replay_from(subscription=found, by=by, after=after, **facts)}


class WebhookMutations:
    create_webhook = edits.edit(
        "CreateWebhook",
        {"client": Ref("api_client.ApiClient"), **_FACTS, **REASON},
        _create,
        {"webhook": "webhook.Webhook"},
        once=_ONCE,
        required=("client", "url"),
        description="Tell an API client of changes from now on.",
    )
    change_webhook = edits.edit(
        "ChangeWebhook",
        {**_ID, **_FACTS, "active": graphene.Boolean, **VERSION, **REASON},
        _change,
        {"webhook": "webhook.Webhook"},
        required=("id",),
        description="Change the given facts. Once active again it goes on where it stopped.",
    )
    delete_webhook = edits.edit(
        "DeleteWebhook",
        {**_ID, **VERSION, **REASON},
        _delete,
        {"deleted_id": ""},
        required=("id",),
        description="End it, with its messages and their log.",
    )
    rotate_webhook_secret = edits.edit(
        "RotateWebhookSecret",
        {**_ID, **VERSION, **REASON},
        _rotate,
        {"webhook": "webhook.Webhook"},
        once=_ONCE,
        required=("id",),
        description="A new secret; for a day messages carry the signatures of both.",
    )
    ping_webhook = edits.edit(
        "PingWebhook",
        {**_ID, **REASON},
        _ping,
        {"delivery": "webhook.WebhookDelivery"},
        required=("id",),
        description="Send a message of the type `ping`.",
    )
    replay_webhook_delivery = edits.edit(
        "ReplayWebhookDelivery",
        {"id": Ref("webhook.WebhookDelivery"), **REASON},
        _replay,
        {"delivery": "webhook.WebhookDelivery"},
        required=("id",),
        description="Send a message again, under the id it had.",
    )
    replay_webhook = edits.edit(
        "ReplayWebhook",
        {**_ID, "after": graphene.String, **REASON},
        _replay_from,
        {"webhook": "webhook.Webhook"},
        required=("id", "after"),
        description="Tell anew what comes behind a cursor of the client's change feed.",
    )


class WebhookQueries:
    webhooks = ConnectionField(
        Webhook, ordering=Ordering("pk", False), description="Those of the clients you manage."
    )
