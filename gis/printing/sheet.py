"""A sheet of paper and the ground on it. Places on paper are millimetres from the lower left."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from gis.printing.tokens import tokens

EastNorth = tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """The map stands at the upper left, the legend right of it, the title block below."""

    paper: str
    is_wide: bool
    scale: int
    centre: EastNorth
    """In storage coordinates, metres of EPSG:25832."""

    @cached_property
    def size(self) -> tuple[float, float]:
        width, height = tokens()["sheets"]["papers"][self.paper]
        return (width, height) if self.is_wide else (height, width)

    @cached_property
    def frame(self) -> tuple[float, float, float, float]:
        """Left, bottom, width and height of the map."""
        layout = tokens()["sheets"]
        margin, column, foot = layout["margin"], layout["column"], layout["foot"]
        width, height = self.size
        return margin, margin + foot, width - 2 * margin - column, height - 2 * margin - foot

    @property
    def metres_per_mm(self) -> float:
        return self.scale / 1000

    @cached_property
    def ground(self) -> tuple[float, float, float, float]:
        """West, south, east and north of the map in storage coordinates."""
        _left, _bottom, width, height = self.frame
        east, north = self.centre
        half_width, half_height = (edge * self.metres_per_mm / 2 for edge in (width, height))
        return east - half_width, north - half_height, east + half_width, north + half_height

    def on_paper(self, east: float, north: float) -> tuple[float, float]:
        left, bottom, _width, _height = self.frame
        west, south, _east, _north = self.ground
        return left + (east - west) / self.metres_per_mm, bottom + (
            north - south
        ) / self.metres_per_mm


def bar_length_m(scale: int) -> int:
    """A round length of the scale bar that takes 30 to 80 mm on paper."""
    power = 1
    while True:
        for factor in (1, 2, 5):
            if factor * power * 1000 / scale >= 30:
                return factor * power
        power *= 10
