"""Brings up cluster and translations, so that plain `pytest` works in a fresh checkout."""

import os

import pytest
from hypothesis import settings

from config.setup import messages
from config.setup.cluster import Cluster

# For `make fuzz`; without it a test tries 100 examples, the same in every run.
settings.register_profile("fuzz", max_examples=2_000)


def pytest_configure(config: pytest.Config) -> None:
    """Do it once, before pytest-xdist starts its workers."""
    if hasattr(config, "workerinput"):
        return
    messages.ensure_compiled()
    if not os.environ.get("DATABASE_URL"):
        Cluster("test").start()
