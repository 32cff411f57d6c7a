"""Cases need the scene of the reservations, the rules of law, and a clock that stands still."""

from dataclasses import replace
from pathlib import Path

import pytest

from network.catalogues.files import Catalogues, read
from network.catalogues.load import load
from tests.reservations.access.cases import Clock
from tests.reservations.conftest import Scene, make_scene

_REFERENCE = Path(__file__).parents[3] / "fixtures" / "reference"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


def only_law(known: Catalogues) -> Catalogues:
    """Without the types of plant, of which there are many, and whose fill limits a scene makes."""
    return replace(
        known,
        colour_schemes=(),
        duct_types=(),
        cable_types=(),
        fill_policies=(),
        frequency_plans=(),
    )


@pytest.fixture
def law(db: None) -> None:
    load(only_law(read(_REFERENCE)))


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
