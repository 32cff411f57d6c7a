"""Coordinates that cannot be: one wrong row is refused, a whole wrong file is explained."""

import numpy as np
import pytest
import shapely
from django.utils import translation
from pyproj import CRS

from gis.importing.batch import Batch
from gis.importing.findings import Finding
from gis.importing.placing import place, swapped
from gis.importing.problems import ImportProblem
from gis.importing.shapes import LINES, POINTS, reshape
from gis.importing.table import objects

AREA = (355_000.0, 5_665_000.0, 390_000.0, 5_695_000.0)
UTM, DEGREES = CRS.from_epsg(25832), CRS.from_epsg(4326)
HERE = shapely.Point(7.15, 51.25)


def batch_of(*shapes: shapely.Geometry | None) -> Batch:
    ids = objects([str(number) for number in range(len(shapes))])
    return Batch("orte", ids, {}, objects(shapes))


def refused(batch: Batch) -> dict[str, str]:
    return {finding.source_id: finding.code for finding in batch.findings}


def problem_with(batch: Batch, crs: CRS | None) -> ImportProblem:
    with pytest.raises(ImportProblem) as caught:
        place(batch, crs, AREA)
    return caught.value


@pytest.mark.parametrize(
    ("shape", "code"),
    [
        (shapely.Point(370_000, 5_680_000), "implausible_coordinates"),
        (shapely.Point(1e300, 51), "implausible_coordinates"),
        (shapely.Point(np.nan, 51), "bad_coordinates"),
        (shapely.Point(99, 0), "not_storable"),
        (shapely.Point(0, 0), "out_of_area"),
    ],
)
def test_one_impossible_position_costs_its_row_only(shape, code: str) -> None:
    batch = batch_of(HERE, shape, None)

    place(batch, DEGREES, AREA)

    assert list(batch.ids) == ["0", "2"]
    assert refused(batch) == {"1": code}


def test_a_list_from_all_over_the_world_keeps_what_can_be_stored() -> None:
    batch = batch_of(HERE, shapely.Point(99, 0), shapely.Point(9, 48))

    place(batch, DEGREES, None)

    assert list(batch.ids) == ["0", "2"]
    assert refused(batch) == {"1": "not_storable"}


@pytest.mark.parametrize(
    ("crs", "x", "y", "code", "system"),
    [
        (None, 370_000, 5_680_000, "no_crs", "EPSG:25832"),
        (None, 2_582_000, 5_681_000, "no_crs", "EPSG:31466"),
        (DEGREES, 370_000, 5_680_000, "impossible_coordinates", "EPSG:25832"),
        (DEGREES, 32_370_000, 5_680_000, "impossible_coordinates", "EPSG:4647"),
        (CRS.from_epsg(25833), 370_000, 5_680_000, "far_away", "EPSG:25832"),
        (UTM, 7.15, 51.25, "far_away", "EPSG:4326"),
        (UTM, 796_000, 6_667_000, "far_away", "EPSG:3857"),
    ],
)
def test_the_system_that_would_fit_is_named(crs, x, y, code: str, system: str) -> None:
    problem = problem_with(batch_of(shapely.Point(x, y)), crs)

    assert problem.code == code
    assert system in problem.message


def test_where_no_system_fits_none_is_named() -> None:
    problem = problem_with(batch_of(shapely.Point(500_000, 4_000_000)), UTM)
    assert problem.code == "far_away"
    assert "EPSG:" not in problem.message


@pytest.mark.parametrize(
    ("crs", "point"),
    [(DEGREES, shapely.Point(51.25, 7.15)), (UTM, shapely.Point(5_680_000, 370_000))],
)
def test_coordinates_the_wrong_way_round_are_recognised(crs, point) -> None:
    assert problem_with(batch_of(point), crs).code == "swapped_axes"

    batch = batch_of(point)
    batch.geometry = swapped(batch.geometry)
    place(batch, crs, AREA)
    assert len(batch) == 1


LINE = shapely.LineString([(0, 0), (1, 1)])
SQUARE = shapely.box(0, 0, 10, 10)


@pytest.mark.parametrize(
    ("wanted", "parts", "kept", "codes"),
    [
        (LINES, [LINE, HERE], LINE, ["parts_left_out"]),
        (POINTS, [LINE, HERE], HERE, ["parts_left_out"]),
        (LINES, [LINE, LINE], shapely.multilinestrings([LINE, LINE]), []),
        (POINTS, [shapely.multipoints([HERE, HERE])], shapely.multipoints([HERE, HERE]), []),
        (LINES, [HERE], shapely.GeometryCollection([HERE]), []),
    ],
)
def test_of_a_collection_the_wanted_parts_are_taken(wanted, parts, kept, codes) -> None:
    batch = batch_of(shapely.GeometryCollection(parts))

    reshape(batch, wanted, "refuse")

    assert batch.geometry[0] == kept
    assert [finding.code for finding in batch.findings] == codes


@pytest.mark.parametrize(
    ("language", "code", "values", "said"),
    [
        ("de", "wrong_geometry", ("found", "expected"), "„Punkt“; gebraucht wird „Linie“"),
        ("en", "wrong_geometry", ("found", "expected"), "“point”; “line” is needed"),
        ("de", "parts_left_out", ("kept",), "nur übernommen: Punkt"),
    ],
)
def test_people_read_of_points_and_lines(language, code, values, said) -> None:
    with translation.override(language):
        message = Finding(code, values=dict(zip(values, ("Point", "LineString"), strict=False)))
        assert said in message.message


def test_polygons_become_points_on_request_only() -> None:
    batch = batch_of(SQUARE, HERE)
    reshape(batch, POINTS, "refuse")
    assert batch.geometry[0] == SQUARE

    reshape(batch, POINTS, "centre")
    assert SQUARE.contains(batch.geometry[0])
    assert [finding.values for finding in batch.findings] == [{"count": 1}]
