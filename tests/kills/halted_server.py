"""The registry served by one thread, to be killed by `test_keys.py`.

`python -m tests.kills.halted_server PLACE`: with `in the middle` it stops for ever when a
change is made but not yet committed, with `before the answer` when it is committed but not yet
answered; with `nowhere` it goes on. It prints its port, and `stopped` where it stops.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

MIDDLE, BEFORE_THE_ANSWER, NOWHERE = "in the middle", "before the answer", "nowhere"


class _Silent(WSGIRequestHandler):
    def log_message(self, *_arguments: Any) -> None:
        pass


def _stop(*_arguments: Any) -> None:
    print("stopped", flush=True)
    time.sleep(600)


def serve(place: str) -> None:
    from config.wsgi import application
    from registry_api.idempotency import Claimed
    from registry_api.payloads import Payload

    if place == MIDDLE:
        Claimed.remember = _stop  # type: ignore[method-assign]
    if place == BEFORE_THE_ANSWER:
        Payload.read = _stop  # type: ignore[assignment,method-assign]
    server = make_server("127.0.0.1", 0, application, handler_class=_Silent)
    print(server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    serve(sys.argv[1])
