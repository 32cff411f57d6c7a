"""The work list, the page of a finding and its panel: who sees what, filters, decisions."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Segment
from gis import srid
from quality.models import Finding
from tests.builders import make_area, make_line_network, make_site, make_user, place
from tests.quality.test_rules import check_all

pytestmark = pytest.mark.django_db

HALF_WORLD = 20_037_508.342789244
"""Metres of EPSG:3857 from the middle to an edge."""


@pytest.fixture
def network() -> Any:
    network = make_line_network("A-B, C-D")
    Segment.objects.update(stated_length_m=150)
    make_site("LONE", 700)
    check_all()
    return network


def opened(user: Any, address: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.get(address)


def text_of(user: Any, address: str) -> str:
    answer = opened(user, address)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_open_findings_of_everything(network) -> None:
    page = text_of(make_user("viewer"), "/quality/")
    for words in ("LONE", "A-B", "Site without any route segment", "stated 150 m, computed 100 m"):
        assert words in page


def test_the_work_list_says_how_much_there_is_to_do(network) -> None:
    open_ones = Finding.objects.filter(state="open").count()
    viewer = make_user("viewer")
    assert f"{open_ones} found" in text_of(viewer, "/quality/")
    sites = Finding.objects.filter(state="open", site__isnull=False).count()
    assert 0 < sites < open_ones
    assert f"{sites} found" in text_of(viewer, "/quality/?all=1&state=open&concept=site")


def test_looking_writes_nothing_and_what_raw_sql_wrote_is_checked_by_the_worker(network) -> None:
    viewer, address = make_user("viewer"), "/quality/?all=1&concept=site"
    make_site("LATE", 705)
    finding = Finding.objects.get(rule="site_without_segment")
    with CaptureQueriesContext(connection) as asked:
        page = text_of(viewer, address)
        assert tile(viewer).count(b"site_without_segment") == 1
        text_of(viewer, f"/panel/finding/{finding.public_id}/")
    writes = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) \"?quality_|pg_advisory")
    assert not [one["sql"] for one in asked if writes.search(one["sql"])]
    assert "LATE" not in page
    assert "waiting to be checked" in page

    call_command("deliver_webhooks", "--once")

    page = text_of(viewer, address)
    assert "LATE" in page
    assert "waiting to be checked" not in page


@pytest.mark.parametrize(
    ("query", "there", "missing"),
    [
        ("all=1&severity=error", "Nothing was found", "LONE"),
        ("all=1&concept=site", "LONE", "computed 100 m"),
        ("all=1&rule=segment_length_differs&code_starts_with=C-", "C-D", ">A-B<"),
        ("all=1&state=solved", "Nothing was found", "LONE"),
        ("all=1&state=nonsense", "Nothing was found", "LONE"),
        ("after=forged", "LONE", "Nothing was found"),
    ],
)
def test_filters_are_those_of_the_interface(network, query, there, missing) -> None:
    page = text_of(make_user("viewer"), f"/quality/?{query}")
    assert there in page and missing not in page


def test_long_lists_are_paged(network, monkeypatch) -> None:
    monkeypatch.setattr("gis.paging.SIZE", 2)
    viewer = make_user("viewer")
    seen: list[int] = []
    address = "/quality/"
    while True:
        answer = opened(viewer, address)
        page = answer.context["page"]
        seen += [one.pk for one in page.rows]
        if not page.following:
            break
        address = f"/quality/?after={page.following}"
    assert seen == list(
        Finding.objects.filter(state="open").order_by("-pk").values_list("pk", flat=True)
    )


def test_who_may_look(network) -> None:
    finding = Finding.objects.filter(segment=network["C-D"]).first()
    pages = ["/quality/", f"/quality/{finding.public_id}/", f"/panel/finding/{finding.public_id}/"]
    assert [opened(make_user("auditor"), page).status_code for page in pages] == [200, 200, 200]
    assert [opened(make_user("partner"), page).status_code for page in pages] == [403, 404, 404]
    area = make_area(west=-20, east=120, south=-20, north=20)
    contractor = make_user("contractor_editor", area=area)
    assert [opened(contractor, page).status_code for page in pages] == [200, 404, 404]
    assert "C-D" not in text_of(contractor, "/quality/")
    assert Client().get("/quality/").status_code == 302
    assert "C-D" not in opened(make_user("partner"), "/quality/").content.decode()


def test_the_panel_of_an_object_lists_its_open_findings(network) -> None:
    page = text_of(make_user("viewer"), f"/panel/segment/{network['A-B'].public_id}/")
    assert "Data quality" in page and "Stated length far from the computed one" in page
    finding = Finding.objects.get(rule="segment_length_differs", segment=network["A-B"])
    panel = text_of(make_user("viewer"), f"/panel/finding/{finding.public_id}/")
    assert f'data-panel="/panel/segment/{network["A-B"].public_id}/"' in panel
    assert f'href="/quality/{finding.public_id}/"' in panel


def decide(user: Any, finding: Finding, **given: Any) -> Any:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client.post(f"/quality/{finding.public_id}/", given)


def test_accepting_and_opening_again_on_the_page(network) -> None:
    finding = Finding.objects.get(rule="site_without_segment")
    editor = make_user("editor")
    empty = decide(editor, finding, action="accept", version=1, acceptance="")
    assert "Say why the finding may stand" in empty.content.decode()
    stale = decide(editor, finding, action="accept", version=5, acceptance="x")
    assert "changed by someone else" in stale.content.decode()
    assert decide(editor, finding, action="accept", version=1, acceptance="art").status_code == 302
    finding.refresh_from_db()
    assert (finding.state, finding.accepted_by) == ("accepted", editor)
    assert "art" in text_of(editor, "/quality/?all=1&state=accepted")
    assert decide(editor, finding, action="reopen", version=2).status_code == 302
    finding.refresh_from_db()
    assert finding.state == "open"


def test_a_viewer_sees_no_form_and_is_refused(network) -> None:
    finding = Finding.objects.get(rule="site_without_segment")
    viewer = make_user("viewer")
    assert "Accept the finding" not in text_of(viewer, f"/quality/{finding.public_id}/")
    decide(viewer, finding, action="accept", version=1, acceptance="x")
    finding.refresh_from_db()
    assert finding.state == "open"


def test_the_number_of_statements_does_not_grow(network) -> None:
    viewer = make_user("viewer")
    text_of(viewer, "/quality/")
    with CaptureQueriesContext(connection) as few:
        text_of(viewer, "/quality/")
    for number in range(20):
        make_site(f"MORE-{number}", 900 + number * 3)
    check_all()
    with CaptureQueriesContext(connection) as many:
        text_of(viewer, "/quality/")
    assert len(many) == len(few)


def tile(user: Any) -> bytes:
    """The tile of level 14 around the lone site."""
    client = Client()
    client.force_login(user)
    here = place(700).transform(srid.TILE, clone=True)
    size = 2 * HALF_WORLD / (1 << 14)
    column, row = int((here.x + HALF_WORLD) / size), int((HALF_WORLD - here.y) / size)
    return client.get(f"/tiles/findings/14/{column}/{row}.mvt").content


def test_the_layer_is_for_those_who_keep_the_plant(network) -> None:
    assert b"site_without_segment" in tile(make_user("viewer"))
    assert tile(make_user("partner")) == b""
    Finding.objects.filter(rule="site_without_segment").update(
        state="accepted", acceptance="x", accepted_at="2026-01-01T00:00Z"
    )
    assert b"site_without_segment" not in tile(make_user("viewer"))


def test_the_administration_shows_findings(network) -> None:
    administrator = make_user("administrator")
    page = text_of(administrator, "/admin/quality/finding/")
    assert "LONE" in page
    assert opened(administrator, "/admin/quality/finding/add/").status_code == 403
    finding = Finding.objects.first()
    assert opened(administrator, f"/admin/quality/finding/{finding.pk}/change/").status_code == 200
    assert opened(administrator, "/admin/quality/checkrun/").status_code == 200
