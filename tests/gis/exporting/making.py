"""Exports that are made at once."""

from __future__ import annotations

from typing import Any

from gis.exporting import job
from gis.models import Export, ExportState


def made(
    user: Any, file_format: str, query: str = "", table: str = "segments", language: str = "de"
) -> Export:
    export = job.begin(
        person=user, table=table, query=query, file_format=file_format, language=language
    )
    job.make(export)
    export.refresh_from_db()
    return export


def text_of(export: Export) -> str:
    assert export.state == ExportState.DONE, export.problem
    return export.path.read_bytes().decode("utf-8")
