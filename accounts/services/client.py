"""API clients: the machine identities of organisations."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, Membership, Organisation, User
from accounts.roles import Role
from gis.refusals import Refusal

SERVICE_DOMAIN = "clients.invalid"
"""Service accounts need an address that can never receive mail (RFC 2606)."""


@transaction.atomic
def ensure(
    *, code: str, organisation: Organisation | None = None, role: str | None = None
) -> ApiClient:
    """The client of this code; made with its service account where it does not exist yet.

    Making one needs an organisation and a role. Naming another organisation than the client's own
    is refused: a token must never change hands.
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
    if role not in Role.values or role == Role.CONTRACTOR_EDITOR:
        raise Refusal("INVALID_VALUE", _("A client cannot have this role."), "role")
    return _create(code, organisation, role)


def _create(code: str, organisation: Organisation, role: str) -> ApiClient:
    user = User.objects.create_user(f"{code}@{SERVICE_DOMAIN}", full_name=code, is_service=True)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return ApiClient.objects.create(code=code, name=code, organisation=organisation, user=user)
