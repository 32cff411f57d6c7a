"""Say who acts and why: the triggers of the history read it from the transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

LONGEST_REASON = 2_000
"""Characters. Every row that a change writes keeps its reason, and there can be thousands."""


@contextmanager
def acting(user: Any, reason: str | None = "") -> Iterator[None]:
    """Run the block in one transaction whose changes are recorded as done by `user`.

    `user` may be None for the system itself (imports from the command line, expiry of holds).
    Raises Refusal INVALID_VALUE for a reason that is too long.
    """
    if reason is not None and len(reason) > LONGEST_REASON:
        message = _("A reason has at most %(most)d characters.") % {"most": LONGEST_REASON}
        raise Refusal("INVALID_VALUE", message, "reason")
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
