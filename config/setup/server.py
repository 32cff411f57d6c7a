"""Starts the server of this checkout in the foreground and finds it again to stop it."""

import fcntl
import json
import os
import signal
import socket
import time
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from config.setup.checkout import LOCAL, SetupError
from config.setup.python_packages import program

if TYPE_CHECKING:
    from config.environment import Environment

# The server holds a lock on this file, so a left-over file never names a stranger's process.
STATE = LOCAL / "server.json"
_PORTS_TO_TRY = 100
_HIGHEST_PORT = 32767
_STOP_SECONDS = 30


def running_address() -> str | None:
    """Address of the server that this checkout runs now."""
    if not STATE.exists():
        return None
    with open(STATE) as file:
        return None if _lock(file) else json.load(file)["address"]


def serve() -> None:
    """Serve in the foreground until stopped. Does not return."""
    from config.environment import load
    from config.setup.delivery import DeliveryProcess
    from config.setup.greeting import greeting
    from config.setup.production_server import ProductionServer

    environment = load()
    listener, address = _listener_and_address(environment)
    state = _claim_state(address)

    delivery = DeliveryProcess()

    def ready() -> None:
        delivery.start()
        print(greeting(address), flush=True)

    ProductionServer(
        environment, listener.fileno(), state.fileno(), ready, when_ended=delivery.stop
    ).run()


def serve_reloading() -> None:
    """Become Django's development server, which reloads itself. Does not return."""
    from config.environment import load

    listener, address = _listener_and_address(load())
    host, port = listener.getsockname()
    listener.close()
    os.environ.setdefault("DEBUG", "true")
    python = program("python")
    with _claim_state(address):
        os.execv(python, [python, "manage.py", "runserver", f"{host}:{port}"])


def stop() -> bool:
    """Stop the server of this checkout. Returns False if none runs."""
    if running_address() is None:
        return False
    with open(STATE) as file:
        with suppress(ProcessLookupError):
            os.kill(json.load(file)["pid"], signal.SIGTERM)
        deadline = time.monotonic() + _STOP_SECONDS
        while not _lock(file):
            if time.monotonic() > deadline:
                raise SetupError(f"The server did not stop within {_STOP_SECONDS} s.")
            time.sleep(0.1)
    return True


def _claim_state(address: str) -> IO[str]:
    """Write who we are, and hold the lock as long as the file is open."""
    STATE.parent.mkdir(parents=True, exist_ok=True)
    file = open(STATE, "a+")  # noqa: SIM115 - stays open as long as the server lives
    if not _lock(file):
        raise SetupError("The server of this checkout is already being started.")
    file.truncate(0)
    json.dump({"pid": os.getpid(), "address": address}, file)
    file.flush()
    # The development server is another program in this process, and keeps the lock.
    os.set_inheritable(file.fileno(), True)
    return file


def _listener_and_address(environment: "Environment") -> tuple[socket.socket, str]:
    listener = _listen(environment.host, environment.port)
    host, port = listener.getsockname()
    local = host in {"127.0.0.1", "0.0.0.0"}
    return listener, f"http://{'localhost' if local else host}:{port}/"


def _lock(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _listen(host: str, first_port: int) -> socket.socket:
    """A socket listening on the first free port; below 32768, where no client is in the way."""
    for port in range(first_port, min(first_port + _PORTS_TO_TRY, _HIGHEST_PORT + 1)):
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            listener.close()
            continue
        listener.listen()
        return listener
    raise SetupError(f"No free port from {first_port} on; set PORT to another one.")
