"""Strips: stretches of a run, and which lines run along them side by side without a break."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from network.routing.runs import Run


class Strand(NamedTuple):
    """One line of a run seen along another: `at[k]` is its piece beside piece k, or None."""

    run: Run
    line: int
    at: tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Strip:
    """Positions `first` to `last` of a run (indexes into its positions)."""

    run: Run
    first: int
    last: int
    companions: Companions | None = None

    def strands(self) -> list[Strand]:
        """All lines that could run here."""
        if self.companions is None:
            return own_strands(self.run)
        return self.companions.strands_along(self.run)

    def free_strands(self, first: int, last: int) -> list[Strand]:
        """What is known to be free all along from one index to another."""
        strands = [strand for strand in self.strands() if strand.run.known[strand.line]]
        free = free_pieces(strands, len(self.run.positions) - 1)[:, first:last].all(axis=1)
        return [strand for strand, is_free in zip(strands, free, strict=True) if is_free]

    def unknown_lines(self, most: int | None) -> dict[Run, list[int]]:
        """Lines the ledger was not asked about yet, by run: all, or so many of the run itself.

        The last first, because tubes are given away from number one on.
        """
        if most is not None:
            return {self.run: np.flatnonzero(~self.run.known)[-most:].tolist()}
        lines: dict[Run, set[int]] = defaultdict(set)
        for run, line, _ in self.strands():
            if not run.known[line]:
                lines[run].add(line)
        return {run: sorted(numbers) for run, numbers in lines.items()}


class Companions:
    """Which lines lie beside which: only asked when a run alone has too few tubes."""

    def __init__(self, runs: Iterable[Run]) -> None:
        self._beside: dict[tuple[int, ...], list[tuple[Run, int, bool]]] = defaultdict(list)
        for run in runs:
            for piece in range(len(run.positions) - 1):
                key, turned = _piece_key(run, piece)
                self._beside[key].append((run, piece, turned))

    def strands_along(self, run: Run) -> list[Strand]:
        """All lines that follow the run for a while, its own included, unbroken ones together."""
        ways: list[_Way] = []
        open_ways: dict[tuple[int, int], _Way] = {}
        pieces = len(run.positions) - 1
        for piece in range(pieces):
            key, turned = _piece_key(run, piece)
            following: dict[tuple[int, int], _Way] = {}
            for other, at, other_turned in self._beside[key]:
                step = 1 if turned == other_turned else -1
                way = open_ways.get((id(other), at))
                if way is None or way.step not in (0, step):
                    way = _Way(other, [None] * pieces)
                    ways.append(way)
                way.step, way.at[piece] = step, at
                following[id(other), at + step] = way
            open_ways = following
        return [
            Strand(way.run, line, tuple(way.at))
            for way in _distinct(ways)
            for line in range(len(way.run.taken))
        ]


@dataclass(slots=True)
class _Way:
    run: Run
    at: list[int | None]
    step: int = 0

    def tubes(self) -> set[tuple[int, int]]:
        """Where along the other run it lies, and the first line's section there."""
        sections, positions = self.run.group.sections, self.run.positions
        return {
            (piece, int(sections[0, positions[at]]))
            for piece, at in enumerate(self.at)
            if at is not None
        }


def _distinct(ways: list[_Way]) -> list[_Way]:
    """Without the second appearance of a ring, whose line comes round twice."""
    kept: list[tuple[_Way, set[tuple[int, int]]]] = []
    for way in sorted(ways, key=lambda way: way.at.count(None)):
        tubes = way.tubes()
        if not any(tubes <= others for _, others in kept):
            kept.append((way, tubes))
    return [way for way, _ in kept]


def own_strands(run: Run) -> list[Strand]:
    """The lines of the run itself."""
    pieces = tuple(range(len(run.positions) - 1))
    return [Strand(run, line, pieces) for line in range(len(run.taken))]


def free_pieces(strands: list[Strand], pieces: int) -> np.ndarray:
    """Strands × pieces: whether the strand lies there and nothing of it is taken."""
    free = np.zeros((len(strands), pieces), bool)
    for row, (run, line, at) in enumerate(strands):
        taken = run.taken[line]
        free[row] = [piece is not None and not taken[piece] for piece in at]
    return free


def furthest(free: np.ndarray, count: int) -> list[int]:
    """Per piece how far (the first piece no more) `count` of the rows run free from there on."""
    lines, pieces = free.shape
    if lines < count:
        return [0] * pieces
    reach = np.empty((lines, pieces), np.int32)
    until = np.full(lines, pieces, np.int32)
    for piece in range(pieces - 1, -1, -1):
        until = np.where(free[:, piece], until, piece)
        reach[:, piece] = until
    return (-np.partition(-reach, count - 1, axis=0)[count - 1]).tolist()


def _piece_key(run: Run, piece: int) -> tuple[tuple[int, ...], bool]:
    """The segments of a piece whichever way it is drawn, and whether that turned it."""
    first, last = run.positions[piece], run.positions[piece + 1]
    segments = run.group.segments[first:last]
    ends = (run.site(first), run.site(last))
    turned = (segments[::-1], ends[::-1]) < (segments, ends)
    return (segments[::-1] + ends[::-1], True) if turned else (segments + ends, False)
