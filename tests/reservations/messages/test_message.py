"""Who reads and writes what on a case: the applicant and the desk, notes the desk alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Membership, User
from accounts.roles import Role
from gis.models import StoredFile
from reservations.models import AccessRequest, AttachmentDownload, CaseAttachment, CaseMessage
from reservations.services import attachment, message
from tests.builders import make_organisation, make_user
from tests.gis.uploads.files import jpeg, sent
from tests.refused import refused_as
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("law", "front_end_unbuilt"),
]

PDF = b"%PDF-1.7\n%%EOF\n"


def pdf(name: str = "Lageplan.pdf") -> SimpleUploadedFile:
    return sent(name, PDF)


def browser(user: User | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client


def address(case: AccessRequest) -> str:
    return f"/cases/{case.public_id}/messages/"


def post(user: User | None, case: AccessRequest, text: str = "Guten Tag", **given: Any) -> Any:
    return browser(user).post(address(case), {"text": text, **given})


def write(case: AccessRequest, by: User, text: str = "Guten Tag", **given: Any) -> CaseMessage:
    files = [attachment.checked([one])[0] for one in given.pop("files", ())]
    return message.write(request=case, text=text, by=by, files=files, **given)


def file_address(case: AccessRequest, found: CaseAttachment) -> str:
    return f"/cases/{case.public_id}/attachments/{found.public_id}"


# --- who
def test_applicant_and_desk_write_to_each_other(scene: Scene) -> None:
    case = submitted(scene, 1)
    answer = post(scene.north, case, "Wann kommt das Angebot?", files=[pdf()])
    assert answer.status_code == 302 and answer["Location"].endswith("/messages/#messages")
    post(scene.officer, case, "Nächste Woche.")
    for user in (scene.north, scene.officer):
        html = browser(user).get(address(case)).content.decode()
        assert html.index("Wann kommt das Angebot?") < html.index("Nächste Woche.")
        assert "Lageplan.pdf" in html
    assert [one.from_desk for one in CaseMessage.objects.order_by("pk")] == [False, True]


def test_internal_notes_stay_at_the_desk(scene: Scene) -> None:
    case = submitted(scene, 1)
    post(scene.officer, case, "Vorsicht, Streit", internal="on", files=[pdf("Notiz.pdf")])
    seen = browser(scene.officer).get(address(case)).content.decode()
    assert "Vorsicht, Streit" in seen and "Internal note" in seen and "Notiz.pdf" in seen
    hidden = browser(scene.north).get(address(case)).content.decode()
    assert "Vorsicht" not in hidden and "Notiz.pdf" not in hidden and "internal" not in hidden
    found = CaseAttachment.objects.get()
    assert browser(scene.north).get(file_address(case, found)).status_code == 404
    assert browser(scene.officer).get(file_address(case, found)).status_code == 200
    with refused_as("NOT_ALLOWED"):
        write(case, scene.north, internal=True)


def test_nobody_else_learns_that_there_is_anything(scene: Scene) -> None:
    case = submitted(scene, 1)
    write(case, scene.north, files=[pdf()])
    found = CaseAttachment.objects.get()
    north = scene.north.memberships.get().organisation
    others = [
        scene.south,
        make_user(Role.EDITOR),
        make_user(Role.ADMINISTRATOR),
        make_user(Role.AUDITOR),
        make_user(Role.VIEWER, north),
        make_user(Role.ROAD_OFFICER),
    ]
    for user in others:
        client = browser(user)
        assert client.get(address(case)).status_code == 404
        assert client.post(address(case), {"text": "x"}).status_code == 404
        assert client.get(file_address(case, found)).status_code == 404
        with refused_as("NOT_FOUND"):
            write(case, user)
    for client in (browser(None),):
        assert client.get(address(case)).status_code == 302
        assert client.get(file_address(case, found)).status_code == 302
    assert CaseMessage.objects.count() == 1 and not AttachmentDownload.objects.exists()


def test_a_file_is_found_on_its_own_case_only(scene: Scene) -> None:
    own, foreign = submitted(scene, 1), submitted(scene, 2, by=scene.south)
    write(foreign, scene.south, files=[pdf()])
    found = CaseAttachment.objects.get()
    assert browser(scene.north).get(file_address(own, found)).status_code == 404
    assert browser(scene.south).get(file_address(own, found)).status_code == 404
    assert browser(scene.officer).get(file_address(own, found)).status_code == 404


def test_road_officers_talk_about_consents(scene: Scene) -> None:
    road, consent = make_user(Role.ROAD_OFFICER), submitted(scene)
    write(consent, road, "Bitte Verkehrszeichenplan", internal=True)
    assert write(consent, road).from_desk


def test_whoever_left_the_organisation_writes_nothing(scene: Scene) -> None:
    case = submitted(scene, 1)
    Membership.objects.filter(user=scene.north).update(organisation=make_organisation("anders"))
    with refused_as("NOT_FOUND"):
        write(case, User.objects.get(pk=scene.north.pk))


# --- what
def test_text_is_shown_as_text(scene: Scene) -> None:
    case = submitted(scene, 1)
    post(scene.north, case, "<script>alert(1)</script>\n\n=HYPERLINK(1)")
    html = browser(scene.officer).get(address(case)).content.decode()
    assert "<script>alert" not in html and "&lt;script&gt;alert(1)" in html


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 5_001, "a\0b"])
def test_bad_texts_are_refused_at_their_field_and_kept_in_the_form(scene: Scene, text: str) -> None:
    case = submitted(scene, 1)
    answer = post(scene.north, case, text)
    assert answer.status_code == 400
    assert 'id="message-text-error" role="alert">' in answer.content.decode()
    assert not CaseMessage.objects.exists()


def test_a_refused_file_writes_nothing_and_keeps_the_text(scene: Scene) -> None:
    case = submitted(scene, 1)
    for bad in (sent("plan.pdf", b"MZ\x90\x00"), sent("a.exe", b"MZ"), sent("leer.pdf", b"")):
        answer = post(scene.north, case, "Hier der Plan", files=[pdf(), bad])
        assert answer.status_code == 400
        html = answer.content.decode()
        assert "Hier der Plan" in html and 'id="message-files-error" role="alert">' in html
    assert not CaseMessage.objects.exists() and not StoredFile.objects.exists()


def test_a_page_that_sends_by_itself_gets_field_and_sentence_or_the_way_on(scene: Scene) -> None:
    case, client = submitted(scene, 1), browser(scene.north)
    by_itself = {"headers": {"accept": "application/json"}}
    bad = client.post(address(case), {"text": "Plan", "files": sent("a.exe", b"MZ")}, **by_itself)
    assert (bad.status_code, bad.json()["field"]) == (400, "files") and bad.json()["message"]
    assert not CaseMessage.objects.exists()
    good = client.post(address(case), {"text": "Plan"}, **by_itself)
    assert good.json() == {"address": f"{address(case)}#messages"}
    assert "Your message was sent." in client.get(address(case)).content.decode()


def test_too_large_and_too_many_files_are_refused(scene: Scene, settings: Any) -> None:
    case = submitted(scene, 1)
    assert settings.ATTACHMENT_MAX_MB * 1_000_000 < 50_000_000
    fifty = sent("gross.pdf", PDF + b"\0" * 50_000_000)
    answer = post(scene.north, case, files=[fifty])
    assert answer.status_code == 400
    assert "at most 20 MB each are accepted" in answer.content.decode()
    answer = post(scene.north, case, files=[pdf(f"{n}.pdf") for n in range(6)])
    assert "at most 5 files" in answer.content.decode()
    assert not CaseMessage.objects.exists()


def test_what_is_far_too_large_is_not_even_read(scene: Scene, settings: Any) -> None:
    case = submitted(scene, 1)
    settings.UPLOAD_MAX_MB = 1
    answer = post(scene.north, case, files=[sent("gross.pdf", PDF + b"\0" * 3_000_000)])
    assert answer.status_code == 400 and "too large" in answer.content.decode()


@pytest.mark.parametrize("name", ["../../etc/passwd.pdf", "..\\..\\boot.pdf", "/abs.pdf"])
def test_path_tricks_in_names_lead_nowhere(scene: Scene, name: str, settings: Any) -> None:
    case = submitted(scene, 1)
    post(scene.north, case, files=[pdf(name)])
    for stored in StoredFile.objects.all():
        assert "/" not in stored.name and "\\" not in stored.name
        assert stored.path.resolve().is_relative_to(settings.UPLOAD_FOLDER)
        assert ".." not in stored.path.parts


def test_names_cannot_be_shown_as_others(scene: Scene) -> None:
    case = submitted(scene, 1)
    post(scene.north, case, files=[pdf("plan\u202efdp.exe.pdf")])
    assert StoredFile.objects.get().name == "planfdp.exe.pdf"


def test_a_virus_is_refused(scene: Scene, settings: Any) -> None:
    settings.UPLOAD_SCANNER = f"{__name__}.found"
    answer = post(scene.north, submitted(scene, 1), files=[pdf()])
    assert answer.status_code == 400 and "Eicar" in answer.content.decode()
    assert not StoredFile.objects.exists()


def found(_file: Any) -> str:
    return "Eicar"


# --- getting files
def test_files_come_as_downloads_and_whoever_gets_one_is_written_down(scene: Scene) -> None:
    case = submitted(scene, 1)
    write(case, scene.north, files=[sent("Foto.jpg", jpeg())])
    where = file_address(case, CaseAttachment.objects.get())
    answer = browser(scene.officer).get(where)
    assert answer["Content-Disposition"] == 'attachment; filename="Foto.jpg"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "private" in answer["Cache-Control"]
    assert browser(scene.officer).head(where).status_code == 200
    again = browser(scene.officer).get(where, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    noted = AttachmentDownload.objects.get()
    assert noted.person == scene.officer
    assert "last opened by" in browser(scene.officer).get(address(case)).content.decode()
    assert "last opened by" not in browser(scene.north).get(address(case)).content.decode()
    assert not AttachmentDownload.objects.visible_to(scene.north).exists()


# --- sent twice, many
def test_sent_twice_it_is_one_message(scene: Scene) -> None:
    case, key = submitted(scene, 1), str(uuid4())
    for _ in range(2):
        assert post(scene.north, case, id=key, files=[pdf()]).status_code == 302
    assert CaseMessage.objects.count() == CaseAttachment.objects.count() == 1
    other = submitted(scene, 2, by=scene.south)
    assert post(scene.south, other, id=key).status_code == 400


def test_one_comes_back_to_where_one_was_but_never_elsewhere(scene: Scene) -> None:
    case = submitted(scene, 1)
    back = post(scene.officer, case, next=f"/desk/{case.public_id}/")
    assert back["Location"] == f"/desk/{case.public_id}/#messages"
    for evil in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert post(scene.officer, case, next=evil)["Location"].startswith("/cases/")


def test_many_messages_take_the_same_statements_and_come_in_pages(scene: Scene) -> None:
    case = submitted(scene, 1)
    write(case, scene.north, "Nachricht 1", files=[pdf()])
    counts: list[int] = []
    message.read(case, scene.officer)
    for many in (1, message.PAGE + 5):
        while CaseMessage.objects.count() < many:
            number = CaseMessage.objects.count() + 1
            write(case, scene.officer, f"Nachricht {number}", files=[pdf()])
        for shown in CaseAttachment.objects.all():
            attachment.note_download(shown, scene.north)
        with CaptureQueriesContext(connection) as seen:
            talk = message.read(case, scene.officer)
        counts.append(len(seen))
    assert counts[0] == counts[1] <= 6
    assert len(talk.messages) == message.PAGE and talk.before is not None
    client = browser(scene.north)
    assert "Earlier messages" in client.get(address(case)).content.decode()
    older = client.get(f"{address(case)}?before={talk.before}").content.decode()
    assert "Nachricht 1<" in older and "Earlier messages" not in older
