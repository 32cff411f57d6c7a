"""kill -9 of whoever reserves, of its backend or of PostgreSQL leaves each reservation whole or not
at all; the same request again, under the same key, ends in exactly one reservation.

In a cluster of its own with the settings of `make run`: what survives must be on disk.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.setup.checkout import ROOT, SetupError
from config.setup.cluster import Cluster

LONGEST_SECONDS = 120.0
_HALF = """
    SELECT (SELECT count(*) FROM network_holder h WHERE h.kind = 'claim' AND NOT EXISTS
                (SELECT FROM reservations_claim c WHERE c.holder_id = h.id))
         + (SELECT count(*) FROM reservations_claim c WHERE (SELECT count(*)
                FROM network_claimline l WHERE l.holder_id = c.holder_id AND l.exclusive) <> 2)
         + (SELECT count(*) FROM network_claimline l WHERE NOT EXISTS
                (SELECT FROM network_holder h WHERE h.id = l.holder_id))
"""


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with tempfile.TemporaryDirectory(prefix="checkout-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster("run", folder)
        cluster.start()
        _wait(_start(cluster, "manage.py", "migrate", "-v0"))
        _wait(_start(cluster, "-m", "tests.reservations.reserve_in_a_loop", "make"))
        yield cluster
        cluster.stop()
        shutil.rmtree(cluster.folder.parent, ignore_errors=True)


def _start(cluster: Cluster, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={
            **os.environ,
            "DATABASE_URL": cluster.url,
            "DJANGO_SETTINGS_MODULE": "config.settings",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _wait(process: subprocess.Popen[str]) -> list[str]:
    output, _ = process.communicate(timeout=LONGEST_SECONDS)
    assert process.returncode == 0, output
    return output.splitlines()


def _reserve(cluster: Cluster, first: int, count: int) -> subprocess.Popen[str]:
    loop = "tests.reservations.reserve_in_a_loop"
    return _start(cluster, "-m", loop, "reserve", str(first), str(count))


def _kill_process(cluster: Cluster, process: subprocess.Popen[str]) -> None:
    process.kill()


def _kill_backend(cluster: Cluster, process: subprocess.Popen[str]) -> None:
    cluster.sql(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE usename = 'trassenbuch' AND pid <> pg_backend_pid()"
    )


def _kill_postgres(cluster: Cluster, process: subprocess.Popen[str]) -> None:
    postmaster = int((cluster.data / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    process.wait(LONGEST_SECONDS)
    _until(lambda: not Path(f"/proc/{postmaster}").exists())
    # Orphaned backends notice the death of the postmaster within moments; until then it waits.
    _until(lambda: _starts(cluster))


def _starts(cluster: Cluster) -> bool:
    try:
        return cluster.start()
    except SetupError:
        return False


def _until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + LONGEST_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.2)


@pytest.mark.parametrize(
    ("first", "kill"), [(0, _kill_process), (10_000, _kill_backend), (20_000, _kill_postgres)]
)
def test_a_kill_leaves_all_or_nothing(cluster: Cluster, first: int, kill) -> None:
    process = _reserve(cluster, first, 5_000)
    seen = [process.stdout.readline() for _line in range(41)]
    kill(cluster, process)
    output = process.communicate(timeout=LONGEST_SECONDS)[0]
    said = [line.split() for line in [*seen, *output.splitlines()] if line.strip()]
    tried = {int(number) for word, number in said if word == "try"}
    got = {int(number) for word, number in said if word == "got"}
    assert process.returncode != 0
    assert len(tried) < 5_000
    assert cluster.sql(_HALF) == "0"
    there = _reserved(cluster, first)
    assert got <= there <= tried
    _wait(_reserve(cluster, first, len(tried)))
    assert _reserved(cluster, first) == tried
    assert cluster.sql(_HALF) == "0"


def _reserved(cluster: Cluster, first: int) -> set[int]:
    keys = cluster.sql("SELECT idempotency_key FROM reservations_claim ORDER BY id").splitlines()
    numbers = [int(key.removeprefix("k")) for key in keys]
    assert len(numbers) == len(set(numbers))
    return {number for number in numbers if first <= number < first + 10_000}
