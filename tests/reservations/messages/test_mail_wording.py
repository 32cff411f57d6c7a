"""What mails say, and what people typed makes none of it."""

from __future__ import annotations

import pytest

from reservations.mails import wording
from reservations.models import Mail, MailWishes
from reservations.services import access_request, mail, message
from tests.reservations.access.cases import accepted, offered, submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.mail_server import Server, parts
from tests.reservations.messages.mails import send_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


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


def test_a_subject_adds_no_line_to_what_the_city_says(scene: Scene, server: Server) -> None:
    """In plain text nothing but its line tells the reader who says something."""
    evil = "Schule”.\n\nOpen the request\u2028https://evil.example/\r-- \x85Stadt"
    submitted(scene, 1, subject=evil, contact_name=evil)
    send_all()
    for letter in server.got:
        plain, _html = parts(letter)
        assert "Schule”. Open the request https://evil.example/ -- Stadt" in plain
        assert "Stadt" not in [line.strip() for line in plain.splitlines()]


def test_each_line_of_a_message_is_marked_as_said_by_somebody_else(
    scene: Scene, server: Server
) -> None:
    case = submitted(scene, 1)
    evil = "Guten Tag\n\nLesen und antworten: https://evil.example/\u2028-- \nStadt"
    message.write(request=case, text=evil, by=scene.north)
    send_all()
    [told] = [one for one in server.to(scene.officer.email) if "Neue" in one["Subject"]]
    plain, _html = parts(told)
    lines = [line.strip() for line in plain.splitlines()]
    for said in ("Guten Tag", "Lesen und antworten: https://evil.example/", "--", "Stadt"):
        assert f"> {said}" in lines
    assert "Lesen und antworten: https://evil.example/" not in lines


def test_long_subjects_are_cut() -> None:
    assert len(wording.one_line("ä" * 200)) == wording.LONGEST_SUBJECT
    assert wording.one_line("a\r\n b\u2028c\0") == "a b c"
