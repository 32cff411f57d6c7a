"""Offers need a clock that stands still."""

import pytest

from tests.reservations.access.cases import Clock
from tests.reservations.desk.conftest import law  # noqa: F401


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
