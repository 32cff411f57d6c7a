"""Texts that prove who somebody is: made here, shown once, kept as their SHA-256 only.

They carry 256 random bits, so that a fast digest is enough: nobody can try them out.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from hashlib import sha256
from typing import Generic, TypeVar

TOKEN_PREFIX, SECRET_PREFIX = "tb_", "tbs_"
"""Tokens and client secrets start like this, so that scanners for leaked secrets can know them."""

_RANDOM_BYTES = 32
_HINT = 8

TOKEN = re.compile(rf"{TOKEN_PREFIX}[A-Za-z0-9_-]{{43}}")
SECRET = re.compile(rf"{SECRET_PREFIX}[A-Za-z0-9_-]{{43}}")

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Issued(Generic[Record]):
    """Something just made: `text` cannot be shown again."""

    text: str
    record: Record

    def __repr__(self) -> str:
        return f"Issued({self.record!r})"  # never the text: this may end in a log


def new_text(prefix: str) -> str:
    return prefix + secrets.token_urlsafe(_RANDOM_BYTES)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def hint_of(text: str) -> str:
    """The first characters, by which its owner recognises it."""
    return text[:_HINT]
