"""How gunicorn serves the registry; config/setup/server.py starts it with this file."""

import os

from config.environment import load

_environment = load()
worker_class = "gthread"
workers = _environment.workers
threads = _environment.threads
timeout = 60
graceful_timeout = 10
# Loads the code once: workers share its memory, and an error shows before the address does.
preload_app = True
# Heartbeats of workers must not wait for a disk.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None
loglevel = "warning"


def post_fork(server: object, worker: object) -> None:
    """Only the master holds the lock of server.py: when it is killed, it counts as gone at once."""
    os.close(int(os.environ["TRASSENBUCH_LOCK"]))


def when_ready(server: object) -> None:
    """Say where the site is, now that it answers."""
    from config.setup.greeting import greeting

    print(greeting(os.environ["TRASSENBUCH_ADDRESS"]), flush=True)
