"""The sheet after DIN 5008 form B: letterhead, address field, information block, marks, footer.

Places are millimetres from the upper left corner of A4, as the norm gives them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor, black
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, NextPageTemplate, PageTemplate

from reservations.letters import fonts
from reservations.letters.fonts import BOLD, REGULAR
from reservations.letters.letterhead import Letterhead
from reservations.letters.tags import Element, TaggedCanvas

WIDTH, HEIGHT = A4
LEFT, RIGHT = 25.0, 20.0
ADDRESS_LEFT, ADDRESS_TOP, ADDRESS_WIDTH = 20.0, 45.0, 85.0
RECIPIENT_TOP, ADDRESS_LINES = 62.7, 6
BLOCK_LEFT, BLOCK_TOP, BLOCK_WIDTH = 125.0, 50.0, 75.0
BLOCK_TERM, BLOCK_LINES = 24.0, 9
TEXT_TOP, LATER_TOP, BOTTOM = 98.0, 30.0, 32.0
FOLDS, HOLE = (105.0, 210.0), 148.5
_GREY = HexColor("#666666")


@dataclass(frozen=True)
class Sheet:
    """What stands around the text; `watermark` runs across each page."""

    head: Letterhead
    title: str
    recipient: Sequence[str]
    block: Sequence[tuple[str, str]]
    watermark: str = ""


def pdf(sheet: Sheet, story: Sequence[Flowable]) -> bytes:
    """The same sheet and story give the same bytes."""
    fonts.register()
    target = BytesIO()
    document = BaseDocTemplate(
        target,
        pagesize=A4,
        title=sheet.title,
        author=sheet.head.name,
        subject=sheet.title,
        creator="Trassenbuch",
        lang="de-DE",
        invariant=1,
        displayDocTitle=1,
    )
    document.addPageTemplates([_template(sheet, is_first) for is_first in (True, False)])
    document.build([NextPageTemplate("later"), *story], canvasmaker=_Numbered)
    return target.getvalue()


def _template(sheet: Sheet, is_first: bool) -> PageTemplate:
    top = TEXT_TOP if is_first else LATER_TOP
    height = HEIGHT - (top + BOTTOM) * mm
    frame = Frame(
        LEFT * mm,
        BOTTOM * mm,
        WIDTH - (LEFT + RIGHT) * mm,
        height,
        leftPadding=0,
        rightPadding=0,
        topPadding=0,
        bottomPadding=0,
    )

    def draw(page: TaggedCanvas, _document: Any) -> None:
        with page.artifact():
            _draw_footer(page, sheet.head)
            if not is_first:
                _write(page, LEFT, 20, _fitting(sheet.title, 8, 165), size=8, colour=_GREY)
        if is_first:
            _draw_first(page, sheet)

    def mark(page: TaggedCanvas, _document: Any) -> None:
        # Above the text and its drawings, which would hide it.
        if sheet.watermark:
            with page.marked(Element("P")) if is_first else page.artifact():
                _draw_watermark(page, sheet.watermark)

    name = "first" if is_first else "later"
    return PageTemplate(name, [frame], onPage=draw, onPageEnd=mark)


def _draw_first(page: TaggedCanvas, sheet: Sheet) -> None:
    _draw_head(page, sheet.head)
    line = _fitting(sheet.head.sender_line, 6, ADDRESS_WIDTH - 5)
    _say(page, LEFT, ADDRESS_TOP + 5, line, size=6, colour=_GREY)
    _draw_address(page, sheet.recipient)
    _draw_block(page, sheet.block)
    page.setStrokeColor(_GREY)
    page.setLineWidth(0.3)
    with page.artifact():
        for down, length in [(fold, 4) for fold in FOLDS] + [(HOLE, 6)]:
            page.line(4 * mm, HEIGHT - down * mm, (4 + length) * mm, HEIGHT - down * mm)


def _draw_block(page: TaggedCanvas, block: Sequence[tuple[str, str]]) -> None:
    """What is too long for its line goes on below; it is shortened only where there is no room."""
    width = BLOCK_WIDTH - BLOCK_TERM
    values = [_broken(value, 8, width) for _term, value in block]
    if sum(map(len, values)) > BLOCK_LINES:
        values = [[_fitting(value, 8, width)] for _term, value in block]
    down = BLOCK_TOP + 4
    for (term, _value), lines in zip(block, values, strict=True):
        with page.marked(Element("P")):
            _write(page, BLOCK_LEFT, down, term, size=7, colour=_GREY)
            for line in lines:
                _write(page, BLOCK_LEFT + BLOCK_TERM, down, line, size=8)
                down += 4.5


def _draw_address(page: TaggedCanvas, recipient: Sequence[str]) -> None:
    """Long lines go on below; smaller where six lines do not do. Only then they are shortened."""
    size, most = 9.0, ADDRESS_LINES
    lines = _wrapped(recipient, size)
    if len(lines) > most:
        size, most = 8.0, ADDRESS_LINES + 1
        lines = _wrapped(recipient, size)
    if len(lines) > most:
        lines = [_fitting(text, size, 80) for text in recipient]
    for number, text in enumerate(lines[:most]):
        down = RECIPIENT_TOP + 4 + number * (27.3 / most)
        _say(page, LEFT, down, text, size=size)


def _wrapped(lines: Sequence[str], size: float) -> list[str]:
    pieces = [piece for line in lines for piece in simpleSplit(line, REGULAR, size, 80 * mm)]
    return [_fitting(piece, size, 80) for piece in pieces]


def _draw_head(page: TaggedCanvas, head: Letterhead) -> None:
    if head.logo is not None:
        size = {"width": 45 * mm, "height": 22 * mm}
        left, bottom = WIDTH - (RIGHT + 45) * mm, HEIGHT - 34 * mm
        placed = {"preserveAspectRatio": True, "anchor": "ne", "mask": "auto"}
        with page.artifact():  # the name beside it says the same
            page.drawImage(str(head.logo), left, bottom, **placed, **size)
    _say(page, LEFT, 20, head.name, font=BOLD, size=15)
    _say(page, LEFT, 26, head.unit, size=9, colour=_GREY)


def _draw_footer(page: TaggedCanvas, head: Letterhead) -> None:
    page.setStrokeColor(_GREY)
    page.setLineWidth(0.3)
    page.line(LEFT * mm, 26 * mm, WIDTH - RIGHT * mm, 26 * mm)
    lines = [head.sender_line, " · ".join(head.contact), *head.footer]
    for number, text in enumerate([line for line in lines if line][:4]):
        down = 297 - 22.5 + number * 3.2
        _write(page, LEFT, down, _fitting(text, 6.5, 165), size=6.5, colour=_GREY)


def _draw_watermark(page: TaggedCanvas, text: str) -> None:
    page.saveState()
    page.translate(WIDTH / 2, HEIGHT / 2)
    page.rotate(52)
    page.setFillColor(_GREY, alpha=0.22)
    size = min(64.0, 640 / max(stringWidth(text, BOLD, 1), 1))
    page.setFont(BOLD, size)
    page.drawCentredString(0, 0, text)
    page.restoreState()


def _say(page: TaggedCanvas, left: float, down: float, text: str, **look: Any) -> None:
    """Write a line that is read aloud."""
    with page.marked(Element("P")):
        _write(page, left, down, text, **look)


def _write(
    page: TaggedCanvas,
    left: float,
    down: float,
    text: str,
    *,
    font: str = REGULAR,
    size: float = 9,
    colour: Any = black,
) -> None:
    page.setFont(font, size)
    page.setFillColor(colour)
    page.drawString(left * mm, HEIGHT - down * mm, text)


def _fitting(text: str, size: float, width_mm: float) -> str:
    """The text, shortened where it is too long for its place."""
    if stringWidth(text, REGULAR, size) <= width_mm * mm:
        return text
    while text and stringWidth(text + "…", REGULAR, size) > width_mm * mm:
        text = text[:-1]
    return text.rstrip() + "…"


def _broken(text: str, size: float, width_mm: float) -> list[str]:
    """The text in lines; a word that is longer than one is broken where the line is full."""
    lines = []
    for piece in simpleSplit(text, REGULAR, size, width_mm * mm) or [""]:
        rest = piece
        while rest:
            full = len(rest)
            while full > 1 and stringWidth(rest[:full], REGULAR, size) > width_mm * mm:
                full -= 1
            lines.append(rest[:full])
            rest = rest[full:]
    return lines or [""]


class _Numbered(TaggedCanvas):
    """Knows how many pages there are before the first one is written."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._pages: list[dict[str, Any]] = []

    def showPage(self) -> None:  # reportlab's name
        self._pages.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for number, page in enumerate(self._pages, start=1):
            self.__dict__.update(page)
            self.setFont(REGULAR, 7)
            self.setFillColor(_GREY)
            text = f"Seite {number} von {len(self._pages)}"
            with self.artifact():
                self.drawRightString(WIDTH - RIGHT * mm, 29 * mm, text)
            super().showPage()
        self.structure.write(self._doc)
        super().save()
