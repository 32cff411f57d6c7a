"""A PostgreSQL to be killed, with the settings of `make run`, and processes that work on it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.setup.checkout import ROOT, SetupError
from config.setup.cluster import DATABASE, PORT, Cluster
from tests.migrated import ensure_migrated

LONGEST_SECONDS = 600.0
Process = subprocess.Popen[str]
Kill = Callable[[Cluster, Process], None]


@contextmanager
def private_cluster() -> Iterator[Cluster]:
    """Migrated and empty; gone afterwards. Its commits reach the disk, as those of a city do."""
    with tempfile.TemporaryDirectory(prefix="checkout-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        cluster = Cluster("run", folder)
        cluster.start()
        try:
            _migrate(cluster)
            yield cluster
        finally:
            cluster.stop()
            shutil.rmtree(cluster.folder.parent, ignore_errors=True)


def _migrate(cluster: Cluster) -> None:
    """As a dump of the migrated database brings it, which takes a tenth of the time."""
    tests = Cluster("test")
    tests.start()
    source, target = (
        ("-h", str(one.socket_folder), "-p", str(PORT), "-U", "postgres", "-d", name)
        for one, name in ((tests, ensure_migrated(tests)), (cluster, DATABASE))
    )
    dump = subprocess.run(
        [tests.binaries.path("pg_dump"), *source], capture_output=True, text=True, check=True
    )
    command = [cluster.binaries.path("psql"), "-X", "-q1", "-v", "ON_ERROR_STOP=1", *target]
    subprocess.run(command, input=dump.stdout, stdout=subprocess.DEVNULL, text=True, check=True)


def start(cluster: Cluster, *arguments: str) -> Process:
    """Python with these arguments, on the cluster's database."""
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


def wait(process: Process) -> list[str]:
    """The lines of a process that must end well."""
    output, _ = process.communicate(timeout=LONGEST_SECONDS)
    assert process.returncode == 0, output
    return output.splitlines()


def kill_process(cluster: Cluster, process: Process) -> None:
    """`kill -9` of whoever writes; its backend notices when it next looks for its client."""
    process.kill()
    process.wait(LONGEST_SECONDS)
    until(lambda: others(cluster) == 0)


def kill_backend(cluster: Cluster, process: Process) -> None:
    """The connection ends under whoever writes."""
    cluster.sql(_OTHERS.format("pg_terminate_backend(pid)"))


def others(cluster: Cluster) -> int:
    """How many sessions of the registry there are."""
    return int(cluster.sql(_OTHERS.format("count(*)")))


def kill_postgres(cluster: Cluster, process: Process) -> None:
    """`kill -9` of the server with all its processes, and another start."""
    kill_family(int((cluster.data / "postmaster.pid").read_text().split()[0]))
    until(lambda: _starts(cluster))


def kill_family(parent: int) -> None:
    """`kill -9` of a process and its children; none of them gets to do anything any more."""
    family = [parent, *_children(parent)]
    for member in family:
        os.kill(member, signal.SIGKILL)
    until(lambda: not any(_runs(member) for member in family))


_OTHERS = """
    SELECT {} FROM pg_stat_activity WHERE usename = 'trassenbuch' AND pid <> pg_backend_pid()
"""


def _children(parent: int) -> list[int]:
    everybody = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
    return [process for process in everybody if _state(process)[1] == str(parent)]


def _runs(process: int) -> bool:
    """A zombie, whose parent has not asked for its end yet, does not."""
    return _state(process)[0] not in {"", "Z"}


def _state(process: int) -> tuple[str, str]:
    """State and parent; empty if it has ended meanwhile."""
    try:
        text = Path(f"/proc/{process}/stat").read_text()
    except OSError:
        return "", ""
    state, parent = text.rpartition(")")[2].split()[:2]
    return state, parent


def _starts(cluster: Cluster) -> bool:
    try:
        return cluster.start()
    except SetupError:
        return False


def until(condition: Callable[[], bool]) -> None:
    """Wait for what must come."""
    end = time.monotonic() + LONGEST_SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)
