"""The ground of ledger tests: fill policies in force."""

import pytest

from tests.builders import make_fill_policies


@pytest.fixture(autouse=True)
def fill_policies(db: None) -> None:
    make_fill_policies()
