"""From a step or a message to a mail, by a real server, through its failures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.models import Membership, User
from accounts.roles import Role
from gis import backoff
from reservations.mails import wording
from reservations.models import Mail, MailWishes, Notice
from reservations.notices import tell
from reservations.services import access_request, mail, message, notice
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import accepted, offered, submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.mail_server import Server, parts, running

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    with running() as found:
        settings.MAIL_HOST, settings.MAIL_PORT = "127.0.0.1", found.port
        settings.MAIL_TIMEOUT_S = 2
        settings.MAIL_FROM = "registry@city.example"
        settings.SITE_ADDRESS = "https://registry.city.example"
        yield found


def send_all() -> None:
    while mail.deliver_next():
        pass


def later(days: float = 0) -> None:
    """Let all waits be over; `days` make the mails older, too."""
    Mail.objects.update(next_attempt_at=timezone.now(), leased_until=None)
    if days:
        Mail.objects.update(created_at=timezone.now() - dt.timedelta(days=days))


def kinds(person: User) -> list[str]:
    return sorted(
        "message" if one.message_id else one.event.to_state
        for one in Notice.objects.filter(person=person)
    )


# --- who is told of what
def test_the_applicant_hears_of_each_step_and_the_desk_where_it_must_act(scene: Scene) -> None:
    colleague = make_user(Role.PARTNER, scene.north.memberships.get().organisation)
    case = submitted(scene, 1)
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    access_request.complete(request=case, by=scene.north)
    steps = ["completed", "incomplete", "submitted"]
    assert kinds(scene.north) == kinds(colleague) == steps
    assert kinds(scene.officer) == ["completed", "submitted"]
    assert kinds(scene.south) == []
    assert Mail.objects.count() == Notice.objects.count()


def test_the_desk_hears_of_an_acceptance(scene: Scene) -> None:
    accepted(scene, 1)
    assert kinds(scene.officer) == ["accepted", "submitted"]


def test_road_officers_hear_of_consents_only(scene: Scene) -> None:
    road = make_user(Role.ROAD_OFFICER)
    submitted(scene, 1)
    assert kinds(road) == []
    submitted(scene)
    assert kinds(road) == ["submitted"]


def test_a_message_is_told_to_the_other_side(scene: Scene) -> None:
    case, second = submitted(scene, 1), make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    message.write(request=case, text="Frage", by=scene.north)
    assert kinds(scene.officer) == kinds(second) == ["message"] and kinds(scene.north) == []
    message.write(request=case, text="Antwort", by=scene.officer)
    assert kinds(scene.north) == ["message"] and kinds(second) == ["message"]


def test_internal_notes_are_told_at_the_desk_and_never_by_mail(scene: Scene) -> None:
    case, second = submitted(scene, 1), make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    message.write(request=case, text="intern", by=scene.officer, internal=True)
    assert kinds(second) == ["message"] and kinds(scene.north) == kinds(scene.officer) == []
    assert not Mail.objects.exists()


def test_what_is_taken_back_tells_nobody(scene: Scene) -> None:
    case = submitted(scene, 1)
    before = Notice.objects.count(), Mail.objects.count()
    with pytest.raises(RuntimeError), transaction.atomic():
        access_request.withdraw(request=case, by=scene.north)
        raise RuntimeError
    with refused_as("WRONG_STATE"):
        access_request.complete(request=case, by=scene.north)
    assert before == (Notice.objects.count(), Mail.objects.count())


def test_a_step_is_told_by_one_statement(scene: Scene, django_assert_num_queries: Any) -> None:
    case = submitted(scene, 1)
    for _ in range(3):
        make_user(Role.ACCESS_OFFICER)
    Notice.objects.all().delete()
    with django_assert_num_queries(2):
        tell.of_step(case)


def test_wishes_hold_back_mails_not_notices(scene: Scene) -> None:
    MailWishes.objects.create(person=scene.north, steps=False)
    MailWishes.objects.create(person=scene.officer, messages=False)
    case = submitted(scene, 1)
    message.write(request=case, text="Frage", by=scene.north)
    message.write(request=case, text="Antwort", by=scene.officer)
    mails = [(one.person, one.kind) for one in Mail.objects.order_by("pk")]
    assert mails == [(scene.officer, "step"), (scene.north, "message")]
    assert len(kinds(scene.north)) == len(kinds(scene.officer)) == 2


# --- what arrives
def test_a_step_arrives_in_the_readers_language_plain_and_html(
    scene: Scene, server: Server
) -> None:
    MailWishes.objects.create(person=scene.officer, language="en")
    case = submitted(scene, 1)
    send_all()
    (german,), (english,) = server.to(scene.north.email), server.to(scene.officer.email)
    assert german["Subject"] == f"{case}: eingereicht – Anbindung Schule"
    assert english["Subject"] == f"{case}: submitted – Anbindung Schule"
    for letter, word in ((german, "Antrag öffnen"), (english, "Open the request")):
        plain, html = parts(letter)
        link = f"https://registry.city.example/cases/{case.public_id}/"
        assert word in plain and link in plain
        assert word in html and link in html
        assert letter["From"] == "registry@city.example"
        assert letter["Auto-Submitted"] == "auto-generated"
    assert set(Mail.objects.values_list("state", flat=True)) == {"sent"}
    assert mail.deliver_next() is False


def test_a_step_that_waits_for_the_applicant_says_until_when(scene: Scene, server: Server) -> None:
    MailWishes.objects.create(person=scene.north, language="de")
    standing = offered(scene, 1, days=30)
    asked = submitted(scene, 2)
    access_request.ask_back(request=asked, missing="Lageplan", by=scene.officer)
    send_all()

    told = {one["Subject"]: parts(one) for one in server.to(scene.north.email)}
    offer = next(both for subject, both in told.items() if "angeboten" in subject)
    missing = next(both for subject, both in told.items() if "unvollständig" in subject)
    due = asked.deadlines.get(step="completion").due_on
    for text in offer:
        assert f"Das Angebot gilt bis zum {standing.offers.get().valid_until:%d.%m.%Y}." in text
    for text in missing:
        assert "Die Stadt fordert nach:" in text and "Lageplan" in text
        assert f"bis zum {due:%d.%m.%Y} eingehen, sonst verfällt der Antrag" in text


def test_what_was_answered_meanwhile_is_not_called_due(scene: Scene, server: Server) -> None:
    MailWishes.objects.create(person=scene.north, language="de")
    accepted(scene, 1)
    send_all()
    texts = [text for one in server.to(scene.north.email) for text in parts(one)]
    assert texts and not any("gilt bis zum" in text for text in texts)


def test_what_people_typed_makes_no_header_and_no_markup(scene: Scene, server: Server) -> None:
    evil = "Schule\r\nBcc: everybody@evil.example\u2028X-Evil: 1 <b>&"
    case = submitted(scene, 1, subject=evil)
    message.write(
        request=case, text='<img src="x" onerror="alert(1)">\r\n.\r\nQUIT', by=scene.north
    )
    send_all()
    step, told = sorted(server.to(scene.officer.email), key=lambda one: "Neue" in one["Subject"])
    for letter in (step, told):
        assert letter["Bcc"] is None and letter["X-Evil"] is None
        assert "Bcc: everybody@evil.example X-Evil: 1 <b>&" in letter["Subject"]
    assert len(server.got) == 3
    assert "&lt;b&gt;&amp;" in parts(step)[1]
    plain, html = parts(told)
    assert "<img" not in html and "&lt;img src=&quot;x&quot;" in html
    assert '<img src="x" onerror="alert(1)">' in plain and "QUIT" in plain


def test_long_subjects_are_cut() -> None:
    assert len(wording.one_line("ä" * 200)) == wording.LONGEST_SUBJECT
    assert wording.one_line("a\r\n b\u2028c\0") == "a b c"


def test_who_may_not_see_it_any_more_gets_no_mail(scene: Scene, server: Server) -> None:
    case = submitted(scene, 1)
    message.write(request=case, text="Antwort", by=scene.officer)
    Membership.objects.filter(user=scene.north).delete()
    User.objects.filter(pk=scene.officer.pk).update(is_active=False)
    send_all()
    assert server.got == []
    assert set(Mail.objects.values_list("state", flat=True)) == {"dropped"}


# --- failures
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


# --- in the portal
def browser(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@pytest.mark.usefixtures("front_end_unbuilt")
def test_what_is_new_is_counted_in_the_bar_until_it_was_seen(scene: Scene) -> None:
    case, other = submitted(scene, 1), submitted(scene, 2)
    message.write(request=case, text="Antwort", by=scene.officer)
    client = browser(scene.north)
    assert notice.unread(scene.north) == 3
    page = client.get("/cases/notices/").content.decode()
    assert '>3<span class="kern-sr-only"> unread</span>' in page
    assert "New message" in page and "Submitted" in page
    client.get(f"/cases/{case.public_id}/messages/")
    assert notice.unread(scene.north) == 1
    client.post("/cases/notices/", {"read": "all"})
    assert notice.unread(scene.north) == 0
    assert Notice.objects.filter(person=scene.officer, request=other, read_at=None).exists()


@pytest.mark.usefixtures("front_end_unbuilt")
def test_wishes_are_chosen_on_the_page(scene: Scene) -> None:
    client = browser(scene.north)
    assert "digest" not in client.get("/cases/notices/").content.decode()
    client.post("/cases/notices/", {"language": "en", "messages": "on", "digest": "on"})
    chosen = MailWishes.objects.get(person=scene.north)
    assert (chosen.language, chosen.steps, chosen.messages) == ("en", False, True)
    assert browser(scene.north).post("/cases/notices/", {"language": "fr"}).status_code == 200
    assert "digest" in browser(scene.officer).get("/cases/notices/").content.decode()
    assert browser(make_user(Role.VIEWER)).get("/cases/notices/").status_code == 404


@pytest.mark.usefixtures("front_end_unbuilt")
def test_links_lead_each_to_the_own_door(scene: Scene) -> None:
    case = submitted(scene, 1)
    address = f"/cases/{case.public_id}/"
    assert browser(scene.officer).get(address)["Location"] == f"/desk/{case.public_id}/"
    assert browser(scene.north).get(address)["Location"] == f"/portal/{case.public_id}/"
    assert browser(scene.south).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith("/accounts/login/")
