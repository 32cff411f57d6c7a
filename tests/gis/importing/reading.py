"""Read a delivery as the engine does."""

from pathlib import Path

import pytest

from gis.importing.problems import ImportProblem
from gis.importing.sources import ReadOptions, Source
from gis.importing.table import Table


def read(path: Path, layer: str | None = None, options: ReadOptions | None = None) -> Table:
    """The rows of a layer, or of the only one."""
    with Source(path) as source:
        return source.read(source.find(layer), options or ReadOptions())


def problem_of(
    path: Path, layer: str | None = None, options: ReadOptions | None = None
) -> ImportProblem:
    """What is said of a delivery that cannot be read."""
    with pytest.raises(ImportProblem) as caught:
        read(path, layer, options)
    return caught.value


def said(table: Table) -> list[str]:
    return [finding.code for finding in table.findings]
