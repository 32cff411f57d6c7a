"""The outbox in the administration: seen by administrators alone, without texts, sent once more."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from reservations.mails import sending
from reservations.models import Mail
from reservations.services import mail
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law", "front_end_unbuilt")]

PAGE = "/admin/reservations/mail/"


@pytest.fixture
def given_up(scene: Scene, settings: Any) -> Mail:
    """Too old, and refused by the server in the end."""
    submitted(scene, 1, subject="Geheime Anbindung")
    Mail.objects.exclude(person=scene.north).delete()
    Mail.objects.update(created_at=timezone.now() - dt.timedelta(days=settings.MAIL_RETRY_DAYS + 1))
    mail.record(Mail.objects.get(), sending.Outcome(problem="451 mailbox full"))
    return Mail.objects.get(state="failed")


def browser(role: Role) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(make_user(role))
    return client


def test_it_says_why_a_mail_did_not_arrive_and_not_what_it_says(given_up: Mail) -> None:
    client = browser(Role.ADMINISTRATOR)
    for address in (PAGE, f"{PAGE}{given_up.pk}/change/"):
        html = client.get(address).content.decode()
        assert "451 mailbox full" in html and given_up.person.email in html
        assert "Geheime Anbindung" not in html
    for role in (Role.ACCESS_OFFICER, Role.VIEWER, Role.AUDITOR):
        assert browser(role).get(PAGE).status_code == 403


def test_send_again_gives_it_all_the_time_of_a_new_one(given_up: Mail) -> None:
    chosen = {"action": "send_again", "_selected_action": [given_up.pk]}
    answer = browser(Role.ADMINISTRATOR).post(PAGE, chosen, follow=True)
    assert "1 mail will be sent." in answer.content.decode()
    due = Mail.objects.get()
    assert (due.state, due.tries) == ("due", 0) and mail.take() is not None
    mail.record(due, sending.Outcome(problem="451 mailbox full"))
    mail.forget_old()
    assert Mail.objects.get().state == "due", "its time begins anew"


def test_what_was_sent_or_is_being_sent_is_not_sent_twice(given_up: Mail) -> None:
    everybody = Mail.objects.all()
    administrator = make_user(Role.ADMINISTRATOR)
    mail.record(given_up, sending.Outcome(sent=True))
    assert mail.send_again(mails=everybody, by=administrator) == 0
    later = timezone.now() + dt.timedelta(minutes=1)
    Mail.objects.update(state="due", sent_at=None, leased_until=later)
    assert mail.send_again(mails=everybody, by=administrator) == 0
    with refused_as("NOT_PERMITTED"):
        mail.send_again(mails=everybody, by=make_user(Role.ACCESS_OFFICER))
