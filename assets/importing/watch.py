"""Looks after a run: says how far it is, hears when it is not wanted any more, and stops it.

The run keeps one long transaction, so all this goes over a connection of its own.
"""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Any, Self

from django.db import connection
from django.utils import timezone

from assets.models import Delivery

TOLD_EVERY_S = 0.5


class Cancelled(Exception):
    """Somebody does not want it any more."""


class Watch:
    """Use as a context manager in the thread that works."""

    def __init__(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._driver: Any = None
        self.said = ""
        self.steps = 0
        self.stopped = False

    def __enter__(self) -> Self:
        connection.ensure_connection()
        self._driver = connection.connection
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.end()

    def progress(self, step: str, layer: str, rows: int) -> None:
        """What the run says of itself; raises Cancelled when it is to stop."""
        number = f" ({rows})" if rows else ""
        self.said = f"{step} {layer}{number}".replace("  ", " ")[:200]
        self.steps += 1
        if self.stopped:
            raise Cancelled

    def end(self) -> None:
        """From here on nothing is stopped any more."""
        self._over.set()
        if self._thread.is_alive():
            self._thread.join()

    def _look(self) -> None:
        try:
            while not self._over.wait(TOLD_EVERY_S) and not self.stopped:
                self._tell()
        finally:
            connection.close()

    def _tell(self) -> None:
        own = Delivery.objects.filter(pk=self._delivery.pk, state=self._delivery.state)
        if not own.update(step=self.said, steps_done=self.steps, alive_at=timezone.now()):
            self.stopped = True
            self._driver.cancel()
