"""Secrets of clients: made, replaced, checked. Only their SHA-256 is ever stored."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import ApiClient, ApiSecret
from accounts.secrets import SECRET, SECRET_PREFIX, Issued, digest_of, hint_of, new_text
from gis.refusals import Refusal

LONGEST_OVERLAP = timedelta(days=90)
"""How long a replaced secret may go on working."""

USE_NOTED_EVERY = timedelta(minutes=1)


def replace(client: ApiClient, *, old_until: datetime | None = None) -> Issued[ApiSecret]:
    """A new secret; the former ones work until a moment, or no more from now on.

    Tokens that were obtained with a secret end with it. Must run in a transaction.
    """
    end_all(client, old_until)
    text = new_text(SECRET_PREFIX)
    record = ApiSecret.objects.create(client=client, digest=digest_of(text), hint=hint_of(text))
    return Issued(text, record)


def end_all(client: ApiClient, at: datetime | None = None) -> None:
    """Let all secrets that would work longer end at a moment, or now."""
    end = Now() if at is None else _checked_end(at)
    longer = Q(valid_until__isnull=True) | Q(valid_until__gt=end)
    client.secrets.filter(longer).update(valid_until=end)


def _checked_end(at: datetime) -> datetime:
    now = timezone.now()
    at = timezone.make_aware(at) if timezone.is_naive(at) else at
    if not now < at <= now + LONGEST_OVERLAP:
        message = _("The old secret ends within the next %(most)d days.")
        raise Refusal("INVALID_VALUE", message % {"most": LONGEST_OVERLAP.days}, "old_valid_until")
    return at


def authenticate(*, code: str, text: str) -> ApiSecret | None:
    """The usable secret that a client presents; None says no more than that it is not one.

    An unknown client, a wrong secret and one that was replaced take the same one statement.
    """
    if not SECRET.fullmatch(text):
        return None
    found = (
        ApiSecret.objects.select_related("client")
        .filter(
            Q(valid_until__isnull=True) | Q(valid_until__gt=Now()),
            digest=digest_of(text),
            client__code=code,
            client__revoked_at__isnull=True,
            client__user__is_active=True,
        )
        .first()
    )
    if found is not None:
        _note_use(found)
    return found


def _note_use(secret: ApiSecret) -> None:
    now = timezone.now()
    if secret.last_used_at is None or now - secret.last_used_at >= USE_NOTED_EVERY:
        ApiSecret.objects.filter(pk=secret.pk).update(last_used_at=now)
