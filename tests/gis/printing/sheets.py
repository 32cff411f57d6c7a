"""How a sheet is asked for and read."""

from __future__ import annotations

from io import BytesIO

from django.test import Client
from pypdf import PdfReader

HERE = "51.25653,7.13842"


def printed(client: Client, **values: str) -> PdfReader:
    answer = client.get("/print/", {"c": HERE, **values})
    assert answer.status_code == 200, answer.content
    assert answer["Content-Type"] == "application/pdf"
    return PdfReader(BytesIO(answer.content))


def drawing(pdf: PdfReader) -> str:
    return pdf.pages[0].get_contents().get_data().decode("latin-1")
