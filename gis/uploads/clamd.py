"""Asks a ClamAV daemon, which gets the file as a stream and needs no access to our folders.

Protocol: clamd(8), command INSTREAM: chunks with their length in four bytes, then a length of zero.
"""

from __future__ import annotations

import socket
import struct
from typing import BinaryIO
from urllib.parse import urlsplit

SCHEME = "clamd://"
TIMEOUT_S = 30.0
CHUNK = 1 << 16


class NotScanned(Exception):
    """The daemon could not look at the file; its answer says why."""


def scan(address: str, file: BinaryIO) -> str | None:
    """The name of what was found, None for a clean file. Raises NotScanned and OSError."""
    with _connected(address) as link:
        link.sendall(b"zINSTREAM\0")
        while chunk := file.read(CHUNK):
            link.sendall(struct.pack("!L", len(chunk)) + chunk)
        link.sendall(struct.pack("!L", 0))
        answer = _answer(link)
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise NotScanned(answer)


def _connected(address: str) -> socket.socket:
    said = urlsplit(address)
    if said.hostname:
        return socket.create_connection((said.hostname, said.port or 3310), TIMEOUT_S)
    link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    link.settimeout(TIMEOUT_S)
    link.connect(said.path)
    return link


def _answer(link: socket.socket) -> str:
    received = b""
    while chunk := link.recv(1024):
        received += chunk
    return received.rstrip(b"\0").decode("utf-8", "replace").strip()
