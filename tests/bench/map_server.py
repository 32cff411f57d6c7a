"""The production server on the benchmark's database, for a browser to look at."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

FIRST_PORT, LAST_PORT = 21_000, 32_000
PATIENCE_S = 120
NO_BACKGROUND = [{"name": "none", "title": "none", "kind": "none"}]


@contextmanager
def served() -> Iterator[str]:
    """The address of a server with two workers; it ends with the block."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    environment = {**os.environ, "BACKGROUNDS": json.dumps(NO_BACKGROUND)}
    gunicorn = str(Path(sys.executable).with_name("gunicorn"))
    options = ["--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4"]
    server = subprocess.Popen(
        [gunicorn, "config.wsgi", "--preload", "--log-level", "warning", *options], env=environment
    )
    try:
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _free_port() -> int:
    for port in range(FIRST_PORT, LAST_PORT):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise RuntimeError("No free port.")


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The server did not start.")
