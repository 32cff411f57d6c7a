"""The queue: order of receipt, clocks, filters, pages, and what it costs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from reservations.models import RequestKind
from reservations.services import access_request
from tests.builders import make_user
from tests.reservations.access.cases import accepted, granted, offered, reviewed, submitted
from tests.reservations.desk.conftest import seen_by


def numbers(page: str) -> list[str]:
    """The cases in the order of the table."""
    return re.findall(r">(A-\d+)</a>", page)


def test_in_the_order_of_receipt_of_the_complete_request(scene, law) -> None:
    first, second, third = (submitted(scene, one) for one in (1, 2, 3))
    access_request.ask_back(request=first, missing="Plan", by=scene.officer)
    access_request.complete(request=first, by=scene.north)
    page = seen_by(scene.officer).text("/desk/")
    assert numbers(page) == [str(second), str(third), str(first)]
    assert page.index("next in turn") < page.index(str(third))
    assert page.count("next in turn") == 1


def test_a_row_says_clock_who_must_act_kind_and_applicant(scene, law, clock) -> None:
    clock.set("2026-11-02T10:00")
    case = submitted(scene, 1)
    clock.set("2026-11-27T10:00")
    page = seen_by(scene.officer).text("/desk/")
    row = re.search(rf"<tr>.*?{case}<.*?</tr>", page, re.DOTALL)[0]
    for words in ("02/12/2026", "due soon", "City", "check whether it is complete"):
        assert words in row
    for words in ("Access to ducts", "Nord", "Ada Nord", "Anbindung Schule", "02/11/2026"):
        assert words in row
    assert "1 due soon" in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, "submitted incomplete offered accepted consent"),
        ({"turn": "applicant"}, "offered incomplete"),
        ({"turn": "city"}, "submitted accepted consent"),
        ({"kind": "road_consent"}, "consent"),
        ({"kind": ["road_consent", "duct_access"], "turn": "applicant"}, "offered incomplete"),
        ({"applicant": "sued"}, "consent incomplete"),
        ({"applicant": "nobody"}, ""),
        ({"light": "green"}, "submitted consent"),
        ({"light": "paused"}, "incomplete"),
        ({"light": "red"}, ""),
        ({"show": "tasks"}, "granted"),
        ({"show": "all"}, "consent granted accepted offered submitted incomplete"),
    ],
)
def test_filters(scene, law, query, expected) -> None:
    known = {
        "offered": offered(scene, 2),
        "accepted": accepted(scene, 3),
        "granted": granted(scene, 4),
        "submitted": submitted(scene, 1),
        "consent": submitted(scene, by=scene.south, kind=RequestKind.ROAD_CONSENT),
    }
    waits = submitted(scene, 1, by=scene.south, hold=False, kind=RequestKind.DUCT_ACCESS)
    known["incomplete"] = access_request.ask_back(request=waits, missing="x", by=scene.officer)
    wanted = {str(known[name]) for name in expected.split() if name in known}
    assert set(numbers(seen_by(scene.officer).text("/desk/", **query))) == wanted


def test_a_value_that_cannot_be_meant_is_said(scene, law) -> None:
    submitted(scene, 1)
    desk = seen_by(scene.officer)
    for query in ({"light": "purple"}, {"turn": "regulator"}, {"kind": "x"}, {"show": "1"}):
        answer = desk.get("/desk/", **query)
        assert answer.status_code == 400 and numbers(answer.content.decode()) == []
    assert numbers(desk.text("/desk/", after="forged"))


@pytest.mark.parametrize("show", ["open", "all"])
def test_pages_follow_each_other(scene, law, monkeypatch, show) -> None:
    monkeypatch.setattr("reservations.desk.queue.SIZE", 2)
    cases = [str(submitted(scene, one, hold=False)) for one in (1, 2, 3, 4, 1)]
    desk, seen, query = seen_by(scene.officer), [], {"show": show}
    while True:
        answer = desk.get("/desk/", **query)
        seen += numbers(answer.content.decode())
        if not answer.context["page"].following:
            break
        query["after"] = answer.context["page"].following
    assert seen == (cases if show == "open" else cases[::-1])


def test_as_many_statements_for_one_case_as_for_ten(scene, law) -> None:
    desk = seen_by(scene.officer)
    submitted(scene, 1, hold=False)
    desk.get("/desk/")

    def statements() -> int:
        with CaptureQueriesContext(
            connection,
        ) as caught:
            desk.text("/desk/")
        return len(caught)

    before = statements()
    for number in (1, 2, 3) * 3:
        submitted(scene, number, hold=False)
    reviewed(scene, 4)
    assert statements() == before <= 12


def test_drafts_and_withdrawn_drafts_never_lie_on_the_desk(scene, law) -> None:
    from tests.reservations.access.cases import drafted

    draft = drafted(scene, 1)
    gone = access_request.withdraw(request=drafted(scene, 2), by=scene.north)
    desk = seen_by(scene.officer)
    assert numbers(desk.text("/desk/", show="all")) == []
    for one in (draft, gone):
        assert desk.get(f"/desk/{one.public_id}/").status_code == 404


def test_road_officers_see_consents_alone(scene, law) -> None:
    access, consent = submitted(scene, 1), submitted(scene)
    road = seen_by(make_user(Role.ROAD_OFFICER))
    assert numbers(road.text("/desk/", show="all")) == [str(consent)]
    assert road.get(f"/desk/{consent.public_id}/").status_code == 200
    assert road.get(f"/desk/{access.public_id}/").status_code == 404
