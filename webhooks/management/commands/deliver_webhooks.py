"""`manage.py deliver_webhooks`: sends webhooks and mails, and does what is due."""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, InterfaceError, connection

from accounts.services.grant import note_the_day
from gis import daily, soon
from reservations.services import mail
from reservations.services.expiry import expire_overdue
from webhooks.services import outbox
from webhooks.services.deliver import deliver_next
from webhooks.services.dispatch import dispatch

logger = logging.getLogger(__name__)

SENDERS = 4
PAUSE_S = 0.5
HOUSEKEEPING_S = 60.0


class Command(BaseCommand):
    help = (
        "Sends webhooks and mails until it is ended, and does once a day what is to be done daily. "
        "Several may run at once, on several machines."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, then end")
        parser.add_argument(
            "--with-parent", action="store_true", help="end when the process that started it ends"
        )

    def handle(self, *_arguments: Any, **options: Any) -> None:
        worker = _Worker(os.getppid() if options["with_parent"] else None)
        if options["once"]:
            worker.once()
            return
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, lambda *_: worker.stop.set())
        worker.run()


class _Worker:
    """One thread looks for changes, others send: a slow receiver keeps nobody else waiting."""

    def __init__(self, parent: int | None) -> None:
        self.stop = threading.Event()
        self._parent = parent
        self._housekeeping_at = 0.0
        self._day_at = 0.0

    def once(self) -> None:
        self._look()
        while deliver_next() or mail.deliver_next() or soon.run():
            pass

    def run(self) -> None:
        works = [*(SENDERS * [deliver_next]), mail.deliver_next, soon.run, self._day]
        senders = [threading.Thread(target=self._repeat, args=(work,)) for work in works]
        for sender in senders:
            sender.start()
        self._repeat(self._look)
        for sender in senders:
            sender.join()

    def _repeat(self, work: Callable[[], bool]) -> None:
        """Work while there is any, look again after a pause, until told to end."""
        while not self.stop.is_set():
            try:
                busy = work()
            except (DatabaseError, InterfaceError):
                # The database is restarted or unreachable: nothing is lost, only late.
                logger.exception("the worker waits for the database")
                connection.close()
                busy = False
            if not busy:
                self.stop.wait(PAUSE_S)
            if self._parent is not None and os.getppid() != self._parent:
                self.stop.set()
        connection.close()

    def _look(self) -> bool:
        if time.monotonic() >= self._housekeeping_at:
            expire_overdue()
            note_the_day()
            outbox.forget_old()
            mail.forget_old()
            self._housekeeping_at = time.monotonic() + HOUSEKEEPING_S
        dispatch()
        return False

    def _day(self) -> bool:
        """What is to be done daily, in a thread of its own: it can take minutes."""
        if time.monotonic() >= self._day_at:
            self._day_at = time.monotonic() + HOUSEKEEPING_S
            daily.run(only_due=True)
        return False
