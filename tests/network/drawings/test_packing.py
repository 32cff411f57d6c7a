"""Circles close together without overlap."""

import math
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from network.drawings.packing import enclosing_radius, pack


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(1, 60), max_size=12))
def test_nothing_overlaps_and_nothing_is_lost(radii):
    circles = pack(tuple(radii))

    assert [circle.radius for circle in circles] == radii
    for one, other in combinations(circles, 2):
        apart = math.hypot(one.x - other.x, one.y - other.y)
        assert apart >= one.radius + other.radius - 1e-6


# Ratio of the densest known packing of n equal circles in a circle.
@pytest.mark.parametrize(
    ("number", "densest"),
    [(1, 1), (2, 2), (3, 2.155), (7, 3), (12, 4.029), (19, 4.863), (24, 5.652)],
)
def test_as_dense_as_bundles_are_made(number, densest):
    assert enclosing_radius(pack((1.0,) * number)) <= densest * 1.09


def test_many_circles_take_no_noticeable_time():
    circles = pack((1.0,) * 144)

    assert enclosing_radius(circles) < 16
