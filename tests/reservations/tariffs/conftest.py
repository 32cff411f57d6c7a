"""Offers need a clock that stands still."""

import pytest

from tests.reservations.access.cases import Clock


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)
