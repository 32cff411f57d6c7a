"""What partners see instead of exact plant: where it runs to the nearest 50 m cell, no finer."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np

CELL_M = 50
"""Edge of a cell in metres of EPSG:25832; cells start at multiples of it."""

ROUND_LENGTH_M = 50

Position = tuple[float, float]
Cell = tuple[int, int]


def cells_along(line: Sequence[Position]) -> list[Cell]:
    """The cells a line in storage coordinates passes, in order, without repetition in a row."""
    passed: list[Cell] = []
    for start, end in zip(line, line[1:], strict=False):
        for cell in _cells_between(start, end):
            if not passed or passed[-1] != cell:
                passed.append(cell)
    return passed


def corridor(lines: Iterable[Sequence[Position]]) -> list[list[Position]]:
    """The lines drawn through the centres of their cells, storage coordinates.

    Two lines in the same cells give the same corridor: nothing finer can be read from it.
    """
    return [[_centre(cell) for cell in cells_along(line)] for line in lines]


def middles(places: np.ndarray) -> np.ndarray:
    """The middles of the cells in which places in storage coordinates lie."""
    return (np.floor(places / CELL_M) + 0.5) * CELL_M


def rounded_length(metres: float) -> float:
    """A length that does not tell more than the corridor does."""
    return float(max(ROUND_LENGTH_M, round(metres / ROUND_LENGTH_M) * ROUND_LENGTH_M))


def _cells_between(start: Position, end: Position) -> Iterable[Cell]:
    """The cells of a straight stretch: one for each stretch between two crossings of the grid."""
    crossings = {0.0, 1.0}
    for axis in (0, 1):
        low, high = sorted((start[axis], end[axis]))
        for number in range(math.floor(low / CELL_M) + 1, math.ceil(high / CELL_M)):
            crossings.add((number * CELL_M - start[axis]) / (end[axis] - start[axis]))
    cuts = sorted(crossings)
    for before, after in zip(cuts, cuts[1:], strict=False):
        middle = (before + after) / 2
        yield _cell(tuple(a + (b - a) * middle for a, b in zip(start, end, strict=True)))


def _cell(position: Sequence[float]) -> Cell:
    return math.floor(position[0] / CELL_M), math.floor(position[1] / CELL_M)


def _centre(cell: Cell) -> Position:
    return (cell[0] + 0.5) * CELL_M, (cell[1] + 0.5) * CELL_M
