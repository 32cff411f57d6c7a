"""Mails by a real server, through its failures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.validators import validate_email
from django.utils import timezone

from accounts.models import Membership, User
from gis import backoff
from reservations.mails import wording
from reservations.models import Mail
from reservations.services import mail, message
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.mail_server import Server
from tests.reservations.messages.mails import later, send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def test_who_may_not_see_it_any_more_gets_no_mail(scene: Scene, server: Server) -> None:
    case = submitted(scene, 1)
    message.write(request=case, text="Antwort", by=scene.officer)
    Membership.objects.filter(user=scene.north).delete()
    User.objects.filter(pk=scene.officer.pk).update(is_active=False)
    send_all()
    assert server.got == []
    assert set(Mail.objects.values_list("state", flat=True)) == {"dropped"}


def test_the_case_goes_on_while_the_server_is_down_and_mails_come_later(
    scene: Scene, server: Server
) -> None:
    server.stop()
    case = submitted(scene, 1)
    assert case.state == "submitted"
    send_all()
    first = Mail.objects.get(tries=1)
    assert first.state == "due" and first.problem
    waits = [one.next_attempt_at - timezone.now() for one in Mail.objects.order_by("-tries")]
    assert dt.timedelta(seconds=3) < waits[0] < dt.timedelta(seconds=7)
    assert all(wait > dt.timedelta(seconds=50) for wait in waits[1:])
    later()
    server.start()
    send_all()
    assert len(server.got) == 2


def test_waits_get_longer() -> None:
    waits = [backoff.delay_after(tries).total_seconds() for tries in (1, 2, 3, 30)]
    assert waits == sorted(waits) and waits[-1] <= 1.2 * backoff.LONGEST_S


def test_it_is_given_up_after_days(scene: Scene, server: Server, settings: Any) -> None:
    submitted(scene, 1)
    server.answers = ["451 later", "451 later"]
    later(days=settings.MAIL_RETRY_DAYS + 1)
    send_all()
    assert set(Mail.objects.values_list("state", flat=True)) == {"failed"}
    later(days=settings.MAIL_LOG_DAYS + 1)
    assert mail.forget_old() == 2 and not Mail.objects.exists()


def test_without_a_server_mails_wait_and_are_given_up(scene: Scene, settings: Any) -> None:
    settings.MAIL_HOST = ""
    submitted(scene, 1)
    assert mail.deliver_next() is False
    mail.forget_old()
    assert Mail.objects.filter(state="due").count() == 2
    later(days=settings.MAIL_RETRY_DAYS + 1)
    mail.forget_old()
    assert Mail.objects.filter(state="failed").count() == 2


def test_an_address_that_is_gone_holds_up_nobody(scene: Scene, server: Server) -> None:
    User.objects.filter(pk=scene.north.pk).update(email="gone@nord.example")
    submitted(scene, 1)
    send_all()
    failed = Mail.objects.get(state="failed")
    assert (failed.person, failed.problem) == (scene.north, "550 no such person")
    assert len(server.to(scene.officer.email)) == 1


def test_an_address_that_cannot_be_written_holds_up_nobody(scene: Scene, server: Server) -> None:
    """Forms count the letters of a domain; in the spelling of mails it is longer than allowed."""
    address = f"a@{'ü' * 60}.example"
    validate_email(address)
    User.objects.filter(pk=scene.north.pk).update(email=address)
    submitted(scene, 1)
    send_all()
    failed = Mail.objects.get(state="failed")
    assert failed.person == scene.north and "UnicodeError" in failed.problem
    assert len(server.to(scene.officer.email)) == 1


def test_a_mail_that_cannot_be_worded_holds_up_no_other(
    scene: Scene, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(scene, 1)
    sound = wording.worded

    def worded(one: Mail) -> Any:
        if one.person == scene.north:
            raise ValueError("no template")
        return sound(one)

    monkeypatch.setattr(wording, "worded", worded)
    send_all()
    assert len(server.to(scene.officer.email)) == 1
    assert Mail.objects.get(person=scene.north).problem == "ValueError: no template"


def test_a_sender_that_dies_after_the_answer_sends_it_again_under_the_same_id(
    scene: Scene, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    submitted(scene, 1)
    Mail.objects.exclude(person=scene.north).delete()

    class Killed(BaseException):
        pass

    def die(*_arguments: Any) -> None:
        raise Killed

    with monkeypatch.context() as dying, pytest.raises(Killed):
        dying.setattr(mail, "record", die)
        mail.deliver_next()
    assert mail.deliver_next() is False, "the lease keeps others off it for a while"
    Mail.objects.update(leased_until=timezone.now())
    send_all()
    first, again = server.got
    assert first["Message-ID"] == again["Message-ID"]
    assert first["Date"] == again["Date"]
    assert first["Message-ID"].endswith("@city.example>")
    assert Mail.objects.get().state == "sent"
