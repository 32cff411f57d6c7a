"""Opens a PDF as its reader does."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def opened(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf), strict=True)


def text_of(pdf: bytes) -> str:
    """All of it, with single spaces."""
    return " ".join(" ".join(page.extract_text() for page in opened(pdf).pages).split())
