"""A city of two segments with dangerous names, and a folder for the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from assets.models import Segment
from tests.builders import make_line_network


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.EXPORT_FOLDER = tmp_path / "exports"
    return settings.EXPORT_FOLDER


@pytest.fixture
def network() -> Any:
    network = make_line_network("A-B-C")
    Segment.objects.filter(pk=network["A-B"].pk).update(
        name='=HYPERLINK("http://x","y")', depth_cm=80, built_year=None
    )
    Segment.objects.filter(pk=network["B-C"].pk).update(name="-1+1; Größe, „fein“", depth_cm=-0)
    return network
