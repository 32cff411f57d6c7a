"""gunicorn inside this process, which has the registry loaded already."""

import os
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

from config.environment import Environment
from config.setup.patient_worker import PatientWorker


class ProductionServer(BaseApplication):
    """Serves the registry on an open socket until it is told to stop.

    `when_ready` is called once the site answers, `when_ended` once it does not any more. `lock` is
    the file descriptor that only the master may hold: when the master is killed, the server must
    count as gone at once.
    """

    def __init__(
        self,
        environment: Environment,
        socket: int,
        lock: int,
        when_ready: Callable[[], None],
        *,
        when_ended: Callable[[], None],
    ) -> None:
        self.options: dict[str, Any] = {
            "bind": f"fd://{socket}",
            "worker_class": PatientWorker,
            "limit_request_line": 8_190,
            # The kernel would send files past what waits for a slow reader.
            "sendfile": False,
            "workers": environment.workers,
            "threads": environment.threads,
            "timeout": 60,
            "graceful_timeout": 10,
            # Workers share the memory of what is loaded, and an error shows before the address.
            "preload_app": True,
            # Heartbeats of workers must not wait for a disk.
            "worker_tmp_dir": "/dev/shm" if os.path.isdir("/dev/shm") else None,
            "loglevel": "warning",
            "when_ready": lambda server: when_ready(),
            "on_exit": lambda server: when_ended(),
            "post_fork": lambda server, worker: os.close(lock),
            "post_worker_init": lambda worker: _read_network_ahead(),
        }
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn before it starts."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The WSGI application, with no connection that workers could share by accident."""
        from django.db import connections
        from django.urls import get_resolver

        from config.wsgi import application

        # Else each worker would load all views during its first request.
        get_resolver().url_patterns  # noqa: B018
        connections.close_all()
        return application


def _read_network_ahead() -> None:
    """Each worker holds the network for the search of routes."""
    from network.topology.warm import warm

    warm()
