"""The process that sends webhooks beside the server of this checkout."""

import subprocess
from contextlib import suppress

from config.setup.checkout import ROOT
from config.setup.python_packages import program

_STOP_SECONDS = 15


class DeliveryProcess:
    """Started with the server and ended with it; it also ends by itself when the server is gone."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [program("python"), "manage.py", "deliver_webhooks", "--with-parent"]
        self._process = subprocess.Popen(command, cwd=ROOT)

    def stop(self) -> None:
        if self._process is None:
            return
        self._process.terminate()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_SECONDS)
            return
        self._process.kill()
