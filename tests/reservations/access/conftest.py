"""Cases need the scene of the reservations, the rules of law, and a clock that stands still."""

from dataclasses import replace
from pathlib import Path

import pytest

from network.catalogues.files import read
from network.catalogues.load import load
from tests.reservations.access.cases import Clock
from tests.reservations.conftest import Scene, make_scene

_REFERENCE = Path(__file__).parents[3] / "fixtures" / "reference"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def law(db: None) -> None:
    """Without the fill limits, which the scene has made."""
    load(replace(read(_REFERENCE), fill_policies=()))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
