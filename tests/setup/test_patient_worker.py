"""Slow clients: others are answered meanwhile, and patience ends. Against a live gunicorn."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Iterator

import pytest

from config.setup.checkout import ROOT

THREADS = 2
LARGE = 6_000_000
"""Bytes of an answer that fits neither into the kernel's buffers nor in front of a thread."""

PROGRAM = f"""
from gunicorn.app.base import BaseApplication
from config.setup import patient_worker
patient_worker.REQUEST_SECONDS = 3
patient_worker.ANSWER_SECONDS = 6
patient_worker.LARGEST_KEPT = 8_000_000

def application(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/refuse":
        start_response("413 Too Large", [("Content-Length", "3")])
        return [b"no\\n"]
    body = environ["wsgi.input"].read()
    answer = b"x" * {LARGE} if path == "/large" else b"%d" % len(body)
    start_response("200 OK", [("Content-Length", str(len(answer)))])
    return [answer]

class Server(BaseApplication):
    def load_config(self):
        self.cfg.set("bind", "fd://%d" % LISTENER)
        self.cfg.set("worker_class", patient_worker.PatientWorker)
        self.cfg.set("threads", {THREADS})
        self.cfg.set("sendfile", False)
        self.cfg.set("worker_connections", 200)

    def load(self):
        return application

Server().run()
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(500)
        program = f"LISTENER = {listener.fileno()}\n" + textwrap.dedent(PROGRAM)
        process = subprocess.Popen(
            [sys.executable, "-c", program],
            pass_fds=[listener.fileno()],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        try:
            yield listener.getsockname()[1]
        finally:
            process.terminate()
            process.wait(20)


def _ask(port: int, path: str = "/", body: bytes = b"", method: str = "POST") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, body)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _open(port: int, first: bytes, small_buffer: bool = False) -> socket.socket:
    client = socket.socket()
    if small_buffer:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
    client.connect(("127.0.0.1", port))
    client.sendall(first)
    return client


def _read_all(client: socket.socket) -> bytes:
    client.settimeout(30)
    found = b""
    try:
        while piece := client.recv(65_536):
            found += piece
    except ConnectionResetError:
        pass
    return found


HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n"


@pytest.mark.parametrize("first", [b"", b"POST / HT", HEAD, HEAD + b"\r\n", HEAD + b"\r\nabc"])
def test_others_are_answered_while_many_are_slow_to_send(port, first) -> None:
    slow = [_open(port, first) for _client in range(10 * THREADS)]
    assert _ask(port, body=b"quick") == (200, b"5")
    for client in slow:
        client.close()


def test_one_byte_at_a_time_is_answered_in_the_end(port) -> None:
    request = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 5\r\n\r\nabcde"
    client = _open(port, b"")
    for byte in request:
        client.sendall(bytes([byte]))
        time.sleep(0.01)
    assert _read_all(client).endswith(b"\r\n\r\n5")


def test_patience_with_who_sends_nothing_ends(port) -> None:
    assert _read_all(_open(port, HEAD)) == b""


def test_trickling_does_not_buy_time(port) -> None:
    client = _open(port, HEAD + b"\r\n")
    stop = threading.Event()

    def trickle() -> None:
        while not stop.wait(0.2):
            try:
                client.sendall(b"a")
            except OSError:
                return

    thread = threading.Thread(target=trickle)
    thread.start()
    assert _read_all(client) == b"", "cut off although something came all the time"
    stop.set()
    thread.join()


LARGE_REQUEST = b"GET /large HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_others_are_answered_while_many_are_slow_to_read(port) -> None:
    slow = [_open(port, LARGE_REQUEST, small_buffer=True) for _client in range(4 * THREADS)]
    assert _ask(port, body=b"quick") == (200, b"5")
    assert len(_read_all(slow[0])) > LARGE, "whoever reads at last gets everything"
    time.sleep(8)
    assert len(_read_all(slow[1])) < LARGE, "and who reads too late does not"
    for client in slow:
        client.close()


def test_connections_are_kept_and_requests_may_come_together(port) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    for size in (0, 10, 100_000, 3):
        connection.request("POST", "/", b"x" * size)
        assert connection.getresponse().read() == str(size).encode()
    connection.close()
    one = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nab"
    last = one.replace(b"Host: x", b"Host: x\r\nConnection: close")
    client = _open(port, one + one + last)
    assert _read_all(client).count(b"\r\n\r\n2") == 3


def test_bodies_larger_than_what_waits_and_of_unknown_length(port) -> None:
    assert _ask(port, body=b"x" * 9_000_000) == (200, b"9000000")
    chunks = b"5\r\nabcde\r\n3\r\nfgh\r\n0\r\n\r\n"
    head = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert _read_all(_open(port, head + chunks)).endswith(b"\r\n\r\n8")


def test_whoever_sends_too_much_sees_why(port) -> None:
    assert _ask(port, "/refuse", b"x" * 20_000_000) == (413, b"no\n")


def test_more_connections_than_there_are_places(port) -> None:
    slow = [_open(port, HEAD) for _client in range(300)]
    assert _ask(port, body=b"quick") == (200, b"5")
    for client in slow:
        client.close()


def test_what_is_no_http_is_refused(port) -> None:
    assert b" 414 " in _read_all(_open(port, b"\x16\x03\x01" + b"\0" * 70_000))
