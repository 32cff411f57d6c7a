"""Ends come onto sites exactly; lines are cut exactly where others touch them."""

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gis.importing.snapping import snap, split, touches


def lines(*paths: list[tuple[float, float]]) -> np.ndarray:
    return np.array([shapely.LineString(path) for path in paths], dtype=object)


NO_SITES = np.empty((0, 2))


def test_ends_move_onto_the_nearest_site_within_the_tolerance() -> None:
    """[A] .---. [B]: the ends lie 0.3 m beside their sites."""
    sites = np.array([(0.0, 0.0), (10.0, 0.0), (10.0, 0.9)])
    result = snap(lines([(0.3, 0), (5, 1), (10, 0.3)]), sites, 0.5, make_sites=False)
    assert list(result.lines[0].coords) == [(0, 0), (5, 1), (10, 0)]
    assert (result.start[0], result.end[0]) == (0, 1)
    assert result.moved[0] == pytest.approx([0.3, 0.3])


def test_ends_without_a_site_stay_or_get_one() -> None:
    path = lines([(0, 0), (10, 0)])
    assert snap(path, NO_SITES, 0.5, make_sites=False).start.tolist() == [-1]
    made = snap(path, NO_SITES, 0.5, make_sites=True)
    assert made.made_at.tolist() == [[0, 0], [10, 0]]
    assert made.lines[0].equals(path[0])


def test_near_ends_share_one_made_site_but_chains_do_not_grow() -> None:
    """Ends 0.4 m apart in a row: a site takes what is within 0.5 m of it, not the whole row."""
    star = lines(*([(x, 0.0), (x, 50.0 + 10 * x)] for x in (0.0, 0.4, 0.8, 1.2)))
    result = snap(star, NO_SITES, 0.5, make_sites=True)
    a, b, c, d = result.start
    assert a == b != c == d
    assert result.moved.max() <= 0.5


def test_touching_lines_are_found_and_cut() -> None:
    """A through line, a side line ending on its middle, one passing 5 m away."""
    crossing = lines([(0, 0), (100, 0)], [(50.0, 0.2), (50, 30)], [(0, 5), (100, 5)])
    result = snap(crossing, NO_SITES, 0.5, make_sites=True)
    line, _point = touches(result.lines, result.sites, 0.5)
    assert line.tolist() == [0]

    pieces = split(result, 0.5)

    assert pieces.owner.tolist() == [0, 0, 1, 2]
    assert list(pieces.lines[0].coords) == [(0, 0), (50, 0.2)]
    assert list(pieces.lines[1].coords) == [(50, 0.2), (100, 0)]
    assert pieces.end[0] == pieces.start[1] == pieces.start[2]


def test_a_line_touched_several_times_is_cut_in_order() -> None:
    comb = lines(
        [(0, 0), (30, 0), (60, 0)], [(45, 9), (45, 0)], [(15, 0), (15, 9)], [(30, 0), (30, 9)]
    )
    pieces = split(snap(comb, NO_SITES, 0.1, make_sites=True), 0.1)
    ends = [piece.coords[-1][0] for piece in pieces.lines[pieces.owner == 0]]
    assert ends == [15, 30, 45, 60]
    assert shapely.length(pieces.lines[pieces.owner == 0]).sum() == pytest.approx(60)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
@given(
    st.lists(
        st.tuples(*[st.integers(0, 40).map(float)] * 4).filter(lambda t: t[:2] != t[2:]),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from([0.0, 0.5, 2.0]),
)
def test_whatever_comes_every_end_lies_on_its_site(ends: list, tolerance: float) -> None:
    paths = lines(*([(a, b), (c, d)] for a, b, c, d in ends))
    pieces = split(result := snap(paths, NO_SITES, tolerance, make_sites=True), tolerance)
    for end, position in ((pieces.start, 0), (pieces.end, -1)):
        at = shapely.get_coordinates(shapely.get_point(pieces.lines, position))
        assert len(at) == len(pieces.lines)
        assert np.array_equal(at, result.sites[end])
    assert result.moved.max() <= max(tolerance, 0.0005)
