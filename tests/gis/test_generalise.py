"""What partners see: nothing finer than the grid, nothing that moves with a line in its cell."""

import math

from hypothesis import given
from hypothesis import strategies as st

from gis.generalise import CELL_M, cells_along, corridor, rounded_length

coordinate = st.floats(0, 2_000, allow_nan=False).map(lambda metres: round(metres, 3))
lines = st.lists(st.tuples(coordinate, coordinate), min_size=2, max_size=8, unique=True)


@given(lines)
def test_every_position_is_the_middle_of_a_cell(line) -> None:
    for east, north in corridor([line])[0]:
        assert (east - CELL_M / 2) % CELL_M == 0
        assert (north - CELL_M / 2) % CELL_M == 0


@given(lines)
def test_cells_follow_each_other_and_touch(line) -> None:
    cells = cells_along(line)
    for (i, j), (k, m) in zip(cells, cells[1:], strict=False):
        assert (i, j) != (k, m)
        assert abs(i - k) <= 1 and abs(j - m) <= 1


@given(lines)
def test_the_line_never_leaves_its_corridor(line) -> None:
    cells = set(cells_along(line))
    for start, end in zip(line, line[1:], strict=False):
        for step in range(1, 20):
            share = step / 20
            point = [a + (b - a) * share for a, b in zip(start, end, strict=True)]
            place = [number / CELL_M for number in point]
            if all(min(number % 1, 1 - number % 1) > 1e-6 for number in place):
                assert tuple(math.floor(number) for number in place) in cells


def test_lines_in_the_same_cells_look_the_same() -> None:
    one = [(3.0, 4.0), (120.0, 30.0), (130.0, 90.0)]
    other = [(44.0, 8.0), (141.0, 12.0), (101.0, 51.0)]
    assert corridor([one]) == corridor([other])


def test_lengths_are_rounded() -> None:
    assert [rounded_length(metres) for metres in (1, 74, 76, 1_234.5)] == [50, 50, 100, 1_250]
