"""One cluster for all kills of a worker: it comes up again after each."""

from collections.abc import Iterator

import pytest

from config.setup.cluster import Cluster
from tests.kills.private import private_cluster, start, wait


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    with private_cluster() as cluster:
        yield cluster


@pytest.fixture(scope="session")
def token(cluster: Cluster) -> str:
    """Of a client that may reserve what `reserve_in_a_loop` has drawn."""
    return wait(start(cluster, "-m", "tests.kills.reserve_in_a_loop", "make"))[-1]
