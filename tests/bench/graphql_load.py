"""32 clients for a minute against the server as it runs: answers, p99, memory of its processes."""

from __future__ import annotations

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from config.setup.checkout import ROOT
from tests.api.operations import operation
from tests.bench.city import bearer
from tests.bench.measure import Comparison

CLIENTS = 32
SECONDS = 60
WARM_UP_SECONDS = 15
MOST_GROWTH = 1.05
OPERATIONS = ("AssetsInBox", "DuctDetail", "MyReservations")

SERVER = """
import os
from config.environment import load
from config.setup.production_server import ProductionServer
lock, nothing = os.open(os.devnull, os.O_RDONLY), lambda: None
ProductionServer(load(), LISTENER, lock, nothing, when_ended=nothing).run()
"""


@dataclass
class Load:
    """What the clients met, in seconds."""

    times: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def quantile(self, share: float) -> float:
        return statistics.quantiles(self.times, n=1_000)[int(share * 1_000) - 1] * 1_000


def load() -> Comparison:
    """Memory at the end against memory after a warm-up; the rest in the note."""
    token = bearer("viewer")
    with _server() as (port, pid):
        _wait_until_idle(pid)
        _ask(port, token, WARM_UP_SECONDS)
        before = _memory_mb(pid)
        found = _ask(port, token, SECONDS)
        after = _memory_mb(pid)
    assert not found.faults, found.faults[0]
    note = (
        f"MB; {CLIENTS} clients, {SECONDS} s: {len(found.times) / SECONDS:.0f} answers a second, "
        f"p50 {found.quantile(0.5):.0f}, p99 {found.quantile(0.99):.0f} ms"
    )
    # Its columns are memory, not time.
    return Comparison("graphql_load", before, after, MOST_GROWTH, note)


@contextmanager
def _server() -> Iterator[tuple[int, int]]:
    """Port and process of the production server on the database of the benchmark."""
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "GRAPHQL_POINTS_PER_MINUTE": str(2**31 - 1),
        "LOG_LEVEL": "WARNING",
    }
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1_000)
        program = f"LISTENER = {listener.fileno()}\n{SERVER}"
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            pass_fds=[listener.fileno()],
            cwd=ROOT,
            env=environment,
        )
        try:
            yield listener.getsockname()[1], process.pid
        finally:
            process.terminate()
            process.wait(30)


def _ask(port: int, token: str, seconds: float) -> Load:
    found = Load()
    end = time.monotonic() + seconds
    clients = [
        threading.Thread(target=_client, args=(port, token, end, number, found))
        for number in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    return found


def _client(port: int, token: str, end: float, number: int, found: Load) -> None:
    headers = {"Content-Type": "application/json", "Authorization": token}
    headers["Accept-Encoding"] = "gzip"
    asked = [operation(name) for name in OPERATIONS]
    bodies = [json.dumps({"documentId": one.name, "variables": one.variables}) for one in asked]
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while time.monotonic() < end:
        number += 1
        start = time.monotonic()
        connection.request("POST", "/graphql/", bodies[number % len(bodies)], headers)
        response = connection.getresponse()
        body = response.read()
        found.times.append(time.monotonic() - start)
        if response.status != 200:
            found.faults.append(f"{response.status} {body[:300]!r}")
    connection.close()


def _workers(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in children.split()]


def _memory_mb(pid: int) -> float:
    """Resident memory of all workers; what they share counts for each."""
    return sum(_figure(child, "VmRSS:") for child in _workers(pid)) / 1_000


def _figure(pid: int, name: str) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return float(next(line for line in lines if line.startswith(name)).split()[1])


def _wait_until_idle(pid: int) -> None:
    """A worker reads the network into memory when it starts, which takes its time."""
    used, quiet = -1.0, 0
    while quiet < 3:
        time.sleep(1)
        now = sum(_cpu_ticks(child) for child in _workers(pid))
        quiet = quiet + 1 if 0 < now - used < 5 or now == used > 0 else 0
        used = now


def _cpu_ticks(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return float(fields[11]) + float(fields[12])


BENCHMARKS = {"graphql_load": load}
