"""Run jobs at the same moment, each in a thread with a database connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

LONGEST_SECONDS = 120.0


def together(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each job returned, or the exception it raised, in the order of the jobs."""
    gate = threading.Barrier(len(jobs))
    outcomes: list[Any] = [TimeoutError("still running")] * len(jobs)

    def run(number: int, job: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            gate.wait(LONGEST_SECONDS)
            outcomes[number] = job()
        except Exception as error:
            outcomes[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, job), daemon=True)
        for number, job in enumerate(jobs)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS)
    return outcomes
