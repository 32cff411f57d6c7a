"""Every documented operation answers on the demo city with the variables in its head."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from graphql import parse, validate

from accounts.models import Organisation
from assets.models import Gateway
from registry_api.schema import schema
from reservations.access.states import RequestState
from reservations.models import AccessRequest, Claim
from tests.api.door import Door
from tests.api.operations import MARK, NAMES, operation
from tests.api.snapshot import snapshot
from tests.builders import make_user

# Each test runs in a transaction of its own inside that of the city.
pytestmark = pytest.mark.django_db

REQUIRED = {
    "AssetsInBox",
    "DuctDetail",
    "FindRoutes",
    "ReserveRoute",
    "ReserveStrands",
    "ConfirmReservation",
    "ReleaseReservation",
    "MyReservations",
    "GatewayCapacity",
    "CreateSegment",
    "SplitSegment",
    "LayDuct",
    "CutDuct",
    "CreateGateways",
    "TryCutDuct",
    "SubmitAccessRequest",
    "CompleteRequest",
    "MakeOffer",
    "AcceptOffer",
    "DecideRequest",
    "WithdrawRequest",
    "MyCases",
    "Queue",
    "AskForMoreTime",
    "GrantMoreTime",
    "ReportAsBuilt",
    "ConfirmAsBuilt",
    "ReturnUnits",
    "TellRegulator",
    "FileDispute",
    "NoteRuling",
    "PublishWorks",
    "WriteMessage",
    "RequestFile",
    "DeskFile",
    "MyNotices",
    "DuctsInArea",
    "Statistics",
    "SetAsideReserve",
}


@pytest.fixture(scope="module")
def city(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo city, loaded once and rolled back behind the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference_data", verbosity=0)
        call_command("generate_city", stdout=StringIO())
        yield
        transaction.set_rollback(True)


def _someone(role: str, organisation: str = "WUP") -> Any:
    return make_user(role, Organisation.objects.get(code=organisation))


def _run(ask, user, name: str, **changes: Any) -> dict[str, Any]:
    asked = operation(name)
    answer = ask(user, asked.text, **{**asked.variables, **changes})
    assert "errors" not in answer, answer["errors"]
    ((_field, result),) = answer["data"].items()
    return result


def test_they_are_all_there() -> None:
    assert set(NAMES) >= REQUIRED


@pytest.mark.parametrize("name", NAMES)
def test_each_is_valid_and_explains_itself(name: str) -> None:
    asked = operation(name)
    assert validate(schema.graphql_schema, parse(asked.text)) == []
    assert asked.head[-1].startswith(MARK)
    assert len(asked.head) >= 4
    assert f" {name}(" in asked.text


def test_assets_in_box(ask, city) -> None:
    nodes = _run(ask, _someone("viewer"), "AssetsInBox")["nodes"]
    assert len(nodes) > 5
    assert any(
        tube["duct"]["code"]
        for node in nodes
        for outer in node["ductSections"]
        for bundle in outer["children"]
        for tube in bundle["children"]
    )


def test_duct_detail(ask, city) -> None:
    (duct,) = _run(ask, _someone("viewer"), "DuctDetail")["nodes"]
    tubes = duct["sections"][0]["children"]
    assert len(tubes) == 12
    assert all(tube["duct"]["colour"]["hex"].startswith("#") for tube in tubes)
    assert all(tube["occupancy"]["state"] for tube in tubes)


@pytest.mark.parametrize(("role", "exact"), [("planner", True), ("partner", False)])
def test_find_and_reserve_a_route(ask, city, role: str, exact: bool) -> None:
    user = _someone(role, "WUP" if exact else "TLT")
    found = _run(ask, user, "FindRoutes")
    route = found["routes"][0]
    assert route["price"]["gross"] and route["price"]["isBinding"] is False
    assert bool(route["hops"][0]["ducts"]) is exact
    assert (route["hops"][0]["fromSite"] is not None) is exact
    variables = operation("ReserveRoute").variables["input"]
    answer = _run(ask, user, "ReserveRoute", input={**variables, "routeToken": route["token"]})
    assert answer["errors"] == []
    assert answer["reservation"]["state"] == "HELD"
    again = _run(ask, user, "ReserveRoute", input={**variables, "routeToken": route["token"]})
    assert again["reservation"]["id"] == answer["reservation"]["id"]


def test_the_placeholder_of_reserve_route_is_refused(ask, city) -> None:
    before = Claim.objects.count()
    answer = _run(ask, _someone("partner", "TLT"), "ReserveRoute")
    assert [error["code"] for error in answer["errors"]] == ["INVALID_ROUTE_TOKEN"]
    assert Claim.objects.count() == before


def test_reserve_strands(ask, city) -> None:
    answer = _run(ask, _someone("planner"), "ReserveStrands")
    assert answer["errors"] == []
    assert [unit["strand"]["number"] for unit in answer["reservation"]["units"]] == [41, 42, 43, 44]


@pytest.mark.parametrize(
    ("name", "state"), [("ConfirmReservation", "CONFIRMED"), ("ReleaseReservation", "RELEASED")]
)
def test_decisions(ask, city, name: str, state: str) -> None:
    answer = _run(ask, _someone("access_officer"), name)
    assert answer["errors"] == []
    assert answer["reservation"]["state"] == state


def test_my_reservations(ask, city) -> None:
    nodes = _run(ask, _someone("partner", "WFA"), "MyReservations")["nodes"]
    assert {node["organisation"]["code"] for node in nodes} == {"WFA"}
    on_strands = Claim.objects.filter(organisation__code="WFA", holder__units__duct=None).distinct()
    assert sum(node["geometry"] is None for node in nodes) <= on_strands.count() == 1


def test_gateway_capacity(ask, city) -> None:
    answer = _run(ask, _someone("viewer"), "GatewayCapacity")
    assert answer["binding"]["kind"] and answer["assumptions"]


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("CreateSegment", "segment"),
        ("SplitSegment", "newSegment"),
        ("LayDuct", "duct"),
        ("CutDuct", "newDuct"),
    ],
)
def test_edits(ask, city, name: str, field: str) -> None:
    answer = _run(ask, _someone("editor"), name)
    assert answer["errors"] == []
    assert answer[field]["id"]


def test_several_gateways_at_once(ask, city) -> None:
    editor = _someone("editor")
    asked = operation("CreateGateways").variables["input"]
    answer = _run(ask, editor, "CreateGateways")
    assert answer["errors"] == []
    codes = [row["code"] for row in asked["rows"]]
    assert [one["code"] for one in answer["gateways"]] == codes
    assert _run(ask, editor, "CreateGateways") == answer, "the same key: not made twice"
    assert Gateway.objects.filter(code__in=codes).count() == 2


def test_one_wrong_row_and_none_is_made(ask, city) -> None:
    asked = operation("CreateGateways").variables["input"]
    rows = [asked["rows"][0], {**asked["rows"][1], "site": "S-9999"}]
    answer = _run(ask, _someone("editor"), "CreateGateways", input={**asked, "rows": rows})
    assert [(one["code"], one["field"]) for one in answer["errors"]] == [
        ("NOT_FOUND", "rows.1.site")
    ]
    assert not Gateway.objects.filter(code__startswith="GW-NEU").exists()


def test_trying_shows_what_cutting_does_and_changes_nothing(city) -> None:
    editor = Door(_someone("editor"))
    before = snapshot()
    asked = operation("TryCutDuct")
    tried = editor(asked.text, **asked.variables)["data"]["cutDuct"]
    assert tried["errors"] == [] and tried["newDuct"]["tubes"]
    assert snapshot() == before
    given = {**asked.variables["input"], "dryRun": False}
    done = editor(asked.text, input=given)["data"]["cutDuct"]
    assert done["newDuct"]["lengthM"] == tried["newDuct"]["lengthM"]
    assert snapshot() != before


@pytest.mark.parametrize(
    ("name", "who", "state"),
    [
        ("SubmitAccessRequest", ("partner", "TLT"), "SUBMITTED"),
        ("CompleteRequest", ("partner", "WFA"), "COMPLETED"),
        ("MakeOffer", ("access_officer", "WUP"), "OFFERED"),
        ("AcceptOffer", ("partner", "WFA"), "ACCEPTED"),
        ("DecideRequest", ("access_officer", "WUP"), "GRANTED"),
        ("WithdrawRequest", ("partner", "WFA"), "WITHDRAWN"),
    ],
)
def test_steps_of_requests(ask, city, name: str, who: tuple[str, str], state: str) -> None:
    answer = _run(ask, _someone(*who), name)
    assert answer["errors"] == []
    assert answer["accessRequest"]["state"] == state
    stranger = _run(ask, _someone("partner", "BTN"), name)
    if name != "SubmitAccessRequest":
        assert [one["code"] for one in stranger["errors"]] == ["NOT_FOUND"]


def test_my_cases(ask, city) -> None:
    listed = _run(ask, _someone("partner", "WFA"), "MyCases")["nodes"]
    assert {one["state"] for one in listed} == {"INCOMPLETE", "IN_REVIEW", "OFFERED"}
    (incomplete,) = [one for one in listed if one["state"] == "INCOMPLETE"]
    assert "Lageplan" in incomplete["missing"]


def test_the_queue_stands_in_the_order_of_receipt(ask, city) -> None:
    listed = _run(ask, _someone("access_officer"), "Queue")["nodes"]
    assert len(listed) >= 3
    moments = [one["completeAt"] for one in listed]
    assert moments == sorted(moments)
    places = [one["queuePlace"] for one in listed if one["kind"] == "DUCT_ACCESS"]
    assert places == [1, 2]
    assert {one["light"] for case in listed for one in case["deadlines"]} >= {"AMBER", "GREEN"}


def test_the_demo_city_has_requests_in_every_state(city) -> None:
    states = set(AccessRequest.objects.values_list("state", flat=True))
    assert states == set(RequestState.values)


def test_changes(ask, city) -> None:
    """The city of this test is never committed: the feed is in order, and ends before it."""
    answer = _run(ask, _someone("editor"), "Changes")
    assert answer["head"] and answer["pageInfo"]["endCursor"]
    assert len(answer["nodes"]) <= 20


def test_webhooks(ask, city) -> None:
    administrator = _someone("administrator")
    assert _run(ask, administrator, "Webhooks")["nodes"] == []
    answer = _run(ask, administrator, "CreateWebhook")
    assert [error["code"] for error in answer["errors"]] == ["NOT_FOUND"]
