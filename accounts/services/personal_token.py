"""Personal tokens: what staff give their own scripts, never more than they may do themselves."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiToken, User
from accounts.roles import Capability
from accounts.scopes import Scope, scopes_of
from accounts.secrets import Issued
from accounts.services import token as tokens
from accounts.viewer import require
from gis.refusals import NotFound, Refusal

LONGEST_NAME = 100


def scopes_for(user: User) -> list[Scope]:
    """The scopes that somebody may give to a token."""
    return scopes_of(user.capabilities)


def create(*, by: User, name: str, scopes: Collection[str], days: int) -> Issued[ApiToken]:
    """A token that acts as the person for so many days.

    Refusals: NOT_PERMITTED, INVALID_VALUE, NOT_UNIQUE for a name that another token of the person
    has which is not revoked.
    """
    require(by, Capability.HAVE_TOKENS)
    name = name.strip()
    if not 1 <= len(name) <= LONGEST_NAME or "\0" in name:
        raise Refusal("INVALID_VALUE", _("Give the token a name."), "name")
    lifetime = timedelta(days=tokens.checked_days(days, settings.PERSONAL_TOKEN_MAX_DAYS))
    chosen = tokens.checked_scopes(scopes, scopes_for(by))
    with transaction.atomic():
        return tokens.make(person=by, name=name, scopes=chosen, lifetime=lifetime)


def own(by: User, pk: int) -> ApiToken:
    """One of the person's own tokens; NotFound for those of others."""
    found = ApiToken.objects.personal(by).filter(pk=pk, revoked_at__isnull=True).first()
    if found is None:
        raise NotFound("id")
    return found


def revoke(*, by: User, pk: int) -> ApiToken:
    """End one of the person's own tokens at once."""
    token = own(by, pk)
    tokens.revoke(token)
    return token
