"""Letters, files and the conversation of a request: who reads and writes them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from registry_api.nodes import to_global_id
from reservations.models import AccessRequest
from reservations.services import letter
from tests.api.door import Door
from tests.api.examples import Plant
from tests.api.questions import ask, plant

__all__ = ["plant"]

pytestmark = pytest.mark.django_db


LETTERS = "query($r: ID!) { letters(request: $r) { kind day isDraft url } }"

FILES = "query($r: ID!) { informationFiles(request: $r) { format url } }"


def test_every_letter_that_is_listed_opens_and_no_other(plant) -> None:
    """For each case and everybody who sees it."""
    met = set()
    for who in ("north", "south", "access_officer", "road_officer"):
        browser = Client()
        browser.force_login(plant.user(who))
        for case in AccessRequest.objects.all():
            listed, codes = ask(plant, who, LETTERS, r=str(case))
            urls = {one["url"] for one in listed or ()}
            met |= {one["kind"] for one in listed or ()}
            for kind in ("receipt", "missing", "quote", "decision"):
                url = f"/cases/{case.public_id}/{kind}.pdf"
                opens = browser.get(url).status_code == 200
                assert opens is (url in urls), (who, kind, codes)
    assert met == {"RECEIPT", "MISSING", "QUOTE", "DECISION"}


def test_a_draft_of_a_letter_is_for_those_who_decide(plant) -> None:
    case = str(plant.cases["prepared"])
    drafts = [one for one in ask(plant, "access_officer", LETTERS, r=case)[0] if one["isDraft"]]
    assert [one["kind"] for one in drafts] == ["DECISION"]
    assert {one["kind"] for one in ask(plant, "south", LETTERS, r=case)[0]} == {"RECEIPT"}
    assert ask(plant, "north", LETTERS, r=case)[1] == ["NOT_FOUND"]
    assert len(letter.available(plant.cases["prepared"], plant.south)) == 1


def test_the_package_comes_with_the_grant(plant) -> None:
    leased = plant.cases["leased"]
    listed, codes = ask(plant, "north", FILES, r=str(leased))
    assert (codes, [one["format"] for one in listed]) == ([], ["pdf", "gpkg"])
    browser = Client()
    browser.force_login(plant.user("north"))
    assert browser.get(listed[1]["url"]).status_code == 200
    assert ask(plant, "north", FILES, r=str(plant.cases["offered"])) == ([], [])
    assert ask(plant, "south", FILES, r=str(leased))[1] == ["NOT_FOUND"]


TALK = """query($i: ID!, $after: String) { node(id: $i) { ... on AccessRequest {
    messages(first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage }
    nodes { text internal fromDesk attachments { fileName url downloads { person } } } } } } }"""


def _talk(plant: Plant, who: str, name: str) -> list[dict[str, Any]]:
    """All pages of a conversation, each of one message."""
    identifier = to_global_id("AccessRequest", plant.cases[name].public_id)
    found, after, more = [], None, True
    while more:
        node, _codes = ask(plant, who, TALK, i=identifier, after=after)
        page = node["messages"]
        found += page["nodes"]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert page["totalCount"] >= len(found)
    return found


def test_a_conversation_page_by_page(plant) -> None:
    assert [one["text"] for one in _talk(plant, "north", "waiting")] == [
        "North-Message",
        "North-Answer",
    ]
    seen = _talk(plant, "access_officer", "waiting")
    assert [one["internal"] for one in seen] == [False, False, True]


def test_a_file_is_read_by_its_address_and_that_is_noted(plant) -> None:
    (first, *_rest) = _talk(plant, "north", "waiting")
    (file,) = first["attachments"]
    assert file["fileName"] == "North-Plan.pdf"
    for who, status in (("north", 200), ("access_officer", 200), ("south", 404)):
        browser = Client()
        browser.force_login(plant.user(who))
        assert browser.get(file["url"]).status_code == status, who
    assert _talk(plant, "north", "waiting")[0]["attachments"][0]["downloads"] == []
    noted = _talk(plant, "access_officer", "waiting")[0]["attachments"][0]["downloads"]
    assert len(noted) == 2


@pytest.mark.parametrize(
    ("who", "case", "facts", "wanted"),
    [
        ("north", "waiting", {"internal": True}, None),
        ("north", "waiting", {"text": "  "}, ("REQUIRED", "text")),
        ("north", "waiting", {"text": "x" * 5_001}, ("REQUIRED", "text")),
        ("north", "prepared", {}, ("NOT_FOUND", "id")),
    ],
)
def test_messages_that_cannot_be_written(plant, who, case, facts, wanted) -> None:
    given = {"id": str(plant.cases[case]), "text": "Hallo", **facts}
    query = """mutation($i: WriteMessageInput!) { writeMessage(input: $i) {
        message { id } errors { code field } } }"""
    answer = Door(plant.user(who))(query, i=given)["data"]["writeMessage"]
    assert answer["message"] is None
    (error,) = answer["errors"]
    assert wanted is None or (error["code"], error["field"]) == wanted
