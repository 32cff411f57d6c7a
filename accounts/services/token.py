"""Bearer tokens: made and revoked. Only their SHA-256 is ever stored."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, ApiSecret, ApiToken
from accounts.scopes import Scope
from accounts.secrets import TOKEN, TOKEN_PREFIX, Issued, digest_of, hint_of, new_text
from gis.refusals import Refusal, worded

MAX_DAYS = 730

MOST_OBTAINED = 100
"""Tokens that a client has from its secrets: the oldest makes room for one more."""


def issue(
    *, client: ApiClient, days: int, scopes: Collection[str] | None = None
) -> Issued[ApiToken]:
    """A token of a client for so many days, with some or all of the client's scopes.

    Refusals: INVALID_VALUE for an unusable life time or a scope that the client does not have.
    """
    checked_days(days, MAX_DAYS)
    chosen = checked_scopes(client.scopes if scopes is None else scopes, client.scopes)
    return make(client=client, scopes=chosen, lifetime=timedelta(days=days))


def make(*, scopes: Collection[str], lifetime: timedelta, **whose: object) -> Issued[ApiToken]:
    """A token for whoever is named: `client` or `person` (and `name`)."""
    text = new_text(TOKEN_PREFIX)
    return Issued(text, _stored(text, scopes, lifetime, **whose))


def obtain(*, secret: ApiSecret, text: str, scopes: Collection[str], seconds: int) -> ApiToken:
    """Keep the token that a client obtained with its secret, and forget the oldest ones."""
    obtained = ApiToken.objects.filter(client=secret.client, secret__isnull=False)
    too_many = obtained.order_by("-pk").values("pk")[MOST_OBTAINED - 1 :]
    obtained.filter(pk__in=too_many).delete()
    lifetime = timedelta(seconds=seconds)
    return _stored(text, scopes, lifetime, client=secret.client, secret=secret)


def _stored(text: str, scopes: Collection[str], lifetime: timedelta, **whose: object) -> ApiToken:
    with worded():
        return ApiToken.objects.create(
            **whose,
            scopes=list(scopes),
            digest=digest_of(text),
            hint=hint_of(text),
            expires_at=timezone.now() + lifetime,
        )


def of_client(client: ApiClient, text: str, *, usable: bool = False) -> ApiToken | None:
    """The client's own token of this text; nobody learns anything about another's."""
    if not TOKEN.fullmatch(text):
        return None
    rows = ApiToken.objects.filter(client=client, digest=digest_of(text))
    if usable:
        current = Q(secret__isnull=True) | Q(secret__valid_until__isnull=True)
        rows = rows.filter(
            current | Q(secret__valid_until__gt=Now()),
            revoked_at__isnull=True,
            expires_at__gt=Now(),
        )
    return rows.first()


def checked_days(days: int, most: int) -> int:
    if not 1 <= days <= most:
        message = _("A token lives between 1 and %(most)d days.") % {"most": most}
        raise Refusal("INVALID_VALUE", message, "days")
    return days


def checked_scopes(wanted: Collection[str], allowed: Collection[str]) -> list[str]:
    """The wanted scopes in the order of the table; refused unless all of them are allowed."""
    chosen = [scope.value for scope in Scope if scope in wanted]
    excess = set(map(str, wanted)) - set(allowed)
    if excess or not chosen:
        names = ", ".join(sorted(excess)) or "–"
        message = _("These scopes cannot be given: %(names)s.") % {"names": names}
        raise Refusal("INVALID_VALUE", message, "scopes")
    return chosen


def revoke(token: ApiToken) -> None:
    """End a token at once; a second call leaves the first moment as it is."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=Now())
