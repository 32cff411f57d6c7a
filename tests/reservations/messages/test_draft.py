"""What the applicant attaches to a draft: nobody else reads it before, and it can be taken back."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gis.models import StoredFile
from reservations.models import (
    AccessRequest,
    AttachmentDownload,
    CaseAttachment,
    CaseMessage,
    Mail,
    Notice,
)
from reservations.services import access_request, message
from tests.builders import make_user
from tests.refused import refused_as
from tests.reservations.access.cases import drafted
from tests.reservations.conftest import Scene, make_scene
from tests.reservations.messages.test_message import address, browser, file_address, pdf, write
from tests.reservations.messages.test_message_by_token import program

pytestmark = pytest.mark.django_db


def back(case: AccessRequest, made: CaseMessage) -> str:
    return f"{address(case)}{made.public_id}/take-back"


def test_files_come_with_the_request(scene: Scene) -> None:
    case = drafted(scene, 1)
    north, desk = browser(scene.north), browser(scene.officer)
    given = {"text": "Lageplan", "files": [pdf()], "next": f"/portal/{case.public_id}/submit/"}
    assert north.post(address(case), given)["Location"].endswith("/submit/#messages")
    attached = CaseAttachment.objects.get()
    page = north.get(f"/portal/{case.public_id}/submit/").content.decode()
    assert "Lageplan" in page and attached.file.name in page and "Take back: Lageplan" in page
    assert not Notice.objects.exists() and not Mail.objects.exists()
    for closed in (address(case), file_address(case, attached)):
        assert desk.get(closed).status_code == browser(scene.south).get(closed).status_code == 404
    access_request.submit(request=case, by=scene.north, hold=False)
    page = desk.get(f"/desk/{case.public_id}/").content.decode()
    assert "Lageplan" in page and attached.file.name in page
    assert desk.get(file_address(case, attached)).status_code == 200
    assert AttachmentDownload.objects.get().person == scene.officer
    assert "Take back" not in north.get(address(case)).content.decode()


def test_what_was_attached_can_be_taken_back_while_it_is_a_draft(scene: Scene) -> None:
    case = drafted(scene, 1)
    made = write(case, scene.north, files=[pdf()])
    north = browser(scene.north)
    assert north.get(file_address(case, CaseAttachment.objects.get())).status_code == 200
    assert north.post(back(case, made)).status_code == 302
    assert not CaseMessage.objects.exists() and not StoredFile.objects.exists()


def test_once_handed_in_it_stands(scene: Scene) -> None:
    case = drafted(scene, 1)
    made = write(case, scene.north, files=[pdf()])
    access_request.submit(request=case, by=scene.north, hold=False)
    with refused_as("NOT_ALLOWED"):
        message.take_back(request=case, message_id=made.public_id, by=scene.north)
    answer = browser(scene.north).post(back(case, made), follow=True)
    assert "stays as it was sent" in answer.content.decode()
    assert CaseAttachment.objects.count() == StoredFile.objects.count() == 1


def test_nobody_else_takes_it_back_or_writes(scene: Scene) -> None:
    case = drafted(scene, 1)
    made = write(case, scene.north)
    for other in (scene.south, scene.officer, make_user("viewer")):
        with refused_as("NOT_FOUND"):
            message.take_back(request=case, message_id=made.public_id, by=other)
        with refused_as("NOT_FOUND"):
            write(case, other)
        assert browser(other).post(back(case, made)).status_code == 404


def test_a_program_attaches_and_takes_back(scene: Scene) -> None:
    case = drafted(scene, 1)
    north = program()
    answer = north.post(address(case), {"text": "Plan", "files": [pdf()]})
    assert answer.status_code == 201 and "once the request is handed in" in answer.json()["message"]
    made = CaseMessage.objects.get()
    assert program("sued").post(back(case, made)).status_code == 404
    assert north.post(back(case, made)).status_code == 204
    answer = north.post(back(case, made))
    assert (answer.status_code, answer.json()["code"]) == (404, "NOT_FOUND")


def test_what_was_withdrawn_as_a_draft_takes_no_more(scene: Scene) -> None:
    case = drafted(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    with refused_as("WRONG_STATE"):
        write(case, scene.north)
    assert "never handed in" in browser(scene.north).get(address(case)).content.decode()


@pytest.mark.django_db(transaction=True)
def test_taking_back_waits_for_whoever_hands_it_in() -> None:
    with transaction.atomic():
        scene = make_scene()
    case = drafted(scene, 1)
    made = write(case, scene.north)
    failed: list[Any] = []

    def take_back() -> None:
        try:
            CaseMessage.objects.filter(pk=made.pk).delete()
        except DatabaseError as error:
            failed.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=take_back)
    with transaction.atomic():
        access_request.submit(request=case, by=scene.north, hold=False)
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join()
    assert failed and CaseMessage.objects.filter(pk=made.pk).exists()
