"""Secrets of webhooks: made, sealed for the database, opened to sign.

Other than passwords they must be readable again. They are sealed with a key that is not in the
database, so that a copy of the database alone signs nothing.
"""

from __future__ import annotations

import secrets
from base64 import b64encode, urlsafe_b64encode
from functools import lru_cache
from hashlib import blake2b

from cryptography.fernet import Fernet
from django.conf import settings

PREFIX = "whsec_"
_BYTES = 32


def new_secret() -> str:
    return PREFIX + b64encode(secrets.token_bytes(_BYTES)).decode()


def seal(text: str) -> str:
    return _fernet(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """Raises cryptography.fernet.InvalidToken where the key has changed."""
    return _fernet(settings.SECRET_KEY).decrypt(sealed.encode()).decode()


@lru_cache(maxsize=1)
def _fernet(secret_key: str) -> Fernet:
    key = blake2b(b"webhook secrets" + secret_key.encode(), digest_size=32).digest()
    return Fernet(urlsafe_b64encode(key))
