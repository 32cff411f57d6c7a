"""Sites and segments: made, changed, moved and parted with, on the ground and inside the area."""

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Point

from assets.models import Segment, Site
from assets.services import segment, site
from gis import srid
from gis.refusals import NotFound, NotPermitted, Refusal
from tests.builders import (
    make_area,
    make_duct,
    make_gateway,
    make_line_network,
    make_organisation,
    make_segment,
    make_site,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def refusal(service, **arguments) -> Refusal:
    with pytest.raises(Refusal) as refused:
        service(**arguments)
    return refused.value


def test_a_site_is_made_from_web_coordinates_and_umlauts(editor) -> None:
    made = site.create(
        by=editor,
        code="S-Höhne-1",
        name="Schacht Höhne/Straße",
        kind="chamber",
        owner=make_organisation(),
        geom=Point(7.15, 51.256, srid=srid.WEB),
    )
    assert made.geom.srid == srid.STORAGE
    assert made.geom.coords == pytest.approx((370_894, 5_680_000), abs=1_500)
    assert (made.version, made.name) == (1, "Schacht Höhne/Straße")


@pytest.mark.parametrize(
    ("geom", "code"),
    [
        (None, "REQUIRED"),
        (Point(51.256, 7.15, srid=srid.WEB), "OUT_OF_AREA"),
        (Point(0, 0, srid=srid.STORAGE), "OUT_OF_AREA"),
        (Point(float("inf"), 0, srid=srid.STORAGE), "OUT_OF_AREA"),
        (Point(float("nan"), 5_680_000, srid=srid.STORAGE), "INVALID_GEOMETRY"),
        (Point(1e9, 1e9, srid=srid.WEB), "INVALID_GEOMETRY"),
        (Point(1, 1, srid=999_999), "INVALID_GEOMETRY"),
        (Point(srid=srid.STORAGE), "REQUIRED"),
        (GEOSGeometry("POLYGON((0 0,1 0,1 1,0 0))", srid=srid.STORAGE), "INVALID_GEOMETRY"),
    ],
)
def test_places_that_are_none(editor, geom, code: str) -> None:
    made = {"code": "S", "kind": "chamber", "owner": make_organisation(), "geom": geom}
    refused = refusal(site.create, by=editor, **made)
    assert (refused.code, refused.field) == (code, "geom")
    assert not Site.objects.exists()


def test_moving_a_site_draws_its_lines_along(editor) -> None:
    """A--B--C: B moves north, both lines with it; a contractor not out of the area."""
    network = make_line_network("A-B-C")
    make_duct(network, "A-B-C")
    site.move(site=network["B"], to=place(100, 30), by=editor)
    for line in Segment.objects.all():
        assert place(100, 30).coords in line.geom.coords
    contractor = make_user("contractor_editor", area=make_area(west=-10, east=250, north=40))
    site.move(site=network["B"], to=place(100, 20), by=contractor)
    with pytest.raises(NotPermitted):
        site.move(site=network["B"], to=place(100, 45), by=contractor)


def test_a_site_in_use_is_neither_removed_nor_deleted(editor) -> None:
    network = make_line_network("A-B")
    gateway = make_gateway(network["A"], "GW")
    for service in (site.remove, site.delete):
        refused = refusal(service, site=network["A"], by=editor)
        assert refused.code == "IN_THE_WAY"
        assert {one["code"] for one in refused.details["obstacles"]} == {"A-B", "GW"}
        assert "A-B" in str(refused)
    refused = refusal(site.change, site=network["A"], by=editor, life_cycle="removed")
    assert refused.code == "IN_THE_WAY"
    gateway.delete()
    segment.remove(segment=network["A-B"], by=editor)
    assert site.remove(site=network["A"], by=editor).life_cycle == "removed"
    assert refusal(site.delete, site=network["A"], by=editor).code == "IN_THE_WAY"
    segment.delete(segment=network["A-B"], by=editor)
    site.delete(site=network["A"], by=editor)
    assert list(Site.objects.values_list("code", flat=True)) == ["B"]


def line_facts(start: Site, end: Site, *corners: Point) -> dict:
    drawn = [start.geom.coords, *(corner.coords for corner in corners), end.geom.coords]
    return {
        "code": "T-1",
        "kind": "open_cut",
        "owner": start.owner,
        "start_site": start,
        "end_site": end,
        "geom": LineString(drawn, srid=srid.STORAGE),
    }


def test_a_line_is_drawn_onto_its_sites(editor) -> None:
    start, end = make_site("A"), make_site("B", 100)
    facts = line_facts(start, end)
    facts["geom"] = LineString(place(0.3, 0.1).coords, place(99.8).coords, srid=srid.STORAGE)
    made = segment.create(by=editor, **facts)
    assert made.geom.coords == (start.geom.coords, end.geom.coords)
    assert made.length_m == pytest.approx(100, abs=0.1)
    far = LineString(place(3).coords, place(100).coords, srid=srid.STORAGE)
    refused = refusal(segment.create, by=editor, **{**facts, "code": "T-2", "geom": far})
    assert (refused.code, refused.field) == ("NOT_ON_SITE", "start_site")
    assert "3,0 m" in str(refused) or "3.0 m" in str(refused)


def test_lines_that_cannot_be(editor) -> None:
    """A loop that crosses itself, a line without length, a cover below the floor, no site."""
    start, end = make_site("A"), make_site("B", 100)
    crossing = line_facts(start, end, place(150, 50), place(50, 50), place(60, -10))
    assert refusal(segment.create, by=editor, **crossing).details["constraint"] == (
        "segment_line_simple"
    )
    twin = make_site("C")
    short = line_facts(start, twin)
    assert refusal(segment.create, by=editor, **short).details["constraint"]
    deep = {**line_facts(start, end), "depth_cm": 60, "cover_cm": 80}
    assert refusal(segment.create, by=editor, **deep).details["constraint"] == (
        "segment_cover_within_depth"
    )
    without = {**line_facts(start, end), "end_site": None}
    assert refusal(segment.create, by=editor, **without).field == "end_site"
    assert not Segment.objects.exists()


def test_new_ends_are_refused_while_something_goes_through(editor) -> None:
    network = make_line_network("A-B-C, D-E")
    pipe = make_duct(network, "A-B-C")
    drawn = LineString(network["A"].geom.coords, network["D"].geom.coords, srid=srid.STORAGE)
    refused = refusal(
        segment.change, segment=network["A-B"], by=editor, end_site=network["D"], geom=drawn
    )
    assert (refused.code, refused.field) == ("IN_THE_WAY", "end_site")
    assert refused.details["obstacles"][0]["code"] == pipe.code


def test_contractors_write_and_refer_to_what_lies_in_their_area_only() -> None:
    inside, outside = make_site("A"), make_site("B", 900)
    contractor = make_user("contractor_editor", area=make_area(west=-10, east=100))
    with pytest.raises(NotFound) as refused:
        segment.create(by=contractor, **line_facts(inside, outside))
    assert refused.value.field == "end_site"
    with pytest.raises(NotPermitted):
        site.create(by=contractor, code="S", kind="pole", owner=inside.owner, geom=place(500))
    with pytest.raises(NotFound):
        site.change(site=outside, by=contractor, name="mine")
    crossing = make_segment(inside, outside)
    with pytest.raises(NotPermitted):
        segment.change(segment=crossing, by=contractor, name="mine")
