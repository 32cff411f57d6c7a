"""What an applying target may know and use during one import."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.backends.utils import CursorWrapper

from gis.importing.findings import Finding
from gis.importing.joins import ReadLayer
from gis.importing.mapping import Entry, Mapping
from gis.importing.report import Report

Progress = Callable[[str, str, int], None]
"""Called with step, layer and number of rows."""


@dataclass
class Context:
    """One entry of the mapping at work; ``cursor`` is inside the transaction of the whole
    import.
    """

    cursor: CursorWrapper
    mapping: Mapping
    entry: Entry
    report: Report
    read: ReadLayer
    progress: Progress

    @property
    def source_system(self) -> str:
        return self.mapping.source_system

    def say(self, *findings: Finding) -> None:
        """Add findings to the report."""
        self.report.findings.extend(findings)
