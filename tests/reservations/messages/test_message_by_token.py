"""A program writes on a case with its token: it reads JSON, whatever becomes of its message."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.scopes import Scope
from accounts.services import client as clients
from accounts.services import token as tokens
from gis.models import StoredFile
from reservations.models import AccessRequest, CaseMessage
from tests.builders import make_organisation
from tests.gis.uploads.files import sent
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.test_message import address, pdf

pytestmark = pytest.mark.django_db


def program(organisation: str = "nord", *scopes: Scope) -> Client:
    """With a browser's favourite language and what a program sends that says nothing of it."""
    owner = make_organisation(organisation)
    client = clients.make(
        code=f"oss-{organisation}",
        organisation=owner,
        role="partner",
        name="OSS",
        scopes=[one.value for one in scopes] or None,
    )
    bearer = f"Bearer {tokens.issue(client=client, days=1).text}"
    return Client(headers={"authorization": bearer, "accept-language": "en"})


def refused(answer: Any, status: int) -> tuple[str, str | None]:
    assert answer["Content-Type"] == "application/json"
    assert answer.status_code == status, answer.content
    told = answer.json()
    assert told["message"] and not CaseMessage.objects.exists()
    assert not StoredFile.objects.exists()
    return told["code"], told["field"]


def test_what_was_written_is_told_by_its_id(scene: Scene) -> None:
    case, wanted = submitted(scene, 1), str(uuid4())
    given = {"text": "Der Lageplan", "id": wanted, "files": [pdf()]}
    north = program()
    answer = north.post(address(case), given)
    assert answer.status_code == 201
    assert answer.json() == {"id": wanted, "message": "Your message was sent."}
    assert (CaseMessage.objects.get().text, StoredFile.objects.count()) == ("Der Lageplan", 1)
    again = north.post(address(case), given | {"files": [pdf()]})
    assert (again.status_code, again.json()["id"]) == (201, wanted)
    assert CaseMessage.objects.count() == 1


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"text": ""}, ("REQUIRED", "text")),
        ({"text": "x", "files": [("a.exe", b"MZ")]}, ("FILE_TYPE", "files")),
        ({"text": "x", "internal": "on"}, ("NOT_ALLOWED", None)),
    ],
)
def test_what_is_refused_says_which_field(scene: Scene, given: Any, told: Any) -> None:
    files = [sent(*one) for one in given.get("files", [])]
    answer = program().post(address(submitted(scene, 1)), given | {"files": files})
    assert refused(answer, 400) == told


def test_what_is_no_form_is_refused_in_json_as_well(scene: Scene, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 50
    north, way = program(), address(submitted(scene, 1))
    broken = "multipart/form-data; boundary="
    assert refused(north.post(way, b"--x", content_type=broken), 400)[0] == "BAD_REQUEST"
    in_json = north.post(way, {"text": "x"}, content_type="application/json")
    assert refused(in_json, 400) == ("REQUIRED", "text")
    many = {f"f{number}": "" for number in range(settings.DATA_UPLOAD_MAX_NUMBER_FIELDS + 1)}
    assert refused(north.post(way, many), 400)[0] == "BAD_REQUEST"


def test_others_and_read_only_tokens_write_nothing(scene: Scene) -> None:
    case = submitted(scene, 1)
    assert refused(program("sued").post(address(case), {"text": "x"}), 404)[0] == "NOT_FOUND"
    unknown = AccessRequest(public_id=uuid4())
    assert refused(program("nord").post(address(unknown), {"text": "x"}), 404)[0] == "NOT_FOUND"
    reading = program("west", Scope.READ)
    assert refused(reading.post(address(case), {"text": "x"}), 404)[0] == "NOT_FOUND"


def test_a_token_that_only_reads_is_told_so(scene: Scene) -> None:
    answer = program("nord", Scope.READ).post(address(submitted(scene, 1)), {"text": "x"})
    assert refused(answer, 403)[0] == "INSUFFICIENT_SCOPE"
    assert answer["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'
