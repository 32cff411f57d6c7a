"""What was noted and is worked off soon, by the worker beside the server: rooms register theirs.

So pages that only look need not write.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from django.db import DatabaseError, InterfaceError

logger = logging.getLogger(__name__)

Work = Callable[[], int]
"""Does one portion of what is due; says how much it was, 0 where nothing is left."""

_works: list[Work] = []


def register(work: Work) -> None:
    if work not in _works:
        _works.append(work)


def run() -> bool:
    """One portion of each; whether any had something to do.

    A work that fails hinders no other. Raises what the database says when it cannot be reached.
    """
    return any([_portion(work) > 0 for work in _works])


def _portion(work: Work) -> int:
    try:
        return work()
    except (DatabaseError, InterfaceError):
        raise
    except Exception:
        logger.exception("%s failed", work.__qualname__)
        return 0
