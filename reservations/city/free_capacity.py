"""The summary of free tubes after a load: worked off by several connections at once."""

import os
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from network.services.capacity_summary import refresh_all

SEGMENTS_WORTH_IT = 10_000


def refresh_side_by_side() -> int:
    """Refresh what the queue holds; how many segments that was.

    Inside a transaction the queue is visible to its own connection only.
    """
    workers = os.cpu_count() or 1
    if connection.in_atomic_block or workers == 1 or _queued() < SEGMENTS_WORTH_IT:
        return refresh_all()
    with ThreadPoolExecutor(workers) as pool:
        return sum(pool.map(_refresh, range(workers)))


def _queued() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM network_capacityqueue")
        return cursor.fetchone()[0]


def _refresh(_: int) -> int:
    """The share of one thread, over a connection of its own."""
    try:
        return refresh_all()
    finally:
        connection.close()
