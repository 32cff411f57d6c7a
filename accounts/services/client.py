"""API clients: the machine identities of organisations, and who may manage them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, ApiSecret, Membership, Organisation, User
from accounts.roles import CAPABILITIES, Capability, Role
from accounts.scopes import scopes_of
from accounts.secrets import Issued
from accounts.services import secret as secrets
from accounts.services.token import checked_scopes
from gis.refusals import NotFound, NotPermitted, Refusal, invalid, unmoved, worded
from history.context import acting

SERVICE_DOMAIN = "clients.invalid"
"""Service accounts need an address that can never receive mail (RFC 2606)."""

UNFIT = {Role.CONTRACTOR_EDITOR, Role.PARTNER_ADMINISTRATOR}
"""Roles that make no sense for a machine: an area that somebody draws, clients that it makes."""


# --- by people who manage clients
def create(
    *,
    by: User,
    code: str,
    name: str = "",
    organisation: Organisation | None = None,
    role: str = Role.PARTNER,
    scopes: Collection[str] | None = None,
    reason: str = "",
) -> Issued[ApiSecret]:
    """A new client of the person's own organisation (or of another one), with its first secret.

    Its id is `<organisation>-<code>`, so that nobody learns by a clash which clients others have.
    Without scopes it gets all that the role can use. Refusals: NOT_PERMITTED, NOT_FOUND,
    NOT_UNIQUE, INVALID_VALUE.
    """
    owner = _managed(by, organisation)
    if not by.can(Capability.MANAGE_PEOPLE) and not _within(role, by):
        raise NotPermitted(_("You can give a client no role that goes beyond your own."))
    with worded(), acting(by, reason):
        client = make(
            code=f"{owner.code}-{code}",
            name=name or code,
            organisation=owner,
            role=role,
            scopes=scopes,
        )
        return secrets.replace(client)


def change(
    *,
    client: ApiClient,
    by: User,
    name: str | None = None,
    scopes: Collection[str] | None = None,
    version: int | None = None,
    reason: str = "",
) -> ApiClient:
    """Another name or other scopes; tokens it has lose at once what the client loses."""
    with worded(), acting(by, reason):
        client = _locked(client, by, version)
        if name is not None:
            client.name = name
        if scopes is not None:
            roles = client.user.role_capabilities
            client.scopes = checked_scopes(scopes, scopes_of(roles))
        return _moved_on(_checked(client, "name", "scopes"), "name", "scopes")


def rotate_secret(
    *,
    client: ApiClient,
    by: User,
    old_valid_until: datetime | None = None,
    version: int | None = None,
    reason: str = "",
) -> Issued[ApiSecret]:
    """A new secret; the old one works until the moment, or no more from now on."""
    with worded(), acting(by, reason):
        client = _moved_on(_locked(client, by, version))
        return secrets.replace(client, old_until=old_valid_until)


def revoke(
    *, client: ApiClient, by: User, version: int | None = None, reason: str = ""
) -> ApiClient:
    """End a client for good, with its secrets and tokens, at once."""
    with worded(), acting(by, reason):
        client = _locked(client, by, version)
        secrets.end_all(client)
        client.revoked_at = Now()  # type: ignore[assignment]  # an expression of the database
        _moved_on(client, "revoked_at").refresh_from_db()
        return client


def _managed(by: User, organisation: Organisation | None) -> Organisation:
    """The organisation whose clients the person manages; their only one where none is named."""
    if not by.can(Capability.MANAGE_CLIENTS):
        raise NotPermitted()
    if organisation is None:
        own = list(Organisation.objects.filter(pk__in=by.organisation_ids)[:2])
        if len(own) != 1:
            raise Refusal("REQUIRED", _("Name the organisation."), "organisation")
        organisation = own[0]
    everywhere = by.can(Capability.MANAGE_PEOPLE)
    if not everywhere and not by.can_for(Capability.MANAGE_CLIENTS, organisation.pk):
        raise NotFound("organisation")
    return organisation


def _within(role: str, by: User) -> bool:
    return role in Role.values and CAPABILITIES[Role(role)] <= by.role_capabilities


def _locked(client: ApiClient, by: User, version: int | None) -> ApiClient:
    """The client read anew and locked.

    Refused unless the person manages it, it still lives and is still as it was seen.
    """
    rows = ApiClient.objects.visible_to(by).select_for_update(of=("self",))
    found = rows.select_related("organisation", "user").filter(pk=client.pk).first()
    if found is None:
        raise NotFound("id")
    _managed(by, found.organisation)
    if found.revoked_at is not None:
        raise Refusal("CLIENT_REVOKED", _("This client was revoked. Create a new one."), "id")
    return unmoved(found, version)


def _moved_on(client: ApiClient, *fields: str) -> ApiClient:
    """Store what was changed of it; whoever read it before has read an old one."""
    client.version += 1
    client.save(update_fields=[*fields, "version"])
    return client


def _checked(client: ApiClient, *fields: str) -> ApiClient:
    try:
        client.clean_fields(exclude={field.name for field in client._meta.fields} - set(fields))
    except ValidationError as error:
        raise invalid(error) from None
    return client


# --- from the command line
def ensure(
    *,
    code: str,
    organisation: Organisation | None = None,
    role: str | None = None,
    scopes: Collection[str] | None = None,
) -> ApiClient:
    """The client of this code; made with its service account where it does not exist yet.

    Making one needs an organisation and a role; without scopes it gets all that the role can use.
    Naming another organisation than the client's own is refused: a token must never change hands.
    """
    client = ApiClient.objects.select_related("organisation").filter(code=code).first()
    if client is not None:
        if organisation is not None and client.organisation_id != organisation.pk:
            message = _("This client belongs to another organisation.")
            raise Refusal("FOREIGN_CLIENT", message, "organisation")
        return client
    if organisation is None or role is None:
        message = _("There is no such client yet: name its organisation and role to create it.")
        raise Refusal("REQUIRED", message, "organisation")
    with worded(), acting(None, "command line"):
        return make(code=code, name=code, organisation=organisation, role=role, scopes=scopes)


def make(*, code: str, organisation: Organisation, role: str, **facts: Any) -> ApiClient:
    """A client with its service account, which has the role in the organisation.

    `facts` are its `name` and `scopes`. Must run in a transaction.
    """
    if role not in Role.values or role in UNFIT:
        raise Refusal("INVALID_VALUE", _("A client cannot have this role."), "role")
    usable = scopes_of(CAPABILITIES[Role(role)])
    wanted = facts.get("scopes")
    scopes = checked_scopes(usable if wanted is None else wanted, usable)
    client = ApiClient(code=code, name=facts["name"], organisation=organisation, scopes=scopes)
    _checked(client, "code", "name", "scopes")
    client.user = User.objects.create_user(
        f"{code}@{SERVICE_DOMAIN}", full_name=facts["name"], is_service=True
    )
    Membership.objects.create(user=client.user, organisation=organisation, role=role)
    client.save()
    return client
