"""Cursors: where a page ended, opaque and sealed, good only for the list it came from."""

from __future__ import annotations

import binascii
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import orjson
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

SEAL_BYTES = 9
LONGEST = 500


def encode(listing: str, values: tuple[Any, ...]) -> str:
    """A cursor behind the row with these values of the ordering; `listing` names list and order."""
    body = orjson.dumps(values)
    return urlsafe_b64encode(_seal(listing, body) + body).rstrip(b"=").decode()


def decode(listing: str, text: str, field: str) -> list[Any]:
    """The values in a cursor of this list; raises Refusal BAD_CURSOR for any other text."""
    try:
        if len(text) > LONGEST:
            raise ValueError
        raw = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
        seal, body = raw[:SEAL_BYTES], raw[SEAL_BYTES:]
        if not hmac.compare_digest(seal, _seal(listing, body)):
            raise ValueError
        return orjson.loads(body)
    except (ValueError, binascii.Error, UnicodeError):
        raise foreign(field) from None


def foreign(field: str) -> Refusal:
    """The refusal of a cursor that came from elsewhere."""
    return Refusal("BAD_CURSOR", _("This cursor does not belong to this list and order."), field)


def _seal(listing: str, body: bytes) -> bytes:
    return blake2b(
        listing.encode() + b"\0" + body, key=_key(settings.SECRET_KEY), digest_size=SEAL_BYTES
    ).digest()


@lru_cache(maxsize=1)
def _key(secret: str) -> bytes:
    return blake2b(b"registry cursors" + secret.encode(), digest_size=32).digest()


def as_value(value: Any) -> Any:
    """A value of an ordering as JSON keeps it exactly."""
    return value.isoformat() if isinstance(value, datetime) else value
