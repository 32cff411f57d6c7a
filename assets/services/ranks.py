"""Ranks order sections along a duct or cable; a split puts new ones between them.

They are floating-point numbers, so after some thirty splits at the same place no number is left
between two of them. Then the ducts concerned are counted anew, which nobody else notices.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

_COUNT_ANEW = """
WITH gap AS (
    SELECT {owner}, lead(rank) OVER (PARTITION BY {owner} ORDER BY rank) - rank AS width,
           greatest(abs(rank), 1) AS size
    FROM {table} WHERE {owner} = ANY (%(owners)s)
), narrow AS (
    SELECT DISTINCT {owner} FROM gap WHERE width < size * 1e-9
), counted AS (
    SELECT id, row_number() OVER (PARTITION BY {owner} ORDER BY rank)
               + ceil(max(rank) OVER (PARTITION BY {owner})) AS rank
    FROM {table} WHERE {owner} IN (SELECT {owner} FROM narrow)
)
UPDATE {table} SET rank = counted.rank FROM counted WHERE {table}.id = counted.id
"""


def make_room(table: str, owner: str, owners: Iterable[int]) -> None:
    """Count the sections of those owners anew whose ranks lie too close together.

    The new numbers start above the old ones: the unique constraint sees each row on its way.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_ANEW.format(table=table, owner=owner), {"owners": list(owners)})
