"""A worker of gunicorn whose threads never wait for a client.

A thread gets a request only when all of it has arrived, and is free again as soon as its answer is
made: what a client is slow to send or to read lies in the memory of the main loop meanwhile. Both
is bounded in time and size, so that nobody can hold the server up by being slow.
"""

import errno
import math
import re
import selectors
import socket
import struct
import time
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

REQUEST_SECONDS = 20
"""Within which a request must have arrived, up to `LARGEST_KEPT` of it."""

ANSWER_SECONDS = 60
"""Within which an answer must have been read."""

LINGER_SECONDS = 2
"""How long a closed connection may finish sending what nobody reads, to see our answer."""

LARGEST_KEPT = 1_200_000
"""Bytes of one request or answer that wait in memory; beyond, its thread waits as well."""

MOST_KEPT = 64_000_000
"""Bytes that wait in one process; beyond, whoever has been slow for longest is cut off."""

_ROUND_SECONDS = 0.25
_LONGEST_HEAD = 64_000
_CHUNK = 65_536
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d{1,18})[ \t]*\r\n", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:", re.IGNORECASE)


class PatientSocket(socket.socket):
    """Sends what it can at once and keeps the rest for the main loop."""

    waiting: bytearray

    @classmethod
    def of(cls, plain: socket.socket) -> "PatientSocket":
        made = cls(fileno=plain.detach())
        made.waiting = bytearray()
        made.setblocking(False)
        # For the rest of large bodies, which threads read themselves.
        seconds = struct.pack("@ll", REQUEST_SECONDS, 0)
        made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, seconds)
        return made

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Never waits, unless so much waits already that only time can help."""
        self.waiting += data
        if not self.flush() and len(self.waiting) > LARGEST_KEPT:
            self._send_in_time()

    def flush(self) -> bool:
        """Send what the client takes now; True when nothing is left."""
        while self.waiting:
            try:
                with memoryview(self.waiting) as view:
                    sent = self.send(view[: _CHUNK * 16], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return False
            del self.waiting[:sent]
        return True

    def _send_in_time(self) -> None:
        self.settimeout(ANSWER_SECONDS)  # of the whole, not of each piece
        try:
            super().sendall(self.waiting)
        except TimeoutError:
            raise ConnectionResetError(errno.ECONNRESET, "too slow a reader") from None
        finally:
            self.settimeout(None)
        self.waiting.clear()


class PatientWorker(ThreadWorker):
    """gunicorn's threaded worker with a waiting room before and behind the threads."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Connections in the waiting room, the longest there first, with the end of our patience.
        self.guests: dict[TConn, float] = {}
        self._next_round = 0.0

    # --- before the threads
    def accept(self, listener: Any) -> None:
        try:
            plain, address = listener.accept()
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ECONNABORTED, errno.EWOULDBLOCK):
                raise
            return
        self.nr_conns += 1
        if self.nr_conns >= self.worker_connections and self.guests:
            self._dismiss(next(iter(self.guests)))
        conn = TConn(self.cfg, PatientSocket.of(plain), address, listener.getsockname())
        self._receive(conn)

    def on_client_socket_readable(self, conn: TConn, client: Any) -> None:
        """A kept connection begins its next request."""
        self.poller.unregister(client)
        self.keepalived_conns.remove(conn)
        self._receive(conn)

    def _receive(self, conn: TConn) -> None:
        conn.arrived = bytearray()
        self._invite(conn, selectors.EVENT_READ, self._read, REQUEST_SECONDS)
        self._read(conn)

    def _read(self, conn: TConn, _socket: Any = None) -> None:
        """Take what has arrived; hand the connection on once the request is complete."""
        try:
            while 0 < (missing := _missing(conn.arrived)) < math.inf:
                if len(conn.arrived) >= LARGEST_KEPT:
                    break
                piece = conn.sock.recv(_CHUNK)
                if not piece:
                    raise ConnectionResetError
                conn.arrived += piece
        except BlockingIOError:
            return
        except OSError:
            self._dismiss(conn)
            return
        conn.is_whole = missing == 0
        self._leave(conn)
        self.enqueue_req(conn)

    def handle(self, conn: TConn) -> Any:
        """In a thread: as usual, with what has arrived in front of the rest."""
        conn.sock.setblocking(True)
        conn.data_ready = True
        conn.init()
        if conn.arrived:
            conn.parser.unreader.unread(bytes(conn.arrived))
            conn.arrived = bytearray()
        return super().handle(conn)

    def _keepalive_after(self, conn: TConn, keepalive: bool) -> bool:
        """A thread does not read what nobody wants, as that may take its time to come."""
        return conn.is_whole and super()._keepalive_after(conn, keepalive)

    # --- behind the threads
    def finish_request(self, conn: TConn, fs: Any) -> None:
        """The answer is made: wait until it is read, then keep or close the connection."""
        try:
            keep = bool(fs.result())
        except Exception:
            self._end(conn)
            return
        conn.sock.setblocking(False)
        if conn.sock.waiting:
            conn.keep = keep
            self._invite(conn, selectors.EVENT_WRITE, self._write, ANSWER_SECONDS)
        else:
            self._answered(conn, keep)

    def _write(self, conn: TConn, _socket: Any) -> None:
        try:
            done = conn.sock.flush()
        except OSError:
            self._dismiss(conn)
            return
        if done:
            self._leave(conn)
            self._answered(conn, conn.keep)

    def _answered(self, conn: TConn, keep: bool) -> None:
        if not keep:
            self._linger(conn)
            return
        early = conn.parser.unreader.take_buffered()
        if early:  # the next request came with the end of this one
            conn.arrived = bytearray(early)
            self._invite(conn, selectors.EVENT_READ, self._read, REQUEST_SECONDS)
            self._read(conn)
            return
        conn.set_timeout()
        if not self.alive:
            conn.timeout = min(conn.timeout, time.monotonic() + LINGER_SECONDS)
        self.keepalived_conns.append(conn)
        call = partial(self.on_client_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, call)

    def _linger(self, conn: TConn) -> None:
        """Close so that a client that is still sending sees the answer (RFC 9112, 9.6)."""
        try:
            conn.sock.shutdown(socket.SHUT_WR)
        except OSError:
            self._end(conn)
            return
        self._invite(conn, selectors.EVENT_READ, self._drain, LINGER_SECONDS)
        self._drain(conn)

    def _drain(self, conn: TConn, _socket: Any = None) -> None:
        try:
            while conn.sock.recv(_CHUNK):
                pass
        except BlockingIOError:
            return
        except OSError:
            pass
        self._dismiss(conn)

    # --- the waiting room
    def _invite(self, conn: TConn, event: int, call: Any, seconds: float) -> None:
        self.guests[conn] = time.monotonic() + seconds
        self.poller.register(conn.sock, event, partial(call, conn))

    def _leave(self, conn: TConn) -> None:
        del self.guests[conn]
        self.poller.unregister(conn.sock)

    def _dismiss(self, conn: TConn) -> None:
        self._leave(conn)
        self._end(conn)

    def _end(self, conn: TConn) -> None:
        self.nr_conns -= 1
        conn.close()

    def murder_pending(self) -> None:
        """Called by the main loop every second at least: our patience ends."""
        now = time.monotonic()
        if now < self._next_round:
            return
        self._next_round = now + _ROUND_SECONDS
        for conn in [conn for conn, end in self.guests.items() if end < now]:
            self._dismiss(conn)
        kept = sum(_kept(conn) for conn in self.guests)
        while kept > MOST_KEPT:
            slowest = next(iter(self.guests))
            kept -= _kept(slowest)
            self._dismiss(slowest)


def _kept(conn: TConn) -> int:
    return len(conn.arrived) + len(conn.sock.waiting)


def _missing(arrived: bytearray) -> float:
    """Bytes of the request still to come; infinite where its head does not say."""
    end = arrived.find(b"\r\n\r\n", 0, _LONGEST_HEAD)
    if end < 0:
        return 1 if len(arrived) < _LONGEST_HEAD else math.inf
    head = bytes(arrived[: end + 2])
    if _CHUNKED.search(head):
        return math.inf
    length = _LENGTH.search(head)
    return max(0, end + 4 + (int(length[1]) if length else 0) - len(arrived))
