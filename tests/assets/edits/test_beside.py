"""Drawing along a route: the line beside a segment that the map asks for."""

import json

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString

from tests.assets.edits.conftest import line
from tests.builders import ORIGIN, make_line_network, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def bent():
    """A-B, 100 m east, with a corner 40 m north in its middle."""
    network = make_line_network("A-B")
    segment = network["A-B"]
    corners = [(0, 0), (50, 40), (100, 0)]
    segment.geom = LineString([(ORIGIN[0] + x, ORIGIN[1] + y) for x, y in corners], srid=25832)
    segment.save()
    return segment


def ask(editor, segment, between, metres="2,5"):
    asked = {"segment": str(segment.public_id), "metres": metres, "between": between}
    return editor.client.get("/edit/ask/beside/", asked)


def course_of(answer) -> LineString:
    assert answer.status_code == 200, answer.content
    shape = GEOSGeometry(json.dumps(answer.json()["geometry"]), srid=4326)
    return shape.transform(25832, clone=True)


@pytest.mark.parametrize("side", [1, -1], ids=["above", "below"])
def test_the_line_keeps_its_distance_on_the_side_where_it_begins(bent, editor_of, side):
    editor = editor_of(make_user("editor"))

    course = course_of(ask(editor, bent, line((10, 8 + 6 * side), (90, 8 + 6 * side))))

    assert course.num_points == 3
    for share in (0.0, 0.1, 0.3, 0.7, 0.9, 1.0):
        place = course.interpolate_normalized(share)
        assert place.distance(bent.geom) == pytest.approx(2.5, abs=0.002)
    # At the corner it goes on to where both stretches meet: beside the corner, on this side.
    assert (course.coords[1][1] - (ORIGIN[1] + 40)) * side > 2.5


def test_it_runs_as_it_was_clicked(bent, editor_of):
    editor = editor_of(make_user("editor"))

    there = course_of(ask(editor, bent, line((10, 14), (90, 14))))
    back = course_of(ask(editor, bent, line((90, 14), (10, 14))))

    assert there.coords[0][0] < there.coords[-1][0]
    assert back.coords[0][0] > back.coords[-1][0]
    assert back.length == pytest.approx(there.length, abs=0.002)


@pytest.mark.parametrize("metres", ["", "0", "-1", "51", "nan", "viel"])
def test_a_distance_that_is_none_is_refused_at_its_field(bent, editor_of, metres):
    answer = ask(editor_of(make_user("editor")), bent, line((10, 14), (90, 14)), metres)

    assert answer.status_code == 422
    assert answer.json()["problems"][0]["field"] == "metres"


def test_what_cannot_be_read_or_is_no_stretch_is_refused(bent, editor_of):
    editor = editor_of(make_user("editor"))

    for between in ("", "x", line((10, 14), (10, 14))):
        assert ask(editor, bent, between).status_code == 422


def test_only_who_edits_may_ask_and_only_about_what_is_seen(bent, editor_of):
    between = line((10, 14), (90, 14))

    assert ask(editor_of(make_user("viewer")), bent, between).status_code == 422
    bent.public_id = "01900000-0000-7000-8000-000000000000"
    assert ask(editor_of(make_user("editor")), bent, between).status_code == 422


def shift(editor, drawn: str, **asked: str):
    return editor.client.get("/edit/ask/shifted/", {"line": drawn, "metres": "2,5", **asked})


def test_a_line_traced_along_a_street_moves_to_its_left_or_right(editor_of):
    editor = editor_of(make_user("editor"))
    traced = line((0, 0), (60, 0), (60, 40))

    left, right = (course_of(shift(editor, traced, side=side)) for side in ("left", "right"))

    def metres(course):
        return [(round(x - ORIGIN[0], 1), round(y - ORIGIN[1], 1)) for x, y in course.coords]

    assert metres(left) == [(0, 2.5), (57.5, 2.5), (57.5, 40)]
    assert metres(right) == [(0, -2.5), (62.5, -2.5), (62.5, 40)]


@pytest.mark.parametrize(
    "asked", [{"metres": "0"}, {"metres": "-3"}, {"metres": "51"}, {"line": ""}, {"line": "{}"}]
)
def test_what_cannot_be_moved_is_refused(editor_of, asked):
    drawn = line((0, 0), (60, 0))
    assert shift(editor_of(make_user("editor")), drawn, **asked).status_code == 422
    assert shift(editor_of(make_user("viewer")), drawn).status_code == 422
