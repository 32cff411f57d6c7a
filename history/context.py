"""Say who acts and why: the triggers of the history read it from the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def acting(user: Any, reason: str = "") -> Iterator[None]:
    """Run the block in one transaction whose changes are recorded as done by `user`.

    `user` may be None for the system itself (imports from the command line, expiry of holds).
    """
    number = "" if user is None else str(user.pk)
    label = "system" if user is None else str(user)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('trassenbuch.actor', %s, true),"
                " set_config('trassenbuch.actor_label', %s, true),"
                " set_config('trassenbuch.reason', %s, true)",
                [number, label, reason],
            )
        yield
