"""Keep the coarse drawing of the network right for the tiles of small scales."""

from django.db import connection

BATCH = 16
"""Blocks drawn anew for one tile: a tenth of a second at most in a dense city."""


def generalise_due(most: int = BATCH) -> int:
    """Draw up to `most` blocks anew in which segments changed; how many it were.

    Cheap when nothing is due (one probe); called by whoever is about to show small scales.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_generalise_due(%s)", [most])
        return cursor.fetchone()[0]


def generalise_all() -> int:
    """Work off the whole queue, batch by batch; how many blocks it took."""
    total = 0
    while done := generalise_due(BATCH * 10):
        total += done
    return total
