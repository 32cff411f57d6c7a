"""Labels for sites: a QR code that opens the site, with its code in words beside it.

A label outlives codes and names, so that the QR code holds the site's public id.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

import segno
from django.conf import settings
from django.utils.text import capfirst
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from assets.models import Site
from gis.printing.text import BOLD, FONT, plain, write

PADDING_MM = 4.0
CODE_MM = 27.0
"""Edge of a QR code where the label is large enough: read from an arm's length."""

LARGEST = 13
"""Points of a code in words."""

QUIET = 4
"""Empty modules around a QR code that readers need (ISO/IEC 18004)."""


class ShortIdConverter:
    """A public id as 22 characters, for the address in a QR code."""

    regex = "[A-Za-z0-9_-]{21}[AQgw]"

    def to_python(self, text: str) -> UUID:
        return UUID(bytes=urlsafe_b64decode(f"{text}=="))

    def to_url(self, public_id: UUID) -> str:
        return urlsafe_b64encode(public_id.bytes).decode().rstrip("=")


@dataclass(frozen=True)
class Sheet:
    """Labels on a sheet of A4, millimetres; the rest is margin, equal on opposite sides."""

    columns: int
    rows: int
    width: float
    height: float

    @property
    def name(self) -> str:
        return f"{self.columns}x{self.rows}-{self.width:g}x{self.height:g}"

    @property
    def count(self) -> int:
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """Lower left corner of a label on the paper; places count row by row from the top."""
        row, column = divmod(place, self.columns)
        left = (A4[0] / mm - self.columns * self.width) / 2
        bottom = (A4[1] / mm - self.rows * self.height) / 2
        return left + column * self.width, bottom + (self.rows - 1 - row) * self.height


SHEETS = {
    one.name: one
    for one in (
        Sheet(3, 8, 70, 37),
        Sheet(3, 8, 70, 36),
        Sheet(2, 7, 99.1, 38.1),
        Sheet(2, 4, 105, 74),
    )
}


def draw(
    sites: Iterable[Site], sheet: Sheet, skipped: int, address_of: Callable[[Site], str]
) -> bytes:
    """The sheets as PDF. `skipped` places of the first are left out, because they were used."""
    target = BytesIO()
    page = Canvas(target, pagesize=A4, invariant=1)
    page.setTitle(plain(settings.CITY_NAME))
    for number, site in enumerate(sites, skipped):
        if number % sheet.count == 0 and number > skipped:
            page.showPage()
        _draw_label(page, sheet, sheet.corner(number % sheet.count), site, address_of(site))
    page.showPage()
    page.save()
    return target.getvalue()


def _draw_label(
    page: Canvas, sheet: Sheet, corner: tuple[float, float], site: Site, address: str
) -> None:
    left, bottom = corner
    edge = min(CODE_MM, sheet.height - 2 * PADDING_MM)
    _draw_code(page, address, left + PADDING_MM, bottom + (sheet.height - edge) / 2, edge)
    start = left + 2 * PADDING_MM + edge
    room = sheet.width - 3 * PADDING_MM - edge
    height = bottom + (sheet.height + edge) / 2
    for text, font, size in _lines(site, room):
        height -= size * 1.25 / mm
        write(page, (start, height), text, size, font=font, room_mm=room)


def _lines(site: Site, room: float) -> Iterator[tuple[str, str, float]]:
    """A long code is written smaller instead of being cut: it is what one reads out."""
    width_at_one = stringWidth(plain(site.code), BOLD, 1)
    yield site.code, BOLD, max(5, min(LARGEST, room * mm / width_at_one))
    yield capfirst(site.get_kind_display()), FONT, 8
    for text in dict.fromkeys((site.name, str(site.address or ""))):
        if text:
            yield text, FONT, 8
    yield settings.CITY_NAME, FONT, 8


def _draw_code(page: Canvas, address: str, left: float, bottom: float, edge: float) -> None:
    """As vectors: dark modules of a row that touch are one rectangle, so that no seam shows."""
    rows = [bytes(row) for row in segno.make_qr(address, error="m").matrix]
    module = edge / (len(rows) + 2 * QUIET)
    for number, row in enumerate(rows):
        y = bottom + edge - (QUIET + number + 1) * module
        for start, length in _runs(row):
            x = left + (QUIET + start) * module
            page.rect(x * mm, y * mm, length * module * mm, module * mm, stroke=0, fill=1)


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Start and length of what is dark without a gap."""
    start = None
    for place, is_dark in enumerate((*row, 0)):
        if is_dark and start is None:
            start = place
        elif not is_dark and start is not None:
            yield start, place - start
            start = None
