"""Text on paper, in the fonts that every PDF reader has."""

from __future__ import annotations

from reportlab.lib.colors import black
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

FONT, BOLD = "Helvetica", "Helvetica-Bold"
SMALLEST_PT = 6


def write(
    page: Canvas,
    at: tuple[float, float],
    text: str,
    size: float,
    *,
    font: str = FONT,
    room_mm: float = 0,
) -> None:
    """One line from a place in millimetres; smaller, then shortened where it does not fit."""
    text = plain(text)
    while room_mm and size > SMALLEST_PT and stringWidth(text, font, size) > room_mm * mm:
        size -= 0.5
    while room_mm and stringWidth(text, font, size) > room_mm * mm:
        text = text.removesuffix("…")[:-1] + "…"
    page.setFillColor(black)
    page.setFont(font, size)
    page.drawString(at[0] * mm, at[1] * mm, text)


def plain(text: str) -> str:
    """Text as these fonts can show it."""
    return text.encode("cp1252", "replace").decode("cp1252")
