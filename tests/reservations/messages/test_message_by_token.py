"""A program writes on a case with its token: it reads JSON, whatever becomes of its message."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.scopes import Scope
from accounts.services import client as clients
from accounts.services import token as tokens
from gis.models import StoredFile
from reservations.models import AccessRequest, CaseMessage, Notice
from reservations.services import message
from tests.builders import make_organisation
from tests.gis.uploads.files import sent
from tests.reservations.access.cases import submitted
from tests.reservations.conftest import Scene
from tests.reservations.messages.test_message import PDF, address, pdf, write

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


def test_the_conversation_is_read_as_json(scene: Scene, settings: Any) -> None:
    case = submitted(scene, 1)
    write(case, scene.north, "Wann?", files=[pdf()])
    write(case, scene.officer, "Streng vertraulich", internal=True)
    write(case, scene.officer, "Morgen")
    north = program("nord", Scope.READ)
    for accepted in ("application/json", "text/html", "*/*"):
        answer = north.get(address(case), headers={"accept": accepted})
        assert (answer.status_code, answer["Content-Type"]) == (200, "application/json")
    assert "no-store" in answer["Cache-Control"]
    told = answer.json()
    assert [one["text"] for one in told["messages"]] == ["Wann?", "Morgen"]
    assert [one["fromDesk"] for one in told["messages"]] == [False, True]
    assert told["older"] is None
    (file,) = told["messages"][0]["attachments"]
    assert (file["fileName"], file["sizeBytes"]) == ("Lageplan.pdf", len(PDF))
    assert north.get(file["url"]).getvalue() == PDF
    assert Notice.objects.filter(person=scene.north, read_at__isnull=True).exists()


def test_it_is_read_page_by_page(scene: Scene, monkeypatch: Any) -> None:
    case = submitted(scene, 1)
    for number in range(5):
        write(case, scene.north, f"Nr. {number}")
    monkeypatch.setattr(message, "PAGE", 2)
    way, pages, north = address(case), [], program("nord", Scope.READ)
    while way:
        with CaptureQueriesContext(connection) as statements:
            told = north.get(way).json()
        pages.append([one["text"] for one in told["messages"]])
        way = told["older"]
        assert len(statements) < 12
    assert pages == [["Nr. 3", "Nr. 4"], ["Nr. 1", "Nr. 2"], ["Nr. 0"]]


@pytest.mark.parametrize("before", ["x", "0", "-1", "1e9", ""])
def test_a_place_that_is_none_is_refused(scene: Scene, before: str) -> None:
    answer = program().get(f"{address(submitted(scene, 1))}?before={before}")
    if before:
        assert refused(answer, 400) == ("INVALID_VALUE", "before")
    else:
        assert answer.json() == {"messages": [], "older": None}


def test_others_read_nothing(scene: Scene) -> None:
    case = submitted(scene, 1)
    assert refused(program("sued").get(address(case)), 404) == ("NOT_FOUND", "id")
    unknown = AccessRequest(public_id=uuid4())
    assert refused(program("nord").get(address(unknown)), 404) == ("NOT_FOUND", "id")


def test_who_works_at_the_desk_reads_notes_by_token(scene: Scene) -> None:
    case = submitted(scene, 1)
    write(case, scene.officer, "Streng vertraulich", internal=True)
    issued = tokens.make(
        person=scene.officer, name="x", scopes=["read"], lifetime=dt.timedelta(days=1)
    )
    answer = Client(headers={"authorization": f"Bearer {issued.text}"}).get(address(case))
    assert [one["internal"] for one in answer.json()["messages"]] == [True]


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
