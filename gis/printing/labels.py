"""Codes along segments on paper, where there is room; they never overlap."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from reportlab.lib.colors import black, white
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from gis.printing.features import Feature

FONT, SIZE_PT = "Helvetica", 6
HEIGHT_MM = 2.6
FILL, OUTLINE = 0, 1
"""PDF's ways to draw text."""

ABOVE_MM = 1.9
"""From the line to the middle of the text."""


@dataclass(frozen=True)
class Label:
    """`x` and `y` are the middle of the text in millimetres, `angle` is in radians."""

    text: str
    x: float
    y: float
    angle: float
    width: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        across, up = abs(math.cos(self.angle)), abs(math.sin(self.angle))
        half_x = (across * self.width + up * HEIGHT_MM) / 2
        half_y = (up * self.width + across * HEIGHT_MM) / 2
        return self.x - half_x, self.y - half_y, self.x + half_x, self.y + half_y


def placed(found: list[Feature], frame: tuple[float, float, float, float]) -> Iterator[Label]:
    """One for each segment with a straight stretch that is long enough, inside the frame."""
    taken: list[tuple[float, float, float, float]] = []
    left, bottom, width, height = frame
    for feature in found:
        label = _label(feature)
        if label is None:
            continue
        west, south, east, north = box = label.box
        inside = left < west and bottom < south and east < left + width and north < bottom + height
        if inside and not any(_overlap(box, other) for other in taken):
            taken.append(box)
            yield label


def _label(feature: Feature) -> Label | None:
    text = feature.props.get("code") or ""
    width = stringWidth(text, FONT, SIZE_PT) / mm + 1
    steps = np.diff(feature.parts[0], axis=0)
    lengths = np.hypot(*steps.T)
    if not text or lengths.max(initial=0) < width:
        return None
    longest = int(lengths.argmax())
    angle = math.atan2(steps[longest][1], steps[longest][0])
    if abs(angle) > math.pi / 2:  # never upside down
        angle -= math.copysign(math.pi, angle)
    x, y = feature.parts[0][longest] + steps[longest] / 2
    return Label(text, x - math.sin(angle) * ABOVE_MM, y + math.cos(angle) * ABOVE_MM, angle, width)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def draw(page: Canvas, labels: Iterator[Label]) -> None:
    """Black on a white halo."""
    for label in labels:
        page.saveState()
        page.translate(label.x * mm, label.y * mm)
        page.rotate(math.degrees(label.angle))
        page.setStrokeColor(white)
        page.setLineWidth(1.5)
        page.setFillColor(black)
        for mode in (OUTLINE, FILL):
            # How text is drawn outlives the text, unless it is put back.
            page.saveState()
            text = page.beginText(-(label.width - 1) / 2 * mm, -0.7 * mm)
            text.setFont(FONT, SIZE_PT)
            text.setTextRenderMode(mode)
            text.textOut(label.text)
            page.drawText(text)
            page.restoreState()
        page.restoreState()
