"""Room in a duct against computed and seen values."""

from decimal import Decimal
from math import nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.capacity.errors import CapacityInputError
from network.capacity.fill import fill_ratio, fits, max_cable_mm, squared_sum

millimetres = st.decimals(Decimal("0.5"), Decimal(160), places=1)
limits = st.decimals(Decimal("0.05"), Decimal(1), places=2)


@pytest.mark.parametrize(
    ("inner", "outer"), [(4, 3.3), (6, 5.0), (8, 6.7), (10, 8.4), (12, 10.0), (15, 12.5)]
)
def test_largest_cable_at_seventy_percent(inner, outer):
    assert float(max_cable_mm(inner, 0.7)) == pytest.approx(outer, abs=0.0501)


@pytest.mark.parametrize(("cable", "inner", "percent"), [(2.5, 4, 39), (6, 8, 56), (8, 10, 64)])
def test_fills_seen_in_practice(cable, inner, percent):
    assert float(fill_ratio([cable], inner)) * 100 == pytest.approx(percent, abs=0.5)


def test_a_cable_that_meets_the_limit_exactly_fits():
    """0.1 + 0.2 is not 0.3 in binary; in millimetres it must be."""
    assert fits(Decimal("1.2"), 2, Decimal("0.36"))
    assert fits(0.3, 1, 0.09)
    assert not fits(Decimal("1.201"), 2, Decimal("0.36"))


def test_what_lies_there_counts():
    assert not fits(5, 8, 0.7, present_mm=[5])
    assert max_cable_mm(8, 0.7, present_mm=[6.7]) == 0
    assert fill_ratio([], 4) == 0


@given(st.lists(millimetres, max_size=6), millimetres, limits)
def test_the_largest_cable_is_the_edge(present, inner, limit):
    largest = max_cable_mm(inner, limit, present)
    assert not fits(largest + Decimal("0.001"), inner, limit, present)
    if largest > Decimal("0.001"):
        assert fits(largest - Decimal("0.001"), inner, limit, present)


@given(st.lists(millimetres, max_size=6), st.lists(millimetres, max_size=6))
def test_room_adds_up(some, others):
    assert squared_sum(some + others) == squared_sum(some) + squared_sum(others)


@pytest.mark.parametrize("length", [0, -1, nan, Decimal("Infinity")])
def test_impossible_diameters_are_refused(length):
    for call in (lambda: fill_ratio([length], 4), lambda: fill_ratio([1], length)):
        with pytest.raises(CapacityInputError, match="not_positive"):
            call()


@pytest.mark.parametrize("limit", [0, -0.1, 1.01, nan])
def test_impossible_limits_are_refused(limit):
    with pytest.raises(CapacityInputError, match="not_a_share"):
        max_cable_mm(4, limit)
