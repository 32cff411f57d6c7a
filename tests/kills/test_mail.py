"""kill -9 of the process that sends, in the middle of a mail: the mail is sent at least once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from config.setup.checkout import ROOT
from reservations.models import Mail
from tests.database_url import database_url
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import make_scene
from tests.reservations.messages.mail_server import Server

pytestmark = pytest.mark.django_db(transaction=True)

SEND = """
import django
django.setup()
from reservations.services import mail
mail.deliver_next()
"""
LONGEST_SECONDS = 120


class Deadly(Server):
    """Kills who sends to it at one place of the talk, once."""

    victim: subprocess.Popen[bytes] | None = None
    place = ""

    def _kill(self, place: str) -> None:
        if self.victim is not None and place == self.place:
            self.victim.kill()
            self.victim.wait(LONGEST_SECONDS)
            self.victim = None

    async def handle_RCPT(self, *talk: Any) -> str:
        self._kill("before the content")
        return await super().handle_RCPT(*talk)

    async def handle_DATA(self, *talk: Any) -> str:
        answer = await super().handle_DATA(*talk)
        self._kill("before the answer")
        return answer

    def sender(self) -> subprocess.Popen[bytes]:
        facts = {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "config.settings"}
        facts |= {"MAIL_HOST": "127.0.0.1", "MAIL_PORT": str(self.port)}
        return subprocess.Popen([sys.executable, "-c", SEND], cwd=ROOT, env={**os.environ, **facts})


@pytest.fixture
def server() -> Iterator[Deadly]:
    server = Deadly()
    server.start()
    yield server
    server.stop()


@pytest.mark.parametrize(("place", "sent"), [("before the content", 0), ("before the answer", 1)])
def test_a_mail_whose_sender_was_killed_is_sent_again(
    server: Deadly, place: str, sent: int
) -> None:
    with transaction.atomic():
        scene = make_scene()
        submitted(scene, 1)
        Mail.objects.exclude(person=scene.north).delete()
    # The server's threads see the victim before it can talk to them.
    server.place = place
    dying = server.victim = server.sender()
    assert dying.wait(LONGEST_SECONDS) < 0, "killed"
    assert len(server.got) == sent
    left = Mail.objects.get()
    assert left.state == "due" and left.leased_until is not None
    Mail.objects.update(leased_until=timezone.now())
    assert server.sender().wait(LONGEST_SECONDS) == 0
    assert len(server.got) == sent + 1
    assert len({one["Message-ID"] for one in server.got}) == 1
    assert Mail.objects.get().state == "sent"
