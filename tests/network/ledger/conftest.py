"""The ground of ledger tests: fill policies in force, and a way to claim by rows alone."""

from __future__ import annotations

import datetime as dt

import pytest
from psycopg2.extras import DateRange

from network.models import FillPolicy


@pytest.fixture(autouse=True)
def fill_policies(db: None) -> None:
    """Tubes may be filled to 60 %, protection ducts to 50 % (Σd²/D²)."""
    always = DateRange(dt.date(2000, 1, 1), None)
    for kind, ratio in (("tube", 0.6), ("protection", 0.5)):
        FillPolicy.objects.create(
            code=kind, name=kind, duct_kind=kind, max_ratio=ratio, valid=always, source="test"
        )
