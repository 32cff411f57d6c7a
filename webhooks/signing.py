"""Signatures as the specification "Standard Webhooks" 1.0 has them (symmetric, v1)."""

from __future__ import annotations

import hmac
from base64 import b64decode, b64encode
from collections.abc import Iterable

from webhooks.secrets import PREFIX


def headers(key: str, timestamp: int, body: bytes, secrets: Iterable[str]) -> dict[str, str]:
    """The headers of a message; one signature for each secret, so that either verifies it."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Trassenbuch-Webhooks",
        "webhook-id": key,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(_signature(one, key, timestamp, body) for one in secrets),
    }


def _signature(secret: str, key: str, timestamp: int, body: bytes) -> str:
    signed = f"{key}.{timestamp}.".encode() + body
    digest = hmac.digest(b64decode(secret.removeprefix(PREFIX)), signed, "sha256")
    return f"v1,{b64encode(digest).decode()}"
