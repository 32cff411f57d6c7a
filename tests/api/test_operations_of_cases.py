"""The documented operations on a request after its grant, and around it, on the demo city."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from psycopg2.extras import DateRange

from accounts.models import Organisation, User
from registry_api.nodes import to_global_id
from reservations.models import AccessRequest, ReserveShare
from reservations.services import message
from tests.api.door import Door
from tests.api.operations import operation
from tests.api.snapshot import snapshot
from tests.builders import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo city, loaded once and rolled back behind the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def _someone(role: str, organisation: str = "WUP") -> User:
    return make_user(role, Organisation.objects.get(code=organisation))


def _data(user: User, name: str, **changes: Any) -> dict[str, Any]:
    asked = operation(name)
    answer = Door(user)(asked.text, **{**asked.variables, **changes})
    assert "errors" not in answer, answer["errors"]
    return answer["data"]


def _carried_out(user: User, name: str, **facts: Any) -> dict[str, Any]:
    """The payload of a mutation, with the facts changed that are given."""
    given = {**operation(name).variables["input"], **facts}
    ((_field, payload),) = _data(user, name, input=given).items()
    return payload


def _codes(user: User, name: str, **facts: Any) -> list[str]:
    return [error["code"] for error in _carried_out(user, name, **facts)["errors"]]


def test_more_time_is_priced_asked_for_and_given(city) -> None:
    holder, officer = _someone("partner", "WFA"), _someone("access_officer")
    asked, door = operation("AskForMoreTime"), Door(holder)
    before = snapshot()
    shown = door(asked.text, **asked.variables)["data"]["askForMoreTime"]
    (price,) = shown["accessRequest"]["extensions"]
    assert shown["errors"] == [] and price["gross"] and price["months"] > 100
    assert snapshot() == before
    assert _codes(officer, "GrantMoreTime") == ["NOTHING_ASKED"]
    assert _codes(_someone("partner", "BTN"), "AskForMoreTime") == ["NOT_FOUND"]
    assert _codes(holder, "AskForMoreTime", dryRun=False) == []
    granted = _carried_out(officer, "GrantMoreTime")["accessRequest"]
    assert granted["period"]["until"] == price["last"]
    assert [one["period"]["until"] for one in granted["reservations"]] == [price["last"]]


def test_what_was_laid_is_reported_and_confirmed(city) -> None:
    holder, officer = _someone("partner", "TLT"), _someone("access_officer")
    assert _codes(holder, "ReportAsBuilt") == ["WRONG_UNITS"], "DUCT stands for a code"
    assert _codes(officer, "ConfirmAsBuilt") == ["REPORT_NEEDED"]
    (laid,) = operation("ReportAsBuilt").variables["input"]["laid"]
    duct = AccessRequest.objects.get(pk=3).claims.get().holder.units.get().duct.code
    laid |= {"duct": duct, "lengthM": "60.5"}
    reported = _carried_out(holder, "ReportAsBuilt", laid=[laid])
    assert reported["errors"] == []
    assert reported["accessRequest"]["reports"][0]["lines"][0]["duct"] == duct
    case = _carried_out(officer, "ConfirmAsBuilt")["accessRequest"]
    assert (case["state"], case["reservations"][0]["state"]) == ("IN_USE", "IN_USE")


def test_the_placeholder_of_return_units_is_not_found(city) -> None:
    assert _codes(_someone("partner", "WFA"), "ReturnUnits") == ["NOT_FOUND"]


def test_the_regulator_is_told_once(city) -> None:
    officer = _someone("access_officer")
    told = _carried_out(officer, "TellRegulator")
    assert told["errors"] == []
    met = {one["step"]: one["metOn"] for one in told["accessRequest"]["deadlines"]}
    assert met["NOTIFICATION"] == told["accessRequest"]["regulatorNotice"]["toldOn"]
    assert _codes(officer, "TellRegulator") == ["NOTHING_TO_TELL"]


def test_the_dispute_body_is_called_once_and_decides(city) -> None:
    applicant, officer = _someone("partner", "TLT"), _someone("access_officer")
    assert _codes(officer, "NoteRuling") == ["NO_DISPUTE"]
    assert _codes(_someone("partner", "WFA"), "FileDispute") == ["NOT_FOUND"]
    case = _carried_out(applicant, "FileDispute")["accessRequest"]
    assert case["dispute"]["byApplicant"] is True
    (due,) = (one["dueOn"] for one in case["deadlines"] if one["step"] == "RULING")
    assert due > case["dispute"]["filedOn"]
    assert _carried_out(applicant, "FileDispute")["accessRequest"] == case, "the same key"
    assert _codes(officer, "FileDispute") == ["NO_DISPUTE"]
    assert _codes(applicant, "NoteRuling") == ["NOT_PERMITTED"]
    assert _codes(officer, "NoteRuling", ruledOn="2020-01-01") == ["INVALID_DATE"]
    case = _carried_out(officer, "NoteRuling")["accessRequest"]
    met = {one["step"]: one["metOn"] for one in case["deadlines"]}
    assert met["RULING"] == case["dispute"]["ruledOn"] and case["dispute"]["ruling"]


def test_a_message_is_written_once_told_and_read(city) -> None:
    applicant, officer = _someone("partner", "TLT"), _someone("access_officer")
    first = _carried_out(applicant, "WriteMessage")
    assert first["errors"] == [] and first["message"]["fromDesk"] is False
    assert _carried_out(applicant, "WriteMessage") == first
    (notice,) = _data(officer, "MyNotices")["notices"]["nodes"]
    assert notice["message"]["text"] == first["message"]["text"]
    query = "mutation($i: ReadNoticesInput!) { readNotices(input: $i) { errors { code } } }"
    read = Door(officer)(query, i={"rows": [{"id": notice["id"]}]})["data"]["readNotices"]
    assert read["errors"] == []
    assert _data(officer, "MyNotices")["notices"]["totalCount"] == 0
    everything = _data(officer, "MyNotices", filter={})["notices"]["nodes"]
    assert [one["readAt"] is not None for one in everything] == [True]


def test_the_file_of_a_request(city) -> None:
    case, holder = AccessRequest.objects.get(pk=6), _someone("partner", "WFA")
    message.write(request=case, text="Wann?", by=holder)
    found = _data(holder, "RequestFile", id=to_global_id("AccessRequest", case.public_id))
    assert [one["text"] for one in found["node"]["messages"]["nodes"]] == ["Wann?"]
    assert [one["kind"] for one in found["letters"]] == ["RECEIPT"]
    assert found["informationFiles"] == []


def test_the_desks_file_of_a_request(city) -> None:
    found = _data(_someone("access_officer"), "DeskFile")
    assert {one["answer"] for one in found["checklist"]} == {None}
    assert found["competingClaims"] == []


@pytest.mark.parametrize(("role", "exact"), [("planner", True), ("partner", False)])
def test_ducts_in_an_area(city, role: str, exact: bool) -> None:
    user = _someone(role, "WUP" if exact else "BTN")
    found = _data(user, "DuctsInArea")["ductsInArea"]
    assert bool(found["stretches"]) is exact
    assert bool(found["cells"]) is not exact


def test_statistics(city) -> None:
    figures = {
        one["name"]: one for one in _data(_someone("access_officer"), "Statistics")["statistics"]
    }
    assert {"times", "decisions", "grounds", "leased", "revenue-EUR"} <= figures.keys()
    assert figures["decisions"]["rows"] and figures["decisions"]["legend"]


def test_the_share_of_the_city_is_set_aside(city) -> None:
    officer = _someone("access_officer")
    assert _codes(officer, "SetAsideReserve") == ["NO_SHARE"]
    ReserveShare.objects.create(
        duct_class="tube",
        percent=10,
        justification="Eigenbedarf",
        valid=DateRange(dt.date(2020, 1, 1), None),
        source="test",
    )
    kept = _carried_out(officer, "SetAsideReserve")
    assert kept["errors"] == []
    (kept_now,) = kept["reservations"]
    assert (kept_now["state"], len(kept_now["units"])) == ("CONFIRMED", 2)
