"""Questions about one request, an area or a bundle that are no plain lists: who is told what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from assets.models import Duct
from registry_api.nodes import to_global_id
from reservations.access.states import RequestState
from reservations.models import AccessRequest
from reservations.services import access_request, letter
from reservations.services.requested import Stretch
from tests.api.case_examples import OFFICERS
from tests.api.door import Door
from tests.api.examples import Plant, geo
from tests.api.ground import EVERYBODY
from tests.builders import make_area, make_user
from tests.reservations.access.cases import CONTACT
from tests.reservations.conftest import next_year

pytestmark = pytest.mark.django_db

APPLICANTS = {"north", "partner_administrator"}
PEOPLE = [who for who in EVERYBODY if who != "nobody"]


@pytest.fixture(scope="module")
def plant(django_db_setup: None, django_db_blocker: Any) -> Iterator[Plant]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Plant()
        transaction.set_rollback(True)


def _ask(plant: Plant, who: str, query: str, **variables: Any) -> tuple[Any, list[str]]:
    """The value of the only field, and the codes of errors."""
    answer = Door(plant.user(who))(query, **variables)
    codes = [error["extensions"]["code"] for error in answer.get("errors", [])]
    data = answer.get("data")
    return (next(iter(data.values())) if data else None), codes


# --- the desk's own
CHECKLIST = "query($r: ID!) { checklist(request: $r) { code name required answer } }"
COMPETING = """query($r: ID!) { competingClaims(request: $r) {
    earlier units reservation { number request { number organisation { code } } } } }"""


@pytest.mark.parametrize("query", [CHECKLIST, COMPETING])
def test_what_the_desk_alone_is_told(plant, query) -> None:
    """The applicant itself hears as little as a competitor."""
    case = str(plant.cases["waiting"])
    told = {who for who in PEOPLE if _ask(plant, who, query, r=case)[1] != ["NOT_FOUND"]}
    assert told == OFFICERS
    assert _ask(plant, "nobody", query, r=case)[1] == ["UNAUTHENTICATED"]


def test_the_road_officer_is_told_of_consents(plant) -> None:
    for query in (CHECKLIST, COMPETING):
        assert _ask(plant, "road_officer", query, r=str(plant.cases["consent"])) == ([], [])


def test_the_checklist_with_what_was_found(plant) -> None:
    case = str(plant.cases["waiting"])
    item = {"code": "lageplan", "name": "Desk-List", "required": True}
    assert _ask(plant, "access_officer", CHECKLIST, r=case) == ([{**item, "answer": None}], [])
    ask_back = """mutation($i: AskBackInput!) { askBack(input: $i) { errors { code field } } }"""
    officer = Door(plant.user("access_officer"))

    def asked(item: str, answer: str) -> Any:
        given = {"id": case, "missing": "x", "answers": [{"item": item, "answer": answer}]}
        return officer(ask_back, i=given)["data"]["askBack"]["errors"]

    assert asked("nix", "MISSING") == [{"code": "NOT_FOUND", "field": "answers.0.item"}]
    assert asked("lageplan", "MISSING") == []
    assert _ask(plant, "access_officer", CHECKLIST, r=case)[0][0]["answer"] == "MISSING"


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
    assert _ask(plant, "access_officer", COMPETING, r=first) == ([], []), "a draft is nobody's"
    access_request.submit(request=rival, by=plant.south, hold=False)
    (found,), codes = _ask(plant, "access_officer", COMPETING, r=first)
    assert (codes, found["earlier"], found["units"]) == ([], False, ["C3"])
    assert found["reservation"]["request"] == {
        "number": str(rival),
        "organisation": {"code": "süd"},
    }
    (other,), _codes = _ask(plant, "access_officer", COMPETING, r=str(rival))
    assert other["earlier"] is True
    for who, case in (("north", first), ("south", str(rival))):
        assert _ask(plant, who, COMPETING, r=case)[1] == ["NOT_FOUND"]


# --- letters and files
LETTERS = "query($r: ID!) { letters(request: $r) { kind day isDraft url } }"
FILES = "query($r: ID!) { informationFiles(request: $r) { format url } }"


def test_every_letter_that_is_listed_opens_and_no_other(plant) -> None:
    """For each case and everybody who sees it."""
    met = set()
    for who in ("north", "south", "access_officer", "road_officer"):
        browser = Client()
        browser.force_login(plant.user(who))
        for case in AccessRequest.objects.all():
            listed, codes = _ask(plant, who, LETTERS, r=str(case))
            urls = {one["url"] for one in listed or ()}
            met |= {one["kind"] for one in listed or ()}
            for kind in ("receipt", "missing", "quote", "decision"):
                url = f"/cases/{case.public_id}/{kind}.pdf"
                opens = browser.get(url).status_code == 200
                assert opens is (url in urls), (who, kind, codes)
    assert met == {"RECEIPT", "MISSING", "QUOTE", "DECISION"}


def test_a_draft_of_a_letter_is_for_those_who_decide(plant) -> None:
    case = str(plant.cases["prepared"])
    drafts = [one for one in _ask(plant, "access_officer", LETTERS, r=case)[0] if one["isDraft"]]
    assert [one["kind"] for one in drafts] == ["DECISION"]
    assert {one["kind"] for one in _ask(plant, "south", LETTERS, r=case)[0]} == {"RECEIPT"}
    assert _ask(plant, "north", LETTERS, r=case)[1] == ["NOT_FOUND"]
    assert len(letter.available(plant.cases["prepared"], plant.south)) == 1


def test_the_package_comes_with_the_grant(plant) -> None:
    leased = plant.cases["leased"]
    listed, codes = _ask(plant, "north", FILES, r=str(leased))
    assert (codes, [one["format"] for one in listed]) == ([], ["pdf", "gpkg"])
    browser = Client()
    browser.force_login(plant.user("north"))
    assert browser.get(listed[1]["url"]).status_code == 200
    assert _ask(plant, "north", FILES, r=str(plant.cases["offered"])) == ([], [])
    assert _ask(plant, "south", FILES, r=str(leased))[1] == ["NOT_FOUND"]


# --- messages
TALK = """query($i: ID!, $after: String) { node(id: $i) { ... on AccessRequest {
    messages(first: 1, after: $after) { totalCount pageInfo { endCursor hasNextPage }
    nodes { text internal fromDesk attachments { fileName url downloads { person } } } } } } }"""


def _talk(plant: Plant, who: str, name: str) -> list[dict[str, Any]]:
    """All pages of a conversation, each of one message."""
    identifier = to_global_id("AccessRequest", plant.cases[name].public_id)
    found, after, more = [], None, True
    while more:
        node, _codes = _ask(plant, who, TALK, i=identifier, after=after)
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


# --- areas, reserves, figures
AREA = """query($a: GeoJSON!, $p: PeriodInput) { ductsInArea(area: $a, period: $p) {
    cells { availabilityClass cells }
    stretches { state lengthM duct { code } fromSite { code } toSite { code } } } }"""


def _around_everything() -> dict[str, Any]:
    (polygon,) = make_area().transform(4326, clone=True)
    return {"type": "Polygon", "coordinates": [[list(point) for point in polygon.coords[0]]]}


def test_ducts_of_an_area_for_those_who_see_plant(plant) -> None:
    asked = next_year()
    days = {"from": asked.first.isoformat(), "until": asked.last.isoformat()}
    found, codes = _ask(plant, "planner", AREA, a=_around_everything(), p=days)
    assert codes == [] and found["cells"] == []
    states = {one["duct"]["code"]: one["state"] for one in found["stretches"]}
    assert {"C1", "C3", "C4", "DU", "EU"} <= states.keys()
    assert (states["EU"], states["C4"]) == ("FREE", "RESERVED")


@pytest.mark.parametrize("who", ["north", "south"])
def test_a_carrier_is_told_of_cells_only(plant, who) -> None:
    found, codes = _ask(plant, who, AREA, a=_around_everything())
    assert codes == [] and found["stretches"] == []
    assert found["cells"] == [] or sum(one["cells"] for one in found["cells"]) > 0


def test_areas_that_are_none(plant) -> None:
    point = geo(plant.spare["X"].geom)
    assert _ask(plant, "planner", AREA, a=point)[1] == ["INVALID_GEOMETRY"]
    assert _ask(plant, "contractor_editor", AREA, a=_around_everything())[1] == ["NOT_PERMITTED"]


KEPT = """query($p: ReservePlace!) {
    keptShare(place: $p) { percent ducts due kept missing justification } }"""
SHARES = "{ reserveShares { ductClass percent justification valid { from until } ducts } }"


def test_what_the_city_keeps(plant) -> None:
    found, codes = _ask(plant, "access_officer", KEPT, p={"bundle": "RV"})
    assert (codes, found["ducts"], found["due"], found["kept"]) == ([], 3, 1, 0)
    assert (found["percent"], found["missing"]) == ("10.0", 1)
    assert _ask(plant, "access_officer", KEPT, p={"bundle": "EU"}) == (None, [])
    for who in ("north", "south", "partner_administrator"):
        assert _ask(plant, who, KEPT, p={"bundle": "RV"})[1] == ["NOT_FOUND"], who
    assert _ask(plant, "viewer", KEPT, p={"bundle": "RV"})[1] == ["NOT_PERMITTED"]


@pytest.mark.parametrize(
    "place", [{}, {"ductClass": "TUBE"}, {"segment": "U=V"}, {"bundle": "RV", "segment": "U=V"}]
)
def test_a_place_is_a_bundle_or_a_class_in_a_segment(plant, place) -> None:
    assert _ask(plant, "access_officer", KEPT, p=place)[1] == ["REQUIRED"]
    given = {"places": [{"bundle": "RV"}, place], "last": "2044-12-31", "organisation": "stadt"}
    query = (
        "mutation($i: SetAsideReserveInput!) { setAsideReserve(input: $i) { errors { field } } }"
    )
    answer = Door(plant.user("access_officer"))(query, i=given)["data"]["setAsideReserve"]
    assert answer["errors"] == [{"field": "places.1"}]


def test_the_shares_in_force(plant) -> None:
    """Their reasons are told to those who see all reservations."""
    (share,), codes = _ask(plant, "access_officer", SHARES)
    assert (codes, share["ductClass"], share["percent"]) == ([], "TUBE", "10.0")
    assert (share["justification"], share["ducts"]) == ("Eigenbedarf", 0)
    told = {who for who in PEOPLE if not _ask(plant, who, SHARES)[1]}
    assert told == {"planner", "access_officer", "auditor"}


FIGURES = """query($y: Date!, $z: Date!) { statistics(period: {from: $y, until: $z}, step: YEAR) {
    name title unit note legend rows { label parts } } }"""


def test_figures_are_for_the_desk(plant) -> None:
    days = {"y": "2020-01-01", "z": "2040-12-31"}
    found, codes = _ask(plant, "access_officer", FIGURES, **days)
    figures = {one["name"]: one for one in found}
    assert codes == []
    granted = figures["decisions"]["rows"]
    assert sum(sum(row["parts"]) for row in granted) == 2
    assert figures["revenue-EUR"]["rows"] and figures["leased"]["rows"]
    told = {who for who in PEOPLE if not _ask(plant, who, FIGURES, **days)[1]}
    assert told == {"access_officer", "road_officer"}
    assert _ask(plant, "access_officer", FIGURES, y="2031-01-01", z="2030-01-01")[1] == [
        "INVALID_PERIOD"
    ]


# --- after the grant
def test_more_time_shows_its_price_before_it_is_asked_for(plant) -> None:
    leased = plant.cases["leased"]
    query = """mutation($i: AskForMoreTimeInput!) { askForMoreTime(input: $i) { accessRequest {
        extensions { last months net vat gross answer askedBy answeredBy } }
        errors { code field } } }"""
    north = Door(plant.north)
    given = {"id": str(leased), "last": "2999-01-01", "reason": "Bau", "dryRun": True}
    refused = north(query, i={**given, "last": "2020-01-01"})["data"]["askForMoreTime"]
    assert [(one["code"], one["field"]) for one in refused["errors"]] == [
        ("INVALID_PERIOD", "last")
    ]
    last = leased.period.upper.isoformat()
    shown = north(query, i={**given, "last": last})["data"]["askForMoreTime"]
    (extension,) = shown["accessRequest"]["extensions"]
    assert (extension["last"], extension["answer"]) == (last, "OPEN")
    assert extension["gross"] and not leased.extensions.exists()


def test_units_of_another_case_are_not_given_back(plant) -> None:
    query = "mutation($i: ReturnUnitsInput!) { returnUnits(input: $i) { errors { code field } } }"
    foreign = {"id": str(plant.cases["leased"]), "units": [plant.cases.unit_of("granted")]}
    answer = Door(plant.north)(query, i=foreign)["data"]["returnUnits"]
    assert answer["errors"] == [{"code": "NOT_FOUND", "field": "units"}]


def test_what_is_given_back_is_seen_no_more(plant) -> None:
    key = plant.cases.unit_of("leased")
    query = """mutation($i: ReturnUnitsInput!) { returnUnits(input: $i) { accessRequest {
        reservations { state units { key duct { code } } } } errors { code } } }"""
    given = {"id": str(plant.cases["leased"]), "units": [key]}
    answer = Door(plant.north)(query, i=given)["data"]["returnUnits"]
    assert answer["errors"] == []
    states = {one["state"] for one in answer["accessRequest"]["reservations"]}
    assert states == {"CONFIRMED", "RELEASED"}
    kept = Door(plant.user("north"))("{ ducts { nodes { code } } }")["data"]["ducts"]["nodes"]
    assert len({one["code"] for one in kept} & {"C4", "C5"}) == 1


def test_a_report_is_confirmed_and_the_case_in_use(plant) -> None:
    query = """mutation($i: ConfirmAsBuiltInput!) { confirmAsBuilt(input: $i) { accessRequest {
        state reports { laidOn remarks confirmedBy lines { duct cable outerMm fibres lengthM } }
        reservations { state } } errors { code } } }"""
    given = {"id": str(plant.cases["granted"])}
    answer = Door(make_user("access_officer"))(query, i=given)["data"]["confirmAsBuilt"]
    case = answer["accessRequest"]
    assert answer["errors"] == [] and case["state"] == RequestState.IN_USE.upper()
    assert [one["state"] for one in case["reservations"]] == ["IN_USE"]
    (report,) = case["reports"]
    assert report["confirmedBy"] is not None and report["lines"][0]["outerMm"] == "6.2"
