"""kill -9 of whoever reserves, of its backend or of PostgreSQL leaves each
reservation whole or not at all; the same request again, under the same key, ends in exactly one.
"""

from __future__ import annotations

import pytest

from config.setup.cluster import Cluster
from tests.kills.ledger import halves, keys
from tests.kills.private import (
    LONGEST_SECONDS,
    Kill,
    Process,
    kill_backend,
    kill_postgres,
    kill_process,
    start,
    wait,
)

MOST = 5_000


def _reserve(cluster: Cluster, first: int, count: int) -> Process:
    loop = "tests.kills.reserve_in_a_loop"
    return start(cluster, "-m", loop, "reserve", str(first), str(count))


@pytest.mark.parametrize(
    ("first", "kill"), [(0, kill_process), (10_000, kill_backend), (20_000, kill_postgres)]
)
def test_a_kill_leaves_all_or_nothing(cluster: Cluster, token: str, first: int, kill: Kill) -> None:
    process = _reserve(cluster, first, MOST)
    seen = [process.stdout.readline() for _line in range(41)]
    kill(cluster, process)
    # By the same reader: what it had read ahead would be lost to another.
    said = [line.split() for line in [*seen, *process.stdout] if line.strip()]
    process.wait(LONGEST_SECONDS)
    tried = {int(number) for word, number in said if word == "try"}
    got = {int(number) for word, number in said if word == "got"}
    assert process.returncode != 0
    assert len(tried) < MOST
    assert halves(cluster) == 0
    there = _reserved(cluster, first)
    assert got <= there <= tried
    wait(_reserve(cluster, first, len(tried)))
    assert _reserved(cluster, first) == tried
    assert halves(cluster) == 0


def _reserved(cluster: Cluster, first: int) -> set[int]:
    numbers = [int(key.removeprefix("k")) for key in keys(cluster, "k%")]
    assert len(numbers) == len(set(numbers))
    return {number for number in numbers if first <= number < first + 10_000}
