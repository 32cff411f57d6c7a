"""The overview: sums that add up, seen by staff only, at a cost that does not grow."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from assets.models import Segment
from config.setup.database import DISTRICTS
from gis.charts import Bar, BarChart
from gis.districts import replace_districts
from gis.models import District
from network.models import OverviewFigure
from network.services import overview as service
from network.services.capacity_summary import refresh_all
from network.services.settle import settle
from tests.builders import make_bundle, make_cable, make_line_network, make_user
from tests.quality.test_rules import check_all
from tests.refused import refused_as

pytestmark = pytest.mark.django_db


def district_file(folder: Path, *boxes: tuple[str, float, float], crs: str = "25832") -> Path:
    """Boxes by name and their western and eastern edge, in metres from the builders' origin."""
    features = []
    for name, west, east in boxes:
        x1, x2, y1, y2 = 370_000 + west, 370_000 + east, 5_679_000, 5_681_000
        ring = [[x1, y1], [x2, y1], [x2, y2], [x1, y2], [x1, y1]]
        features.append(
            {
                "type": "Feature",
                "properties": {"name": name},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    named = {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{crs}"}}
    file = folder / "districts.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "crs": named, "features": features}), "utf-8"
    )
    return file


@pytest.fixture
def network(tmp_path: Path) -> Any:
    """Two segments in the west, one in the east, one outside; a bundle with a cable in the west."""
    network = make_line_network("A-B-C-D, X-Y")
    Segment.objects.filter(pk=network["X-Y"].pk).update(kind="drilled")
    bundle = make_bundle(network, "A-B-C", tubes=4)
    make_cable(network, "A-B", inside=bundle.tubes.get(number=1))
    replace_districts(district_file(tmp_path, ("West", -10, 200), ("Ost", 200, 290)))
    settle()
    refresh_all()
    return network


def sums(**which: Any) -> tuple[int, list[int]]:
    """Segments, and metres: length, free, reserved, occupied, blocked."""
    rows = list(OverviewFigure.objects.filter(**which))
    names = service.FIGURES[1:]
    return sum(r.segments for r in rows), [round(sum(getattr(r, n) for r in rows)) for n in names]


@pytest.mark.parametrize("batch", [1, 2, 5_000])
def test_figures_add_up_whatever_the_parts(network, monkeypatch, batch) -> None:
    monkeypatch.setattr(service, "BATCH", batch)
    service.refresh_overview()
    assert sums(district__name="West", kind="open_cut") == (2, [200, 700, 0, 100, 0])
    assert sums(district__name="West", kind="drilled") == (1, [100, 0, 0, 0, 0])
    assert sums(district__name="Ost") == (1, [100, 0, 0, 0, 0])
    assert sums() == (4, [400, 700, 0, 100, 0])


def test_what_was_removed_and_what_lies_outside(network) -> None:
    Segment.objects.filter(pk=network["X-Y"].pk).update(life_cycle="removed")
    District.objects.filter(name="Ost").delete()
    call_command("refresh_overview", verbosity=0)
    assert sums(district=None) == (1, [100, 0, 0, 0, 0])
    assert sums(kind="drilled") == (0, [0, 0, 0, 0, 0])


def opened(user: Any, language: str = "en") -> Any:
    client = Client(headers={"accept-language": language})
    if user is not None:
        client.force_login(user)
    return client.get("/overview/")


def test_the_page_shows_charts_with_their_numbers_and_source(network) -> None:
    service.refresh_overview()
    check_all()
    page = opened(make_user("viewer")).content.decode()
    assert page.count('<svg class="chart chart--wide" role="img"') == 4
    assert page.count('<svg class="chart chart--narrow" role="img"') == 4
    for words in ("West", "drilled", "87.5", "As of ", "/quality/?all=1&amp;state=open&amp;rule="):
        assert words in page
    german = opened(make_user("viewer"), "de").content.decode()
    assert "0,7" in german
    assert ">Wert (%)</th>" in german and ">Summe (%)</th>" not in german


def test_before_anything_is_added_up_it_says_what_to_do(network) -> None:
    page = opened(make_user("viewer"))
    assert page.status_code == 200
    assert "refresh_overview" in page.content.decode()


def test_only_those_who_see_all_plant(network) -> None:
    service.refresh_overview()
    for role, status in (("auditor", 200), ("partner", 403), ("contractor_editor", 403)):
        answer = opened(make_user(role))
        assert answer.status_code == status
        assert ("West" in answer.content.decode()) is (status == 200)
    assert opened(None).status_code == 302


def test_the_cost_does_not_grow(network) -> None:
    service.refresh_overview()
    viewer = make_user("viewer")
    opened(viewer)
    with CaptureQueriesContext(connection) as few:
        opened(viewer)
    make_line_network("F-G-H-I-J-K, L-M-N-O-P-Q")
    service.refresh_overview()
    with CaptureQueriesContext(connection) as many:
        opened(viewer)
    assert len(many) == len(few)
    assert not any("assets_segment" in query["sql"] for query in many)


def test_charts_are_in_proportion_and_escape_what_they_show() -> None:
    chart = BarChart("x", "T & <b>", "D", "km", [Bar("<script>", [1, 3]), Bar("b", [2, 0])])
    assert "<script>" not in chart.svg and "T &amp; &lt;b&gt;" in chart.svg
    widths = [float(part.split('"')[0]) for part in chart.svg.split('width="')[1:]]
    assert widths[:3] == [widths[0], 3 * widths[0], 2 * widths[0]]
    assert BarChart("x", "T", "D", "km", []).svg.startswith("<svg")


# --- districts
def test_a_file_takes_the_place_of_all_districts(tmp_path) -> None:
    assert replace_districts(DISTRICTS) == 10
    barmen = District.objects.get(code="barmen").pk
    assert replace_districts(DISTRICTS) == 10
    assert District.objects.get(code="barmen").pk == barmen
    assert replace_districts(district_file(tmp_path, ("Neu", 0, 10))) == 1
    assert [one.name for one in District.objects.all()] == ["Neu"]


def test_files_that_are_no_districts_change_nothing(tmp_path) -> None:
    replace_districts(DISTRICTS)
    broken = tmp_path / "broken.gpkg"
    broken.write_bytes(b"no")
    with refused_as("UNREADABLE"):
        replace_districts(broken)
    with refused_as("UNKNOWN_COLUMN"):
        replace_districts(DISTRICTS, "nothing")
    lines = district_file(tmp_path, ("Neu", 0, 10))
    lines.write_text(lines.read_text().replace("Polygon", "MultiLineString"))
    with refused_as("NOT_A_DISTRICT"):
        replace_districts(lines)
    assert District.objects.count() == 10
