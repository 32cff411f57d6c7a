"""Bulk forms: all rows or none, every refused row says why, linear in statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.models import Site
from history.models import Change
from registry_api.inputs import MOST_ROWS
from tests.api.door import Door
from tests.api.examples import geo
from tests.api.snapshot import snapshot
from tests.builders import make_line_network, make_site, make_user, place

pytestmark = pytest.mark.django_db

CREATE = """mutation($input: CreateSitesInput!) { createSites(input: $input) {
    sites { code version owner { code } } errors { code field details } } }"""
CHANGE = """mutation($input: ChangeSitesInput!) { changeSites(input: $input) {
    sites { code name version } errors { code field details } } }"""
DELETE = """mutation($input: DeleteSitesInput!) { deleteSites(input: $input) {
    deletedIds errors { code field details } } }"""


@pytest.fixture
def editor() -> Door:
    make_line_network("A-B")
    return Door(make_user("editor"))


def _rows(number: int, **facts: Any) -> list[dict[str, Any]]:
    return [
        {"code": f"N-{n}", "owner": "stadt", "kind": "CHAMBER", "geometry": _at(n), **facts}
        for n in range(number)
    ]


def _at(east: float) -> dict[str, Any]:
    return geo(place(east, -10))


def _errors(answer: dict[str, Any]) -> list[tuple[str, str]]:
    ((_name, payload),) = answer["data"].items()
    return [(error["code"], error["field"]) for error in payload["errors"]]


def test_rows_come_back_in_their_order_under_one_reason(editor) -> None:
    rows = _rows(3)
    answer = editor(CREATE, input={"rows": rows[::-1], "reason": "Survey"})
    made = answer["data"]["createSites"]
    assert made["errors"] == []
    assert [site["code"] for site in made["sites"]] == ["N-2", "N-1", "N-0"]
    changes = Change.objects.order_by("-pk")[:3]
    assert {change.reason for change in changes} == {"Survey"}
    assert len({change.transaction for change in changes}) == 1


def test_every_refused_row_says_why_and_nothing_stays(editor) -> None:
    """Wrong input, a refusal of the service and one of the database, each at its row."""
    good, unknown, taken, outside = _rows(4)
    unknown["owner"] = "nobody-knows"
    taken["code"] = "A"
    outside["geometry"] = {"type": "Point", "coordinates": [2.35, 48.85]}
    before = snapshot()
    answer = editor(CREATE, input={"rows": [good, unknown, taken, outside]})
    assert answer["data"]["createSites"]["sites"] is None
    assert _errors(answer) == [
        ("NOT_FOUND", "rows.1.owner"),
        ("NOT_UNIQUE", "rows.2.code"),
        ("OUT_OF_AREA", "rows.3.geometry"),
    ]
    assert snapshot() == before


def test_rows_see_what_the_rows_before_them_did(editor) -> None:
    answer = editor(
        CHANGE,
        input={"rows": [{"id": "A", "code": "Z"}, {"id": "B", "code": "A"}]},
    )
    changed = answer["data"]["changeSites"]["sites"]
    assert [site["code"] for site in changed] == ["Z", "A"]
    twice = {"rows": [{"id": "Z", "version": 2, "name": "x"}, {"id": "Z", "version": 2}]}
    refused = editor(CHANGE, input=twice)
    assert _errors(refused) == [("STALE_VERSION", "rows.1.version")]
    assert Site.objects.get(code="Z").name == ""


def test_deleting_names_what_is_gone(editor) -> None:
    ids = [make_site(code, 500, 10).public_id for code in ("X", "Y")]
    answer = editor(DELETE, input={"rows": [{"id": "X"}, {"id": "Y"}]})
    assert len(answer["data"]["deleteSites"]["deletedIds"]) == 2
    assert not Site.objects.filter(public_id__in=ids).exists()
    in_the_way = editor(DELETE, input={"rows": [{"id": "A"}, {"id": "B"}]})
    assert _errors(in_the_way) == [("IN_THE_WAY", "rows.0"), ("IN_THE_WAY", "rows.1")]


@pytest.mark.parametrize("number", [0, MOST_ROWS + 1])
def test_how_many_rows_there_may_be(editor, number) -> None:
    row = {"id": "A"}
    assert _errors(editor(CHANGE, input={"rows": [row] * number})) == [("BAD_INPUT", "rows")]


def test_a_row_costs_the_same_whatever_their_number(editor) -> None:
    def statements(number: int) -> int:
        with CaptureQueriesContext(
            connection,
        ) as seen:
            answer = editor(CREATE, input={"rows": _rows(number), "dryRun": True})
        assert answer["data"]["createSites"]["errors"] == []
        return len(seen)

    few, more, many = (statements(number) for number in (2, 12, 22))
    assert many - more == more - few
    assert (more - few) / 10 <= 16
