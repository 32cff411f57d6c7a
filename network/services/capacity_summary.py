"""Keep the per-segment summary of free tubes up to date for maps and lists."""

from django.db import connection

BATCH = 500


def refresh_due(most: int = BATCH) -> int:
    """Refresh up to `most` segments that changed or whose next change is due; how many it were.

    Cheap when nothing is due (two index probes); called by whoever is about to show the summary.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_refresh_due_capacity(%s)", [most])
        return cursor.fetchone()[0]


def refresh_all() -> int:
    """Work off the whole queue, batch by batch; how many refreshes it took."""
    total = 0
    while done := refresh_due(BATCH * 10):
        total += done
    return total
