"""A sketch of a package: cells, exact lines and sites, north up, with a scale bar."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.graphics.shapes import Circle, Drawing, Line, PolyLine, Rect, String
from reportlab.lib.colors import HexColor, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth

from gis.printing.sheet import bar_length_m
from reservations.information.contents import FREE, Package
from reservations.letters.fonts import REGULAR

WIDTH_MM, HEIGHT_MM, MARGIN_MM = 165.0, 95.0, 6.0
RAMP = ("#f7f7f7", "#d9e6f2", "#a8c8e4", "#6fa3d0", "#2f74b3")
_UNKNOWN = HexColor("#e5e0d8")
_INK = HexColor("#1a1a1a")
_FRAME = HexColor("#999999")

Extent = tuple[float, float, float, float]
"""West, south, east and north in the storage grid."""


def sketch(package: Package) -> Drawing:
    """The area of the package in the storage grid, scaled to the width of the text."""
    cells = [(shape.extent, free) for shape, free in package.cells]
    west, south, east, north = _extent([package.area.extent, *(box for box, _free in cells)])
    inner_width, inner_height = WIDTH_MM - 2 * MARGIN_MM, HEIGHT_MM - 2 * MARGIN_MM
    scale = min(inner_width / max(east - west, 50), inner_height / max(north - south, 50))

    def place(point: tuple[float, float]) -> tuple[float, float]:
        across, up = (point[0] - west) * scale, (point[1] - south) * scale
        return (MARGIN_MM + across) * mm, (MARGIN_MM + up) * mm

    drawing = Drawing(WIDTH_MM * mm, HEIGHT_MM * mm)
    drawing.add(Rect(0, 0, WIDTH_MM * mm, HEIGHT_MM * mm, strokeColor=_FRAME, fillColor=white))
    for (west_edge, south_edge, east_edge, north_edge), free in cells:
        left, bottom = place((west_edge, south_edge))
        right, top = place((east_edge, north_edge))
        fill = _fill(-1 if free is None else free)
        box = Rect(left, bottom, right - left, top - bottom, fillColor=fill, strokeColor=_FRAME)
        box.strokeWidth = 0.3
        drawing.add(box)
    for segment in package.segments:
        points = [value for point in segment.geom.coords for value in place(point[:2])]
        drawing.add(PolyLine(points, strokeColor=_INK, strokeWidth=1.4))
    for site in package.sites:
        left, bottom = place(site.geom.coords[:2])
        drawing.add(Circle(left, bottom, 2, fillColor=white, strokeColor=_INK))
    _add_bar(drawing, scale)
    return drawing


def legend(package: Package) -> Drawing:
    """What the cells and signs of the sketch mean; of the classes those that it shows."""
    drawing = Drawing(WIDTH_MM * mm, 7 * mm)
    shown = sorted({-1 if free is None else free for _shape, free in package.cells})
    left = 0.0
    for free in shown:
        box = Rect(left * mm, 2 * mm, 4 * mm, 3 * mm, fillColor=_fill(free), strokeColor=_FRAME)
        drawing.add(box)
        left = _worded(drawing, left + 5.5, FREE[None if free < 0 else free])
    if package.segments:
        line = Line(left * mm, 3.5 * mm, (left + 5) * mm, 3.5 * mm, strokeColor=_INK)
        line.strokeWidth = 1.4
        drawing.add(line)
        left = _worded(drawing, left + 6.5, "bewilligter Abschnitt")
    if package.sites:
        sign = Circle((left + 1) * mm, 3.5 * mm, 2, fillColor=white, strokeColor=_INK)
        drawing.add(sign)
        _worded(drawing, left + 3, "Standort")
    return drawing


def _worded(drawing: Drawing, left_mm: float, text: str) -> float:
    """Writes the word; where the next sign goes."""
    drawing.add(String(left_mm * mm, 2.4 * mm, text, fontSize=7, fontName=REGULAR))
    return left_mm + stringWidth(text, REGULAR, 7) / mm + 5


def _fill(free: int) -> HexColor:
    return _UNKNOWN if free < 0 else HexColor(RAMP[free])


def _extent(extents: Sequence[Extent]) -> Extent:
    """Of the area and of the cells that reach out of it."""
    lows = (min(one[edge] for one in extents) for edge in (0, 1))
    highs = (max(one[edge] for one in extents) for edge in (2, 3))
    return (*lows, *highs)  # type: ignore[return-value]


def _add_bar(drawing: Drawing, mm_per_m: float) -> None:
    metres = bar_length_m(round(1000 / mm_per_m))
    right, bottom = (WIDTH_MM - MARGIN_MM) * mm, 3 * mm
    left = right - metres * mm_per_m * mm
    drawing.add(Line(left, bottom, right, bottom, strokeColor=_INK, strokeWidth=1.2))
    text = String(left, bottom + 3, f"{metres} m · Norden oben", fontSize=7, fontName=REGULAR)
    drawing.add(text)
