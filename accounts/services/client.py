"""API clients: the machine identities of organisations."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, Membership, Organisation, User
from accounts.roles import CAPABILITIES, Role
from accounts.scopes import Scope, scopes_of
from accounts.services.token import checked_scopes
from gis.refusals import Refusal

SERVICE_DOMAIN = "clients.invalid"
"""Service accounts need an address that can never receive mail (RFC 2606)."""


@transaction.atomic
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
    return make(code=code, name=code, organisation=organisation, role=role, scopes=scopes)


def make(
    *,
    code: str,
    name: str,
    organisation: Organisation,
    role: str,
    scopes: Collection[str] | None = None,
) -> ApiClient:
    """A client with its service account, which has the role in the organisation."""
    if role not in Role.values or role == Role.CONTRACTOR_EDITOR:
        raise Refusal("INVALID_VALUE", _("A client cannot have this role."), "role")
    usable = scopes_of(CAPABILITIES[Role(role)])
    chosen = checked_scopes(usable if scopes is None else scopes, [*usable, Scope.TELEMETRY])
    user = User.objects.create_user(f"{code}@{SERVICE_DOMAIN}", full_name=name, is_service=True)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return ApiClient.objects.create(
        code=code, name=name, organisation=organisation, user=user, scopes=chosen
    )
