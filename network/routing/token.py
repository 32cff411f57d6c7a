"""Route tokens: a found route, sealed: only the registry reads it and nobody can alter it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import orjson
from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.viewer import Viewer
from gis.refusals import Refusal
from network.routing.answer import Unit

_PURPOSE = b"trassenbuch route token 1"


@dataclass(frozen=True)
class RouteClaim:
    """What an opened token asks to reserve; `length_m` is geodesic."""

    units: tuple[Unit, ...]
    length_m: float


def seal(units: Sequence[Unit], length_m: float, viewer: Viewer) -> str:
    """A token with which the viewer, or a colleague of the same organisation, may reserve."""
    content = {
        "units": [list(unit) for unit in units],
        "length": length_m,
        "user": viewer.pk,
        "organisations": sorted(viewer.organisation_ids),
    }
    now = int(timezone.now().timestamp())
    return _cipher().encrypt_at_time(orjson.dumps(content), now).decode()


def open_token(token: str, by: Viewer) -> RouteClaim:
    """What the token holds.

    Refusals: ROUTE_TOKEN_EXPIRED; INVALID_ROUTE_TOKEN for one that was altered, that was not made
    here or that belongs to another organisation.
    """
    content = orjson.loads(_decrypted(token))
    theirs = set(content["organisations"]) & by.organisation_ids
    if not theirs and (by.pk is None or content["user"] != by.pk):
        raise _invalid()
    return RouteClaim(tuple(Unit(*unit) for unit in content["units"]), content["length"])


def _decrypted(token: str) -> bytes:
    cipher, now = _cipher(), int(timezone.now().timestamp())
    try:
        content = cipher.decrypt(token.encode())
        made = cipher.extract_timestamp(token.encode())
    except (InvalidToken, UnicodeError) as error:
        raise _invalid() from error
    if now - made > settings.ROUTE_TOKEN_MINUTES * 60:
        message = _("This route was found too long ago. Search again.")
        raise Refusal("ROUTE_TOKEN_EXPIRED", message, "routeToken")
    return content


def _invalid() -> Refusal:
    return Refusal("INVALID_ROUTE_TOKEN", _("This is not a valid route token."), "routeToken")


def _cipher() -> Fernet:
    digest = hashlib.blake2b(settings.SECRET_KEY.encode(), key=_PURPOSE, digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(digest))
