"""What the desk asks about one request, and in sum: who is told what."""

from __future__ import annotations

from typing import Any

import pytest

from assets.models import Duct
from reservations.services import access_request
from reservations.services.requested import Stretch
from tests.api.case_examples import OFFICERS
from tests.api.door import Door
from tests.api.questions import PEOPLE, ask, plant
from tests.reservations.access.cases import CONTACT
from tests.reservations.conftest import next_year

__all__ = ["plant"]

pytestmark = pytest.mark.django_db


CHECKLIST = "query($r: ID!) { checklist(request: $r) { code name required answer } }"

COMPETING = """query($r: ID!) { competingClaims(request: $r) {
    earlier units reservation { number request { number organisation { code } } } } }"""


@pytest.mark.parametrize("query", [CHECKLIST, COMPETING])
def test_what_the_desk_alone_is_told(plant, query) -> None:
    """The applicant itself hears as little as a competitor."""
    case = str(plant.cases["waiting"])
    told = {who for who in PEOPLE if ask(plant, who, query, r=case)[1] != ["NOT_FOUND"]}
    assert told == OFFICERS
    assert ask(plant, "nobody", query, r=case)[1] == ["UNAUTHENTICATED"]


def test_the_road_officer_is_told_of_consents(plant) -> None:
    for query in (CHECKLIST, COMPETING):
        assert ask(plant, "road_officer", query, r=str(plant.cases["consent"])) == ([], [])


def test_the_checklist_with_what_was_found(plant) -> None:
    case = str(plant.cases["waiting"])
    item = {"code": "lageplan", "name": "Desk-List", "required": True}
    assert ask(plant, "access_officer", CHECKLIST, r=case) == ([{**item, "answer": None}], [])
    ask_back = """mutation($i: AskBackInput!) { askBack(input: $i) { errors { code field } } }"""
    officer = Door(plant.user("access_officer"))

    def asked(item: str, answer: str) -> Any:
        given = {"id": case, "missing": "x", "answers": [{"item": item, "answer": answer}]}
        return officer(ask_back, i=given)["data"]["askBack"]["errors"]

    assert asked("nix", "MISSING") == [{"code": "NOT_FOUND", "field": "answers.0.item"}]
    assert asked("lageplan", "MISSING") == []
    assert ask(plant, "access_officer", CHECKLIST, r=case)[0][0]["answer"] == "MISSING"


def test_nothing_is_complete_while_the_list_says_otherwise(plant) -> None:
    given = {"id": str(plant.cases["waiting"]), "answers": [{"item": "lageplan"}]}
    given["answers"][0]["answer"] = "MISSING"
    query = "mutation($i: ReviewRequestInput!) { reviewRequest(input: $i) { errors { code } } }"
    answer = Door(plant.user("access_officer"))(query, i=given)
    assert answer["data"]["reviewRequest"]["errors"] == [{"code": "PARTS_MISSING"}]


def test_who_else_wants_it(plant) -> None:
    duct = Duct.objects.get(code="C3")
    rival = access_request.draft(
        kind="duct_access",
        by=plant.south,
        units=[Stretch(duct.pk, duct.start_site_id, duct.end_site_id)],
        subject="South-Request",
        period=next_year(),
        **CONTACT,
    )
    first = str(plant.cases["in_review"])
    assert ask(plant, "access_officer", COMPETING, r=first) == ([], []), "a draft is nobody's"
    access_request.submit(request=rival, by=plant.south, hold=False)
    (found,), codes = ask(plant, "access_officer", COMPETING, r=first)
    assert (codes, found["earlier"], found["units"]) == ([], False, ["C3"])
    assert found["reservation"]["request"] == {
        "number": str(rival),
        "organisation": {"code": "süd"},
    }
    (other,), _codes = ask(plant, "access_officer", COMPETING, r=str(rival))
    assert other["earlier"] is True
    for who, case in (("north", first), ("south", str(rival))):
        assert ask(plant, who, COMPETING, r=case)[1] == ["NOT_FOUND"]


FIGURES = """query($y: Date!, $z: Date!) { statistics(period: {from: $y, until: $z}, step: YEAR) {
    name title unit note legend rows { label parts } } }"""


def test_figures_are_for_the_desk(plant) -> None:
    days = {"y": "2020-01-01", "z": "2040-12-31"}
    found, codes = ask(plant, "access_officer", FIGURES, **days)
    figures = {one["name"]: one for one in found}
    assert codes == []
    granted = figures["decisions"]["rows"]
    assert sum(sum(row["parts"]) for row in granted) == 2
    assert figures["revenue-EUR"]["rows"] and figures["leased"]["rows"]
    told = {who for who in PEOPLE if not ask(plant, who, FIGURES, **days)[1]}
    assert told == {"access_officer", "road_officer"}
    assert ask(plant, "access_officer", FIGURES, y="2031-01-01", z="2030-01-01")[1] == [
        "INVALID_PERIOD"
    ]
