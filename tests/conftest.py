"""Brings up the private test cluster, so that plain `pytest` works in a fresh checkout."""

import os

import pytest

from config.setup.cluster import Cluster


def pytest_configure(config: pytest.Config) -> None:
    """Start the cluster once, before pytest-xdist starts its workers."""
    if not os.environ.get("DATABASE_URL") and not hasattr(config, "workerinput"):
        Cluster("test").start()
