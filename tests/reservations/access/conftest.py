"""Cases need the scene of the reservations, the rules of law, and a clock that stands still."""

from collections.abc import Iterator
from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from django.db.models import Model

from network.catalogues.files import Catalogues, read
from network.catalogues.load import load
from reservations.models import ChecklistItem, ClockRule, LegalRemedy, RefusalGround, Tariff
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.cases import Clock
from tests.reservations.conftest import Scene, make_scene

_REFERENCE = Path(__file__).parents[3] / "fixtures" / "reference"


@pytest.fixture
def scene(db: None) -> Scene:
    return make_scene()


@pytest.fixture
def sound(scene: Scene) -> Iterator[None]:
    """The ledger holds together in the end."""
    yield
    assert_sound()


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


_LAW: tuple[type[Model], ...] = (ClockRule, ChecklistItem, LegalRemedy, RefusalGround, Tariff)
_loaded: dict[bool, list[Model]] = {}


@cache
def _shipped(*, tariffs: bool) -> Catalogues:
    known = only_law(read(_REFERENCE))
    return known if tariffs else replace(known, further={**known.further, "tariffs.toml": ()})


def load_law(*, tariffs: bool = True) -> None:
    """Once through the loader; later tests get the rows it made, in a tenth of the time."""
    if tariffs not in _loaded:
        load(_shipped(tariffs=tariffs))
        _loaded[tariffs] = [row for model in _LAW for row in model._base_manager.order_by("pk")]
        return
    for model in _LAW:
        rows = [copy(row) for row in _loaded[tariffs] if type(row) is model]
        for row in rows:
            row.pk = None
        model._base_manager.bulk_create(rows)


@pytest.fixture
def law(db: None) -> None:
    load_law()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
