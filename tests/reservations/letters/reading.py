"""Opens a PDF as its reader does."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader

from reservations.models import LetterKind
from reservations.services import letter


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """All of it, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())


def read(case, kind: str, viewer) -> str:
    return text_of(letter.read(case, LetterKind(kind), viewer))
