"""One POST to a stranger's server: no redirect followed, bounded in time and size."""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from django.conf import settings

from gis.refusals import Refusal
from webhooks.addresses import Target, resolved, target_of

ANSWER_BYTES = 500
"""As much of an answer is kept; no more is read."""

DELIVERED = range(200, 300)


@dataclass(frozen=True, slots=True)
class Outcome:
    """`error` says why there was no answer; `answer` are its first characters."""

    duration_ms: int
    status: int | None = None
    answer: str = ""
    error: str = ""

    @property
    def delivered(self) -> bool:
        return self.status in DELIVERED


def post(url: str, headers: Mapping[str, str], body: bytes) -> Outcome:
    """Send and wait for the answer, WEBHOOK_TIMEOUT_S at most for all of it."""
    begun = time.monotonic()

    def took() -> int:
        return round((time.monotonic() - begun) * 1000)

    try:
        target = target_of(url)
        connection = _Connection(target, resolved(target))
        try:
            status, answer = connection.exchange(headers, body)
        finally:
            connection.close()
        return Outcome(took(), status, answer)
    except Refusal as refusal:
        return Outcome(took(), error=str(refusal))
    except (OSError, HTTPException, ValueError) as fault:
        return Outcome(took(), error=f"{type(fault).__name__}: {fault}"[:ANSWER_BYTES])


class _Connection(HTTPConnection):
    """Connects to the number that was looked at; host and certificate are those of the name."""

    def __init__(self, target: Target, number: str) -> None:
        super().__init__(target.host, target.port, timeout=settings.WEBHOOK_TIMEOUT_S)
        self._target = target
        self._number = number
        self._late = False

    def connect(self) -> None:
        raw = socket.create_connection((self._number, self._target.port), self.timeout)
        self.sock = raw
        if self._target.secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(raw, server_hostname=self._target.host)

    def exchange(self, headers: Mapping[str, str], body: bytes) -> tuple[int, str]:
        # The socket's own time limit begins anew with every byte of a slow answer.
        watch = threading.Timer(settings.WEBHOOK_TIMEOUT_S, self._break)
        watch.start()
        try:
            self.request("POST", self._target.path, body=body, headers=dict(headers))
            response = self.getresponse()
            answer = response.read(ANSWER_BYTES)
        except (OSError, HTTPException):
            # What is broken off shows as an end or as a reset, as the two sides happen to meet.
            if not self._late:
                raise
        finally:
            watch.cancel()
        if self._late:
            raise TimeoutError("no whole answer in time")
        return response.status, answer.decode("utf-8", "replace").replace("\0", "")

    def _break(self) -> None:
        self._late = True
        with suppress(OSError):
            if self.sock is not None:
                self.sock.shutdown(socket.SHUT_RDWR)
