"""API clients of an organisation: managed by its own administrators, never by a token."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene
from django.db.models import QuerySet

from accounts import models
from accounts.models import User
from accounts.roles import Role
from accounts.scopes import Scope
from accounts.services import client as clients
from accounts.viewer import Viewer
from registry_api import edits
from registry_api.connections import ConnectionField
from registry_api.enums import enum_of
from registry_api.inputs import REASON, VERSION, Ref, Table
from registry_api.nodes import Node, id_column
from registry_api.plan import Batch, Column, Concept, ToMany, ToOne

Scopes = graphene.List(graphene.NonNull(enum_of(Scope)))


class ClientSecret(Concept):
    """A secret of a client, by its first characters."""

    class Meta:
        model = models.ApiSecret
        identifier = "pk"

    hint = Column(graphene.String, required=True)
    created_at = Column(graphene.DateTime, required=True)
    valid_until = Column(graphene.DateTime, description="Null: until it is replaced.")
    last_used_at = Column(graphene.DateTime)

    @classmethod
    def visible(cls, viewer: Viewer) -> QuerySet[Any]:
        clients_seen = models.ApiClient.objects.visible_to(viewer)
        return models.ApiSecret.objects.filter(client__in=clients_seen)


def _last_uses(viewer: Viewer, keys: list[Any], _arguments: Mapping[str, Any]) -> Mapping[Any, Any]:
    rows = models.ApiClient.objects.visible_to(viewer).filter(pk__in=keys).with_last_use()
    return dict(rows.values_list("pk", "last_used_at"))


class ApiClient(Concept):
    """A machine identity of an organisation; seen by those who manage it."""

    class Meta:
        model = models.ApiClient
        identifier = "pk"
        interfaces = (Node,)

    id = id_column("ApiClient", "pk")
    client_id = Column(graphene.String, "code", required=True)
    name = Column(graphene.String, required=True)
    organisation = ToOne("organisation.Organisation")
    scopes = Column(graphene.NonNull(Scopes))
    version = Column(graphene.Int, required=True)
    created_at = Column(graphene.DateTime, required=True)
    revoked_at = Column(graphene.DateTime)
    last_used_at = Batch(graphene.DateTime, _last_uses, description="Of its tokens and secrets.")
    secrets = ToMany("api_client.ClientSecret", "client", order=("-created_at", "-pk"))


class ApiClientQueries:
    api_clients = ConnectionField(
        ApiClient, description="Those that you manage; nothing for everybody else."
    )


# --- mutations
_EXISTING: Table = {"id": Ref("api_client.ApiClient")}
_RETURNS = {"api_client": "api_client.ApiClient"}
_ONCE = {"secret": graphene.String}


def _create(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    issued = clients.create(by=by, **_plain(facts))
    return {"api_client": issued.record.client, "secret": issued.text}


def _rotate(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    issued = clients.rotate_secret(client=facts.pop("id"), by=by, **facts)
    return {"api_client": issued.record.client, "secret": issued.text}


def _change(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"api_client": clients.change(client=facts.pop("id"), by=by, **_plain(facts))}


def _revoke(by: User, facts: dict[str, Any]) -> dict[str, Any]:
    return {"api_client": clients.revoke(client=facts.pop("id"), by=by, **facts)}


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what was sent as null, which means the same as nothing here."""
    given = {name: value for name, value in facts.items() if value is not None}
    if "scopes" in given:
        given["scopes"] = [Scope(scope).value for scope in given["scopes"]]
    return given


class ApiClientMutations:
    create_api_client = edits.edit(
        "CreateApiClient",
        {
            "code": graphene.String,
            "name": graphene.String,
            "organisation": Ref("organisation.Organisation"),
            "role": enum_of(Role),
            "scopes": Scopes,
            **REASON,
        },
        _create,
        _RETURNS,
        required=("code",),
        once=_ONCE,
        description="A client of your organisation, called `<organisation>-<code>`, with its "
        "secret. Without scopes it gets all that the role can use; the role is partner by default.",
    )
    change_api_client = edits.edit(
        "ChangeApiClient",
        {**_EXISTING, "name": graphene.String, "scopes": Scopes, **VERSION, **REASON},
        _change,
        _RETURNS,
        required=("id",),
        description="Another name or other scopes; its tokens lose at once what it loses.",
    )
    rotate_api_client_secret = edits.edit(
        "RotateApiClientSecret",
        {**_EXISTING, "old_valid_until": graphene.DateTime, **VERSION, **REASON},
        _rotate,
        _RETURNS,
        required=("id",),
        once=_ONCE,
        description="A new secret. The old one works until the moment you name, at most 90 days; "
        "without one it ends at once, with the tokens that were obtained with it.",
    )
    revoke_api_client = edits.edit(
        "RevokeApiClient",
        {**_EXISTING, **VERSION, **REASON},
        _revoke,
        _RETURNS,
        required=("id",),
        description="End a client for good, with its secrets and tokens, at once.",
    )
