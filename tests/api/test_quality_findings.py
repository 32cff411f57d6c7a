"""Findings over the interface: listed, filtered, accepted; seen where the object is."""

from __future__ import annotations

from typing import Any

import pytest

from assets.models import Segment
from quality.models import Finding
from registry_api.nodes import to_global_id
from tests.api.door import Door
from tests.builders import make_area, make_line_network, make_segment, make_site, make_user
from tests.quality.test_rules import check_all

pytestmark = pytest.mark.django_db

LIST = """query($filter: FindingFilter) { qualityFindings(filter: $filter) { totalCount nodes {
    rule severity state measured allowed geometry version segment { code } site { code }
    otherSegment { code } otherSite { code } acceptance acceptedAt solvedAt } } }"""
ACCEPT = """mutation($input: AcceptQualityFindingInput!) { acceptQualityFinding(input: $input) {
    qualityFinding { state acceptance version } errors { code field } } }"""


@pytest.fixture
def network() -> Any:
    network = make_line_network("A-B, C-D")
    Segment.objects.filter(pk=network["A-B"].pk).update(stated_length_m=150)
    make_segment(network["D"], network["C"], code="AGAIN")
    make_site("LONE", 700)
    check_all()
    return network


def ask(user: Any, **wanted: Any) -> list[dict[str, Any]]:
    answer = Door(user)(LIST, filter=wanted)
    listing = answer["data"]["qualityFindings"]
    assert listing["totalCount"] == len(listing["nodes"])
    return listing["nodes"]


def test_what_is_shown_of_a_finding(network) -> None:
    (found,) = ask(make_user("viewer"), rule=["SEGMENT_LENGTH_DIFFERS"])
    assert found["segment"] == {"code": "A-B"}
    assert (found["site"], found["severity"], found["state"]) == (None, "WARNING", "OPEN")
    assert found["measured"] == 150
    assert found["allowed"] == pytest.approx(100, abs=0.1)
    assert found["geometry"]["type"] == "Point"


def test_the_other_object(network) -> None:
    (found,) = ask(make_user("viewer"), rule=["SEGMENT_DUPLICATE"])
    assert (found["segment"]["code"], found["otherSegment"]["code"]) == ("AGAIN", "C-D")
    assert found["otherSite"] is None


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ({"severity": ["ERROR"]}, {"AGAIN"}),
        ({"concept": ["SITE"]}, {"LONE"}),
        ({"codeStartsWith": "LO"}, {"LONE"}),
        (
            {"near": {"lon": 7.1384, "lat": 51.2565, "distanceM": 60}, "severity": ["WARNING"]},
            {"A-B"},
        ),
        ({"state": ["SOLVED"]}, set()),
    ],
)
def test_filters(network, wanted, codes) -> None:
    found = ask(make_user("viewer"), **wanted)
    assert {(one["segment"] or one["site"])["code"] for one in found} == codes


def test_contractors_see_those_of_their_area_and_no_other_object_outside(network) -> None:
    area = make_area(west=-20, east=120, south=-20, north=20)
    mine = ask(make_user("contractor_editor", area=area))
    assert {one["segment"]["code"] for one in mine} == {"A-B"}
    north = make_area(west=-20, east=120, south=-60, north=-40)
    Finding.objects.filter(rule="segment_duplicate").update(other_id=network["A-B"].pk)
    (twice,) = ask(make_user("contractor_editor", area=north), rule=["SEGMENT_DUPLICATE"])
    assert twice["otherSegment"] is None


def test_partners_see_none_not_even_of_what_is_opened_to_them(network) -> None:
    assert ask(make_user("partner")) == []


def accept(user: Any, finding: Finding, **given: Any) -> dict[str, Any]:
    identifier = to_global_id("QualityFinding", finding.public_id)
    answer = Door(user)(ACCEPT, input={"id": identifier, **given})
    return answer["data"]["acceptQualityFinding"]


def test_accepting_needs_a_reason_the_present_version_and_happens_once(network) -> None:
    finding = Finding.objects.get(rule="segment_length_differs")
    editor = make_user("editor")
    assert accept(editor, finding, acceptance=" ")["errors"] == [
        {"code": "REASON_NEEDED", "field": "acceptance"}
    ]
    stale = accept(editor, finding, acceptance="x", version=9)
    assert stale["errors"] == [{"code": "STALE_VERSION", "field": "version"}]
    done = accept(editor, finding, acceptance="surveyed", version=1, idempotencyKey="k")
    assert done["errors"] == []
    again = accept(editor, finding, acceptance="surveyed", version=1, idempotencyKey="k")
    assert again["qualityFinding"] == done["qualityFinding"]
    assert done["qualityFinding"] == {"state": "ACCEPTED", "acceptance": "surveyed", "version": 2}


def test_a_dry_run_accepts_nothing(network) -> None:
    finding = Finding.objects.get(rule="segment_length_differs")
    tried = accept(make_user("editor"), finding, acceptance="x", dryRun=True)
    assert tried["qualityFinding"]["state"] == "ACCEPTED"
    finding.refresh_from_db()
    assert finding.state == "open"


def test_a_contractor_decides_inside_the_area_only(network) -> None:
    finding = Finding.objects.get(rule="site_without_segment")
    area = make_area(west=-20, east=120, south=-20, north=20)
    refused = accept(make_user("contractor_editor", area=area), finding, acceptance="x")
    assert [one["code"] for one in refused["errors"]] == ["NOT_FOUND"]
