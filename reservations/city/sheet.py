"""The rows of one table as lines for COPY, at their own place or as a copy elsewhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from fixtures.city.geometry import Point, rounded
from fixtures.city.plant import Plant
from fixtures.city.seams import Seams
from reservations.city import encoding
from reservations.city.tables import Column, Table, public_id


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a copy of a network goes: added to keys and coordinates (m), put before codes."""

    number: int = 0
    prefix: str = ""
    keys: dict[str, int] = field(default_factory=dict)
    east: float = 0.0
    north: float = 0.0

    def point(self, place: Point) -> Point:
        """Where a point of the original lies in the copy."""
        return rounded(place[0] + self.east, place[1] + self.north)

    def eui(self, eui: str) -> str:
        """An EUI-64 of its own for every copy."""
        return f"02{self.number:04x}{eui[6:]}" if self.number else eui


Strands = dict[tuple[int, int], int]  # id by cable and number in the cable


class Sheet:
    """One table's rows of one network; what no copy changes is encoded only once."""

    def __init__(self, table: Table, plant: Plant | Seams) -> None:
        self.table = table
        rows = getattr(plant, table.rows, [])
        self.length = len(rows)
        self.raw = [[column.value(row) for row in rows] for column in table.columns]
        self.ready = [
            [encoding.text(value) for value in values] if column.moves is None else None
            for column, values in zip(table.columns, self.raw, strict=True)
        ]

    def lines(self, placement: Placement, strands: Strands) -> Iterator[str]:
        """One line a row, columns in the order of the table."""
        cells = [
            ready or self._moved(column, values, placement, strands)
            for column, values, ready in zip(self.table.columns, self.raw, self.ready, strict=True)
        ]
        return map("\t".join, zip(*cells, strict=True))

    def _moved(
        self, column: Column, values: list[Any], placement: Placement, strands: Strands
    ) -> list[str]:
        move = self._mover(column.moves, placement, strands)
        return [r"\N" if value is None else move(value) for value in values]

    def _mover(
        self, moves: str | None, placement: Placement, strands: Strands
    ) -> Callable[[Any], str]:
        added = placement.keys.get(moves or "", 0)
        movers: dict[str | None, Callable[[Any], str]] = {
            "code": lambda code: placement.prefix + code,
            "public_id": lambda code: str(public_id(self.table.name, placement.prefix + code)),
            "eui": placement.eui,
            "point": lambda place: encoding.point(placement.point(place)),
            "line": lambda corners: encoding.line(tuple(map(placement.point, corners))),
            "strand": lambda end: str(strands[end[0] + placement.keys.get("cables", 0), end[1]]),
        }
        return movers.get(moves, lambda value: str(value + added))
