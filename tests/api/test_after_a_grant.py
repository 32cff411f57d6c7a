"""More time, units given back and reports, over GraphQL."""

from __future__ import annotations

import datetime as dt

import pytest

from reservations.access.states import RequestState
from tests.api.door import Door
from tests.api.questions import plant
from tests.builders import make_user

__all__ = ["plant"]

pytestmark = pytest.mark.django_db


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
    assert report["confirmedBy"] is not None and report["lines"][0]["outerMm"] == "2.5"


def test_the_desk_reads_how_long_the_way_of_a_cable_is(plant) -> None:
    query = "{ accessRequests { nodes { reports { lines { lengthM mappedM } } } } }"
    told = {}
    for who, person in (
        ("desk", make_user("access_officer")),
        ("applicant", plant.cases["granted"].created_by),
    ):
        cases = Door(person)(query)["data"]["accessRequests"]["nodes"]
        reports = [report for case in cases for report in case["reports"]]
        ((told[who],),) = [report["lines"] for report in reports]
    assert told["desk"]["mappedM"] and told["desk"]["lengthM"] == "95.0"
    assert told["applicant"] == {"lengthM": "95.0", "mappedM": None}


def test_what_is_not_reported_yet_is_told(plant) -> None:
    query = "{ accessRequests { nodes { state unreportedDucts } } }"
    cases = Door(plant.north)(query)["data"]["accessRequests"]["nodes"]
    ((leased),) = [one["unreportedDucts"] for one in cases if one["unreportedDucts"]]
    assert leased == ["C4", "C5"]


def test_a_length_that_cannot_be_is_refused_at_its_field(plant) -> None:
    query = (
        "mutation($i: ReportAsBuiltInput!) { reportAsBuilt(input: $i) { errors { code field } } }"
    )
    cable = {"duct": "C4", "cable": "x", "outerMm": "2.5", "fibres": 12, "lengthM": "1000000"}
    given = {"id": str(plant.cases["leased"]), "laidOn": dt.date.today().isoformat()}
    answer = Door(plant.north)(query, i={**given, "laid": [cable]})["data"]["reportAsBuilt"]
    assert answer["errors"] == [{"code": "INVALID_VALUE", "field": "laid.0.lengthM"}]
