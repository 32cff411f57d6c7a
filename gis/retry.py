"""Do a transaction again when the database chose it as the victim of a deadlock."""

import functools
import random
import time
from collections.abc import Callable
from typing import ParamSpec, TypeVar

from django.db import OperationalError, connection

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 5
_RETRYABLE = {"40P01", "40001"}


def retried(service: Callable[P, R]) -> Callable[P, R]:
    """Repeat a service that lost a deadlock; only where it owns its transaction."""

    @functools.wraps(service)
    def attempt(*args: P.args, **kwargs: P.kwargs) -> R:
        for number in range(1, ATTEMPTS):
            try:
                return service(*args, **kwargs)
            except OperationalError as error:
                victim = getattr(error.__cause__, "pgcode", None) in _RETRYABLE
                if not victim or connection.in_atomic_block:
                    raise
                time.sleep(random.uniform(0, 0.02 * number))
        return service(*args, **kwargs)

    return attempt
