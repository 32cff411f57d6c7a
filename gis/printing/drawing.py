"""Draws features onto the page. Positions are millimetres, reportlab counts in points."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from gis.layers import Layer
from gis.printing.features import Feature
from gis.printing.style import Stroke, Theme, colour, grade, line_strokes
from gis.printing.text import BOLD
from gis.printing.tokens import tokens

AREA_OPACITY = 0.6

POLYGONS: dict[str, list[tuple[float, float]]] = {
    "square": [(-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)],
    "smallSquare": [(-0.55, -0.55), (0.55, -0.55), (0.55, 0.55), (-0.55, 0.55)],
    "diamond": [(0, 1.1), (1.1, 0), (0, -1.1), (-1.1, 0)],
    "triangle": [(0, 1), (0.95, -0.75), (-0.95, -0.75)],
    "house": [(0, 1), (0.9, 0.2), (0.9, -0.85), (-0.9, -0.85), (-0.9, 0.2)],
    "bar": [(-0.8, -0.25), (0.8, -0.25), (0.8, 0.25), (-0.8, 0.25)],
    "mast": [(-0.2, 0.6), (0.2, 0.6), (0.45, -1), (-0.45, -1)],
}
"""Shapes of marks around their place, upwards positive."""

PLANNED = {"idea", "planned", "under_construction"}
UNUSED = {"out_of_service", "abandoned", "removed"}


def draw_layer(page: Canvas, layer: Layer, found: list[Feature], theme: Theme) -> None:
    if layer.geometry == "line":
        draw_lines(page, layer.name, found, theme)
    for feature in found:
        if layer.geometry == "polygon":
            _draw_area(page, feature, theme)
        elif layer.geometry == "point":
            for x, y in feature.parts[0]:
                draw_mark(page, layer.name, feature.props, (x, y), theme)


def draw_lines(page: Canvas, layer: str, found: list[Feature], theme: Theme) -> None:
    """All casings before all bodies, so that crossings look joined."""
    by_level: dict[int, dict[Stroke, list[np.ndarray]]] = defaultdict(lambda: defaultdict(list))
    for feature in found:
        for level, stroke in enumerate(line_strokes(layer, feature.props, theme)):
            by_level[level][stroke] += feature.parts
    for level in sorted(by_level):
        for stroke, parts in by_level[level].items():
            _stroke_parts(page, parts, stroke)


def _stroke_parts(page: Canvas, parts: list[np.ndarray], stroke: Stroke) -> None:
    page.setStrokeColor(HexColor(stroke.colour))
    page.setLineWidth(stroke.width)
    page.setLineCap(1 if stroke.is_round else 0)
    page.setDash(list(stroke.dash)) if stroke.dash else page.setDash()
    for part in parts:
        page.drawPath(_path(page, part), stroke=1, fill=0)
    page.setDash()


def _path(page: Canvas, part: np.ndarray, *, closed: bool = False) -> Any:
    path = page.beginPath()
    points = part * mm
    path.moveTo(*points[0])
    for point in points[1:]:
        path.lineTo(*point)
    if closed:
        path.close()
    return path


def _draw_area(page: Canvas, feature: Feature, theme: Theme) -> None:
    """Cells of the corridor; where nothing is free, crossed."""
    level = feature.props.get("cap")
    page.saveState()
    page.setLineWidth(0.4)
    page.setStrokeColor(HexColor(theme.palette["muted"]))
    if level is not None:
        page.setFillColor(HexColor(theme.palette["capacity"][level]), alpha=AREA_OPACITY)
    for ring in feature.parts:
        page.drawPath(_path(page, ring, closed=True), stroke=1, fill=int(level is not None))
        if level == 0:
            (left, bottom), (right, top) = ring.min(axis=0) * mm, ring.max(axis=0) * mm
            page.lines([(left, bottom, right, top), (left, top, right, bottom)])
    page.restoreState()


def draw_mark(
    page: Canvas, layer: str, props: dict[str, Any], at: tuple[float, float], theme: Theme
) -> None:
    """The shape says the kind, the fill the state: full, hollow or grey; a disc says how many."""
    if number := props.get("number"):
        return _draw_number(page, str(number), at, theme)
    palette, state = theme.palette, props.get("life_cycle")
    graded = theme.variable in {"owner", "life_cycle"}
    look = colour(grade(props, theme), theme) if graded else palette["ink"]
    fill = palette["paper"] if state in PLANNED else palette["muted"] if state in UNUSED else look
    page.setLineWidth(0.5)
    page.setStrokeColor(HexColor(palette["ink"]))
    page.setFillColor(HexColor(fill))
    shape = "mast" if layer == "gateways" else tokens()["siteShapes"].get(props.get("kind"), "dot")
    _draw_shape(page, shape, at, theme.mark_mm)


def _draw_number(page: Canvas, number: str, at: tuple[float, float], theme: Theme) -> None:
    """Several objects that stand too close to be told apart."""
    x, y, size = at[0] * mm, at[1] * mm, 6
    page.setFillColor(HexColor(theme.palette["ink"]))
    page.circle(x, y, max(5, stringWidth(number, BOLD, size) / 2 + 1.5), stroke=0, fill=1)
    page.setFillColor(HexColor(theme.palette["paper"]))
    page.setFont(BOLD, size)
    page.drawCentredString(x, y - size * 0.35, number)


def _draw_shape(page: Canvas, shape: str, at: tuple[float, float], half_mm: float) -> None:
    x, y, size = at[0] * mm, at[1] * mm, half_mm * mm
    if shape == "rounded":
        page.roundRect(x - size, y - 0.8 * size, 2 * size, 1.6 * size, 0.4 * size, fill=1)
    elif shape == "ring":
        page.circle(x, y, 0.8 * size, fill=0)
        page.circle(x, y, 0.4 * size, fill=0)
    elif shape in POLYGONS:
        corners = np.array(POLYGONS[shape]) * half_mm + np.array(at)
        page.drawPath(_path(page, corners, closed=True), stroke=1, fill=1)
    else:
        page.circle(x, y, 0.45 * size, fill=1)
