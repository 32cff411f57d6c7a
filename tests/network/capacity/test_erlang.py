"""Erlang-B against tables and the closed form."""

from fractions import Fraction
from math import factorial, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from network.capacity.erlang import admissible_load, blocking
from network.capacity.errors import CapacityInputError

VECTORS = [
    (1, 1, 0.5),
    (2, 5, 0.036697),
    (4, 8, 0.030420),
    (8, 8, 0.235570),
    (8, 16, 0.004530),
]


@pytest.mark.parametrize(("load", "servers", "expected"), VECTORS)
def test_table_values(load, servers, expected):
    assert blocking(load, servers) == pytest.approx(expected, abs=5e-7)


def test_collisions_bind_before_eight_demodulators():
    """All 48 pairs of channel and spreading factor at the admission limit."""
    load = 48 * 0.0527
    assert load == pytest.approx(2.53, abs=5e-3)
    assert blocking(load, 8) == pytest.approx(0.0033, abs=5e-5)


@given(st.integers(1, 400), st.integers(0, 40))
def test_the_recursion_equals_the_closed_form(tenths, servers):
    load = Fraction(tenths, 10)
    terms = [load**n / factorial(n) for n in range(servers + 1)]
    assert blocking(tenths / 10, servers) == pytest.approx(float(terms[-1] / sum(terms)), rel=1e-9)


@given(st.floats(0, 1e6), st.integers(0, 1000))
def test_it_is_a_share_and_falls_with_servers(load, servers):
    assert 0 <= blocking(load, servers + 1) <= blocking(load, servers) <= 1


@given(st.floats(1e-6, 0.999), st.integers(1, 200))
def test_the_admissible_load_just_meets_the_target(target, servers):
    load = admissible_load(target, servers)
    assert blocking(load, servers) == pytest.approx(target, rel=1e-6)


def test_no_traffic_is_never_blocked():
    assert blocking(0, 1) == 0
    assert blocking(0, 0) == 1


@pytest.mark.parametrize("arguments", [(-1, 8), (nan, 8), (1, -1), (1, 2.5), (1, 10_001)])
def test_impossible_pools_are_refused(arguments):
    with pytest.raises(CapacityInputError):
        blocking(*arguments)


@pytest.mark.parametrize("arguments", [(0, 8), (1, 8), (nan, 8), (0.01, 0)])
def test_impossible_targets_are_refused(arguments):
    with pytest.raises(CapacityInputError):
        admissible_load(*arguments)
