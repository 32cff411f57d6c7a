"""Bearer tokens of API clients: made, checked, revoked. Only their SHA-256 is ever stored."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, ApiToken
from gis.refusals import Refusal

PREFIX = "tb_"
"""Tokens start like this, so that scanners for leaked secrets can know them."""

SECRET_BYTES = 32
MAX_DAYS = 730
USE_NOTED_EVERY = timedelta(minutes=1)
_SHAPE = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}")


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token just made: `text` cannot be shown again."""

    text: str
    record: ApiToken


class TokenRefused(Refusal):
    """The bearer token does not authenticate anybody; says no more than the caller may know."""


def issue(*, client: ApiClient, days: int) -> IssuedToken:
    """Make a token that works for so many days; raises Refusal for an unusable life time."""
    if not 1 <= days <= MAX_DAYS:
        message = _("A token lives between 1 and %(most)d days.") % {"most": MAX_DAYS}
        raise Refusal("INVALID_VALUE", message, "days")
    text = PREFIX + secrets.token_urlsafe(SECRET_BYTES)
    record = ApiToken.objects.create(
        client=client,
        digest=_digest(text),
        hint=text[:8],
        expires_at=timezone.now() + timedelta(days=days),
    )
    return IssuedToken(text, record)


def revoke(token: ApiToken) -> None:
    """End a token at once; a second call leaves the first moment as it is."""
    ApiToken.objects.filter(pk=token.pk, revoked_at__isnull=True).update(revoked_at=timezone.now())


def authenticate(text: str) -> ApiToken:
    """The token record behind a presented text, with client and service account; one statement.

    Raises TokenRefused with MALFORMED_TOKEN, UNKNOWN_TOKEN, TOKEN_REVOKED or TOKEN_EXPIRED.
    """
    if not _SHAPE.fullmatch(text):
        raise TokenRefused("MALFORMED_TOKEN", _("This is not a token of this registry."))
    token = ApiToken.objects.select_related("client__user").filter(digest=_digest(text)).first()
    if token is None or not token.client.user.is_active:
        raise TokenRefused("UNKNOWN_TOKEN", _("This token is not known."))
    if token.revoked_at is not None:
        raise TokenRefused("TOKEN_REVOKED", _("This token was revoked."))
    now = timezone.now()
    if token.expires_at <= now:
        raise TokenRefused("TOKEN_EXPIRED", _("This token has expired."))
    _note_use(token, now)
    return token


def _note_use(token: ApiToken, now: datetime) -> None:
    """Remember the use, at most once a minute so that reading does not write all the time."""
    if token.last_used_at is not None and now - token.last_used_at < USE_NOTED_EVERY:
        return
    ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()
