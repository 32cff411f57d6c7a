"""The fonts of letters: embedded, with the letters of all languages of Europe."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reportlab.lib.fonts import addMapping
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR, BOLD = "DejaVuSans", "DejaVuSans-Bold"
_TYPEFACES = Path(__file__).parent / "typefaces"


@cache
def register() -> None:
    """DejaVu Sans, which goes with this code: free to embed (typefaces/LICENSE)."""
    for name in (REGULAR, BOLD):
        pdfmetrics.registerFont(TTFont(name, _TYPEFACES / f"{name}.ttf"))
    for bold in (0, 1):
        for italic in (0, 1):
            addMapping(REGULAR, bold, italic, BOLD if bold else REGULAR)
            addMapping(BOLD, bold, italic, BOLD if bold else REGULAR)
