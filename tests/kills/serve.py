"""The production server on a free port, to be killed, run by `test_server.py`; prints its port."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


def main() -> None:
    from config.environment import load
    from config.setup.production_server import ProductionServer
    from config.setup.server import _listen

    listener = _listen("127.0.0.1", 20_700)
    port = listener.getsockname()[1]
    no_lock = os.open(os.devnull, os.O_RDONLY)

    def ready() -> None:
        print(port, flush=True)

    ProductionServer(load(), listener.fileno(), no_lock, ready, when_ended=lambda: None).run()


if __name__ == "__main__":
    import django

    django.setup()
    main()
