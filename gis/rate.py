"""How much one client may ask for in a minute, counted in points across all server processes.

GraphQL takes the price of each operation, the addresses of OAuth a fixed one. Logging in has
buckets of its own.

Each client has a bucket that refills steadily; a request takes its price out of it, or is refused
until enough has come back. All of a bucket is one number (the moment at which it will be full
again), so the buckets are a table in a file that the processes map into memory. Taking costs some
15 µs and no statement: that is why they are not in the database.
"""

from __future__ import annotations

import fcntl
import math
import mmap
import os
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

WINDOW_SECONDS = 60
LEAST = 100
"""Points of a request that asks for next to nothing."""

REFUSED = 5_000
"""Points that a refused document, token or secret takes from the bucket of its address."""

_SLOT = struct.Struct("16sd")
_SLOTS = 1 << 16
_PROBES = 16


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a full bucket holds, and the seconds in which an empty one fills."""

    most: float
    seconds: float


def of_graphql() -> Allowance:
    return Allowance(settings.GRAPHQL_POINTS_PER_MINUTE, WINDOW_SECONDS)


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left in a bucket: points now, and seconds until enough (or all) is back."""

    left: int
    seconds: int
    enough: bool

    @property
    def headers(self) -> dict[str, str]:
        """As in the IETF's draft for RateLimit header fields."""
        most = settings.GRAPHQL_POINTS_PER_MINUTE
        told = {
            "RateLimit-Policy": f'"points";q={most};w={WINDOW_SECONDS}',
            "RateLimit": f'"points";r={self.left};t={self.seconds}',
        }
        return told if self.enough else {**told, "Retry-After": str(self.seconds)}

    def refusal(self) -> Refusal:
        message = _("Too many requests. Try again in %(seconds)d seconds.")
        texts = {"seconds": self.seconds}
        return Refusal("RATE_LIMITED", message % texts, None, retryAfterSeconds=self.seconds)


class Buckets:
    """The table in its file; a full bucket needs no place in it."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.ftruncate(self._file, _SLOTS * _SLOT.size)
        self._table = mmap.mmap(self._file, _SLOTS * _SLOT.size)
        self._threads = threading.Lock()

    def take(
        self,
        name: str,
        points: float,
        now: float,
        *,
        allowance: Allowance | None = None,
        look_only: bool = False,
        in_debt: bool = False,
    ) -> Budget:
        """Take points, or say when there will be enough; more than it holds needs a full bucket.

        `allowance` is by default that of GraphQL. Fewer than no points are given back. `in_debt`
        takes what is owed already, although there may not be enough.
        """
        allowance = allowance or of_graphql()
        most, window = allowance.most, allowance.seconds
        speed = most / window
        key = blake2b(name.encode(), digest_size=16).digest()
        with self._locked():
            place, full_at = self._find(key, now)
            after = full_at + points / speed
            missing = after - now - max(window, points / speed)
            enough = missing <= 0
            if (enough or in_debt) and not look_only:
                _SLOT.pack_into(self._table, place, key, after)
                full_at = after
        left = max(0, int(most - (full_at - now) * speed))
        enough = enough or in_debt
        return Budget(left, math.ceil(full_at - now if enough else missing), enough)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One at a time; the kernel frees the lock of a process that dies."""
        with self._threads:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _find(self, key: bytes, now: float) -> tuple[int, float]:
        """Place and moment of the key's bucket; else the place whose bucket is the fullest."""
        start = int.from_bytes(key[:4], "big")
        best, soonest = 0, math.inf
        for step in range(_PROBES):
            place = (start + step) % _SLOTS * _SLOT.size
            known, full_at = _SLOT.unpack_from(self._table, place)
            if known == key:
                return place, max(full_at, now)
            if full_at < soonest:
                best, soonest = place, full_at
        return best, now


@lru_cache(maxsize=4)
def _buckets(path: Path) -> Buckets:
    return Buckets(path)


def take(
    name: str, points: float, *, look_only: bool = False, in_debt: bool = False
) -> Budget | None:
    """Take points out of a bucket by its name; None where there is no limit."""
    if not settings.GRAPHQL_POINTS_PER_MINUTE:
        return None
    buckets = _buckets(settings.RATE_LIMIT_FILE)
    return buckets.take(name, points, time.time(), look_only=look_only, in_debt=in_debt)


def take_of(allowance: Allowance, name: str, points: float) -> Budget:
    """Take points out of a bucket with an allowance of its own; fewer than none give back."""
    return _buckets(settings.RATE_LIMIT_FILE).take(name, points, time.time(), allowance=allowance)


def emptied_by_refusals(request: HttpRequest) -> Budget | None:
    """The empty bucket of an address from which hardly anything but nonsense came; None: go on."""
    found = take(_of_refused(request), REFUSED, look_only=True)
    return found if found is not None and not found.enough else None


def note_refusal(request: HttpRequest) -> None:
    """A document, token or secret was refused: whoever sends many is not heard for a while."""
    take(_of_refused(request), REFUSED)


def _of_refused(request: HttpRequest) -> str:
    return f"refused {address_of(request)}"


def client_of(request: HttpRequest) -> str:
    """The bucket of a request that was let in: that of its account, else that of its address."""
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    return f"address {address_of(request)}"


def address_of(request: HttpRequest) -> str:
    """Where a request comes from; of IPv6 the network (/64), which one client has to itself."""
    text = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        # The proxy adds the address it sees at the end; all before could be invented.
        text = request.headers.get("X-Forwarded-For", text).rsplit(",", 1)[-1].strip()
    try:
        address = ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or address.packed[:8].hex())
    return str(address)
