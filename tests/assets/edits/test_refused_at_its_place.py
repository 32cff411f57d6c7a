"""Whatever is refused says why, marks the place on the map, and changes nothing."""

import pytest

from assets.models import Duct, DuctSection, Segment, Site
from assets.services import site as sites
from history.models import Change
from tests.assets.edits.conftest import degrees, line, point, step
from tests.assets.edits.test_segment import drawn
from tests.builders import (
    ORIGIN,
    make_area,
    make_bundle,
    make_cable,
    make_claim,
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_user,
    place,
)

pytestmark = pytest.mark.django_db


def refused(editor, *steps):
    """The first problem; nothing was written, not even to the history."""
    before = Change.objects.count(), Site.objects.count(), Segment.objects.count()
    status, answer = editor.save(*steps)
    assert status == 422, answer
    assert (Change.objects.count(), Site.objects.count(), Segment.objects.count()) == before
    problem = answer["problems"][0]
    assert problem["message"]
    assert problem["place"] is not None, problem
    return problem


def offset(site):
    """Metres east and north of the origin of drawn networks."""
    return site.geom.x - ORIGIN[0], site.geom.y - ORIGIN[1]


def near(place_of, east, north=0.0):
    lon, lat = degrees(east, north)
    return place_of == pytest.approx([lon, lat], abs=1e-6)


def test_a_line_out_of_the_city_is_marked_where_it_leaves(editor):
    network = make_line_network("A-B")
    start = f"site:{network['A'].public_id}"
    problem = refused(editor, drawn((0, 0), (60, 10), (60_000, 0), start=start, end_code="S-9"))
    assert problem["code"] == "OUT_OF_AREA"
    (place_of,) = problem["place"]["coordinates"]
    assert near(place_of, 60_000)


def test_a_site_that_somebody_else_moved_is_marked_where_it_is_now(editor):
    network = make_line_network("A-B")
    seen = network["B"].version
    sites.change(site=network["B"], by=make_user("planner"), geom=place(110, 10))
    problem = refused(editor, step("site-change", network["B"], seen, geom=point(90, 5)))
    assert problem["code"] == "STALE_VERSION"
    assert near(problem["place"]["coordinates"], 110, 10)


@pytest.mark.parametrize("what", ["duct-delete", "segment-merge", "segment-change"])
def test_what_would_break_a_claim_is_refused_where_it_lies(editor, what):
    network = make_line_network("A-B-C, D")
    duct = make_duct(network, "A-B-C", code="R-1")
    make_claim(make_organisation("carrier"), (duct, network["A"], network["B"]))
    asked = {
        "duct-delete": step("duct-delete", duct),
        "segment-merge": step(
            "segment-merge", network["A-B"], other=str(network["B-C"].public_id), drop_site="true"
        ),
        "segment-change": step(
            "segment-change", network["A-B"], geom=line((0, 0), offset(network["D"])),
            end_site=str(network["D"].public_id),
        ),
    }[what]  # fmt: skip
    assert refused(editor, asked)["code"] in {"IN_THE_WAY", "STALE_ROUTE"}


def test_what_would_break_the_path_of_a_bundle_is_refused_where_the_line_ends(editor):
    network = make_line_network("A-B-C, D")
    make_bundle(network, "A-B-C", tubes=2)
    make_cable(network, "B-C", code="K-1")
    there = network["D"]
    elsewhere = {"geom": line(offset(there), (200, 0)), "start_site": str(there.public_id)}
    problem = refused(editor, step("segment-change", network["B-C"], **elsewhere))
    assert problem["code"] == "IN_THE_WAY"
    for what in ("duct RV", "duct RV.01", "duct RV.02", "cable K-1"):
        assert what in problem["message"]
    assert problem["field"] == "start_site"
    assert near(problem["place"]["coordinates"], *offset(there))
    assert DuctSection.objects.filter(segment=network["B-C"]).count() == 3


def test_a_bundle_with_a_cable_in_a_tube_stays_and_is_marked_along_its_way(editor):
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C", tubes=2)
    make_cable(network, "A-B-C", inside=bundle.tubes.get(number=1), code="K-1")
    problem = refused(editor, step("duct-delete", bundle, with_tubes="true"))
    assert "K-1" in problem["message"]
    assert problem["place"]["type"] == "MultiLineString"
    assert len(problem["place"]["coordinates"]) == 2
    assert Duct.objects.count() == 3


def test_contractors_are_shown_what_lies_outside_whatever_it_is(editor_of):
    network = make_line_network("A-B-C, A-D")
    make_duct_type("50x4.6")
    duct = make_duct(network, "A-B-C", code="R-1")
    contractor = editor_of(make_user("contractor_editor", area=make_area(-50, -50, 120, 50)))
    path = ",".join(str(network[name].public_id) for name in ("A-B", "B-C"))
    laid = step(
        "duct-create", type="50x4.6", code="R-2", owner="stadt", life_cycle="planned",
        commercial_availability="on_request", path=path, start_site=str(network["A"].public_id),
    )  # fmt: skip
    cut = step("duct-cut", duct, site=str(network["B"].public_id), coupled="true")
    for asked in (laid, cut, step("duct-change", duct, name="x")):
        assert "outside the area" in refused(contractor, asked)["message"]
