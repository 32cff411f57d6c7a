"""The text of a letter as its template wrote it, as pieces of the page.

Templates write a small XML (`p`, `h`, `text`, `facts`, `table`, `closing`); Django escapes what
people typed, so it can name no element here, and it is escaped again for reportlab, whose
paragraphs have a markup of their own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Paragraph, Spacer, TableStyle

from reservations.letters import fonts
from reservations.letters.fonts import BOLD, REGULAR
from reservations.letters.tags import Element as Tag
from reservations.letters.tags import TaggedTable, cell, paragraph

_LINE = HexColor("#999999")
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9, leading=13, spaceAfter=2.2 * mm)
HEADING = ParagraphStyle("heading", BODY, fontName=BOLD, spaceBefore=2.5 * mm, keepWithNext=1)
SUBJECT = ParagraphStyle(
    "subject", BODY, fontName=BOLD, fontSize=10.5, leading=14, spaceAfter=5 * mm
)
CELL = ParagraphStyle("cell", BODY, fontSize=8, leading=11, spaceAfter=0)
NUMBER = ParagraphStyle("number", CELL, alignment=TA_RIGHT)
TOTAL = ParagraphStyle("total", NUMBER, fontName=BOLD)
TEXT_MM = 165.0


def flowables(markup: str) -> list[Flowable]:
    """The pieces of a rendered template; what no font can show is left out."""
    fonts.register()
    letter = fromstring(plain(markup))
    return _with_closing([piece for part in letter for piece in _pieces(part)])


def plain(text: str) -> str:
    """Without control and format characters, which XML and PDF have no place for."""
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c)[0] != "C")
    return "".join(kept)


def _pieces(part: Element) -> list[Flowable]:
    make = _MAKERS.get(part.tag)
    return make(part) if make is not None else [paragraph(_inline(part), BODY)]


class _Closing(KeepTogether):
    """Salutation and signature, which never stand alone on a page."""


def _closing(part: Element) -> list[Flowable]:
    return [_Closing([Spacer(0, 3 * mm), *(paragraph(_inline(p), BODY) for p in part)])]


def _with_closing(pieces: list[Flowable]) -> list[Flowable]:
    """The last paragraph, with its heading, goes where the closing goes."""
    if not pieces or not isinstance(pieces[-1], _Closing):
        return pieces
    *before, closing = pieces
    kept = list(closing._content)
    for is_next in (_is_text, _is_heading):
        if before and is_next(before[-1]):
            kept.insert(0, before.pop())
    return [*before, KeepTogether(kept)]


def _is_text(piece: Flowable) -> bool:
    return isinstance(piece, Paragraph) and piece.style is BODY


def _is_heading(piece: Flowable) -> bool:
    return isinstance(piece, Paragraph) and piece.style is HEADING


def _inline(part: Element) -> str:
    """Text with bold parts; nothing else is known inside a line."""
    pieces = [escape(part.text or "")]
    for child in part:
        inner = escape(child.text or "")
        pieces.append(f"<b>{inner}</b>" if child.tag == "b" else inner)
        pieces.append(escape(child.tail or ""))
    return " ".join("".join(pieces).split())


def _paragraphs(text: str) -> list[Flowable]:
    """What somebody typed, with its line ends."""
    blocks = [block.strip() for block in text.split("\n\n") if block.strip()]
    return [paragraph("<br/>".join(map(escape, block.split("\n"))), BODY) for block in blocks]


def _facts(part: Element) -> TaggedTable:
    tag = Tag("Table")
    rows = [_fact(fact, Tag("TR", tag)) for fact in part]
    return _laid_out(tag, rows, [48.0, TEXT_MM - 48], [("TOPPADDING", (0, 0), (-1, -1), 1)])


def _fact(fact: Element, row: Tag) -> list[Flowable]:
    term = cell(escape(fact.get("term", "")), CELL, row, heads="Row")
    return [term, cell(_inline(fact), CELL, row)]


def _table(part: Element) -> TaggedTable:
    """Widths in millimetres; cells of the kind `number` stand right, `total` bold."""
    widths = [float(width) for width in part.get("widths", "").split()]
    tag = Tag("Table")
    rows = [_row(row, Tag("TR", tag), heads="" if at else "Column") for at, row in enumerate(part)]
    look = [
        ("LINEBELOW", (0, 0), (-1, 0), 0.6, _LINE),
        ("LINEBELOW", (0, -1), (-1, -1), 0.6, _LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 2),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
    ]
    return _laid_out(tag, rows, widths, look, repeatRows=1)


def _row(row: Element, tag: Tag, heads: str) -> list[Flowable]:
    styles = {"number": NUMBER, "total": TOTAL}
    return [cell(_inline(one), styles.get(one.get("kind", ""), CELL), tag, heads) for one in row]


def _laid_out(tag: Tag, rows: list, widths: list[float], look: list, **options: int) -> TaggedTable:
    common = [("LEFTPADDING", (0, 0), (-1, -1), 0), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    style = TableStyle([*common, *look])
    made = TaggedTable(
        rows, [width * mm for width in widths], style=style, hAlign="LEFT", splitByRow=1, **options
    )
    made.element = tag
    return made


_MAKERS: dict[str, Callable[[Element], list[Flowable]]] = {
    "subject": lambda part: [paragraph(_inline(part), SUBJECT, "H1")],
    "h": lambda part: [paragraph(_inline(part), HEADING, "H2")],
    "text": lambda part: _paragraphs(part.text or ""),
    "facts": lambda part: [_facts(part), Spacer(0, 2.5 * mm)],
    "table": lambda part: [_table(part), Spacer(0, 3 * mm)],
    "closing": _closing,
}
