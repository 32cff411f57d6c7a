"""The change feed at the GraphQL door: cursors, objects as they are, fields before and after."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from assets.models import Duct, Segment, Site
from assets.services import duct_cut
from assets.services import site as sites
from gis import cursors
from history import feed
from history.context import acting
from network.services import duct_joint
from registry_api.nodes import to_global_id
from reservations.services import decide
from reservations.services.fulfilled_duty import REGULATOR, WORKS, record
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.api.operations import operation
from tests.builders import make_site, make_user
from tests.history.feed.following import fresh, newest, settled
from tests.reservations.access.cases import granted, submitted
from tests.reservations.access.conftest import load_law
from tests.reservations.conftest import Scene, make_scene

pytestmark = pytest.mark.django_db(transaction=True)

CHANGES = operation("Changes").text


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    with transaction.atomic():
        return make_scene()


def _changes(ask, user: Any, *, query: str = "", **variables: Any) -> dict[str, Any]:
    return _counted(ask, user, query=query, **variables)[0]


def _counted(ask, user: Any, *, query: str = "", **variables: Any) -> tuple[dict[str, Any], int]:
    """A page and the statements of its request; asked again while it says less than there is.

    A request reads one moment: a transaction of another test, in another database, that ends
    meanwhile makes head and page stop before it.
    """
    settled()
    end = newest()
    while True:
        with CaptureQueriesContext(connection) as captured:
            answer = ask(user, query or CHANGES, **{"first": 100, **variables})
        assert "errors" not in answer, answer
        page = answer["data"]["changes"]
        last, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        if _position(user, page["head"]) >= end and (more or _position(user, last) >= end):
            return page, len(captured)


def _position(user: Any, cursor: str) -> feed.Position:
    return feed.Position(*cursors.decode(feed.listing(fresh(user)), cursor, "after"))


def _since(ask, user: Any, cursor: str) -> list[dict[str, Any]]:
    return _changes(ask, user, after=cursor)["nodes"]


def _fields(change: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    return {one["name"]: (one["before"], one["after"]) for one in change["fields"]}


def test_from_the_beginning_and_on(ask, scene) -> None:
    editor = make_user("editor")
    seen, cursor, more = {}, None, True
    while more:
        page = _changes(ask, editor, after=cursor, first=3)
        cursor, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        seen |= {one["id"]: one["object"] for one in page["nodes"]}
    tables = (Site, Segment, Duct)
    codes = {code for table in tables for code in table.objects.values_list("code", flat=True)}
    assert {one["code"] for one in seen.values() if one and "code" in one} == codes
    assert cursor == page["head"]
    assert _since(ask, editor, cursor) == []


def test_fields_are_named_and_valued_as_in_the_contract(ask, scene) -> None:
    editor = make_user("editor")
    head = _changes(ask, editor)["head"]
    a, b = scene.network["A"], scene.network["B"]
    sites.change(site=a, by=editor, name="New", accuracy="cm10", reason="Survey")
    tube = scene.tube(4)
    first, second = duct_cut.cut(duct=tube, site=b, by=editor)
    renamed, *cut = _since(ask, editor, head)
    assert (renamed["actor"], renamed["reason"]) == (str(editor), "Survey")
    told = _fields(renamed)
    assert told["name"] == ("", "New")
    assert told["accuracy"] == ("UNKNOWN", "CM_10")
    assert told["version"] == (1, 2)
    assert "public_id" not in told and "geom3857" not in told
    by_code = {one["object"]["code"]: one for one in cut if one["object"]}
    ends = _fields(by_code[tube.code])
    assert ends["endSite"] == (
        to_global_id("Site", scene.network["C"].public_id),
        to_global_id("Site", b.public_id),
    )
    assert by_code[second.code]["operation"] == "CREATED"
    assert _fields(by_code[second.code])["lifeCycle"] == (None, "IN_SERVICE")
    moved = [one for one in by_code[second.code]["fields"] if one["part"] == "DuctSection"]
    assert {one["name"] for one in moved} == {"duct"}
    assert {change["transaction"] for change in cut} == {cut[0]["transaction"]}


def test_geometry_and_periods(ask, scene) -> None:
    planner = make_user("planner")
    head = _changes(ask, planner)["head"]
    made = make_site("N", east=300)
    claim = _hold(scene)
    site, reservation = _since(ask, planner, head)
    point = _fields(site)["geometry"][1]
    assert (
        point
        == ask(planner, '{ sites(filter: {code: "N"}) { nodes { geometry } } }')["data"]["sites"][
            "nodes"
        ][0]["geometry"]
    )
    told = _fields(reservation)
    assert told["period"] == (None, reservation["object"]["period"])
    assert told["state"] == (None, "HELD")
    assert told["organisation"][1] == to_global_id("Organisation", claim.organisation_id)
    assert "idempotencyKey" not in told and "requestedBy" not in told
    units = [one for one in reservation["fields"] if one["part"] == "ReservedUnit"]
    assert {one["name"] for one in units} == {"duct", "fromSite", "toSite"}
    made.delete()
    (deleted,) = _since(ask, planner, reservation["cursor"])
    assert deleted["operation"] == "DELETED" and deleted["object"] is None
    assert deleted["id"] == site["id"]
    assert _fields(deleted)["code"] == ("N", None)


def _hold(scene: Scene) -> Any:
    tube = scene.tube(1)
    unit = Stretch(tube.pk, scene.network["A"].pk, scene.network["B"].pk)
    return reserve(
        units=[unit], period=scene.period, idempotency_key="k", by=scene.north, purpose="Why"
    )


def test_a_carrier_learns_neither_who_nor_why_nor_what_was(ask, scene) -> None:
    head = _changes(ask, scene.north)["head"]
    decide.confirm(claim=_hold(scene), by=scene.officer, reason="secret reason")
    sites.change(
        site=scene.network["A"], by=make_user("editor"), remarks="r", reason="secret reason"
    )
    told = _since(ask, scene.north, head)
    assert {one["operation"] for one in told} == {"CREATED", "CHANGED", "APPEARED"}
    assert {(one["actor"], one["reason"], one["fields"]) for one in told} == {(None, None, None)}
    assert all(one["object"] for one in told)
    assert _since(ask, scene.south, _changes(ask, scene.south)["head"]) == []
    assert "secret" not in str(_changes(ask, scene.north)) + str(_changes(ask, scene.south))


def test_a_viewer_sees_all_plant_but_no_history(ask, scene) -> None:
    viewer = make_user("viewer")
    head = _changes(ask, viewer)["head"]
    sites.change(site=scene.network["A"], by=make_user("editor"), name="x", reason="because")
    (change,) = _since(ask, viewer, head)
    assert (change["actor"], change["fields"]) == (None, None)
    assert change["object"]["version"] == 2


def test_a_joint_is_a_part_of_its_site(ask, scene) -> None:
    editor = make_user("editor")
    first, second = duct_cut.cut(duct=scene.tube(4), site=scene.network["B"], by=editor)
    head = _changes(ask, editor)["head"]
    joint = duct_joint.couple(first=first, second=second, site=scene.network["B"], by=editor)
    asked = """query($after: String) { changes(after: $after) { nodes { type operation
        object { ... on Site { code ductJoints { ends { duct { code } } } } } }
        pageInfo { endCursor hasNextPage } head } }"""
    for joined in ([first.code, second.code], None):
        answer = _changes(ask, editor, query=asked, after=head)["nodes"]
        change = next(one for one in reversed(answer) if one["type"] == "Site")
        ends = [
            [end["duct"]["code"] for end in one["ends"]] for one in change["object"]["ductJoints"]
        ]
        assert ends == ([joined] if joined else [])
        if joined:
            duct_joint.uncouple(joint=joint, by=editor)


@pytest.mark.parametrize("cursor", ["", "x", "Zm9v", "é", "A" * 600])
def test_what_is_no_cursor_is_refused(ask, scene, codes, cursor) -> None:
    answer = ask(make_user("editor"), operation("Changes").text, first=1, after=cursor)
    assert codes(answer) == ["BAD_CURSOR"]


def test_cursors_are_good_for_one_kind_of_viewer_only(ask, scene, codes) -> None:
    """A role gained or lost changes what was told before: the mirror must begin anew."""
    editor = make_user("editor")
    head = _changes(ask, editor)["head"]
    for other in (scene.north, make_user("planner")):
        assert codes(ask(other, operation("Changes").text, first=1, after=head)) == ["BAD_CURSOR"]
    listed = ask(editor, "{ sites(first: 1) { pageInfo { endCursor } } }")["data"]["sites"]
    foreign = listed["pageInfo"]["endCursor"]
    assert codes(ask(editor, operation("Changes").text, first=1, after=foreign)) == ["BAD_CURSOR"]


@pytest.mark.parametrize("first", [0, -1, 101])
def test_limits(ask, scene, codes, first) -> None:
    assert codes(ask(make_user("editor"), operation("Changes").text, first=first)) == ["BAD_INPUT"]


def test_a_contractor_cannot_follow_an_area(ask, scene, codes) -> None:
    user = make_user("contractor_editor")
    assert codes(ask(user, operation("Changes").text, first=1)) == ["NOT_PERMITTED"]


@pytest.mark.parametrize("role", ["editor", "north"])
def test_statements_do_not_grow_with_the_page(ask, scene, role) -> None:
    decide.confirm(claim=_hold(scene), by=scene.officer)
    user = scene.north if role == "north" else make_user("editor")
    head = _changes(ask, user)["head"]
    counts = []
    for turns in (1, 20):
        for turn in range(turns):
            with acting(None):
                Site.objects.update(name=f"{turns} {turn}")
                Duct.objects.update(name=f"{turns} {turn}")
        page, statements = _counted(ask, user, after=head)
        assert len(page["nodes"]) >= turns
        counts.append(statements)
        head = page["pageInfo"]["endCursor"]
    assert counts[0] == counts[1]


def test_a_fulfilled_duty_is_told_as_its_type_shows_it(ask, scene) -> None:
    today = timezone.localdate()
    with transaction.atomic():
        load_law()
        agreed = granted(scene, 1)
        permit = today + timedelta(days=200)
        works = submitted(scene, kind="works_coordination", permit_on=permit)
    cursor = _changes(ask, scene.officer)["head"]
    for duty, case in ((REGULATOR, agreed), (WORKS, works)):
        record(duty, request=case, done_on=today, reference="7", by=scene.officer)
    told = {
        (one["part"], one["name"]): one["after"]
        for change in _since(ask, scene.officer, cursor)
        for one in change["fields"]
        if one["part"] in ("RegulatorNotice", "WorksPublication") and one["name"] != "recordedAt"
    }
    assert told == {
        ("RegulatorNotice", "toldOn"): today.isoformat(),
        ("RegulatorNotice", "reference"): "7",
        ("WorksPublication", "publishedOn"): today.isoformat(),
        ("WorksPublication", "place"): "7",
    }
