"""A stretch of the history in the order of the feed, safe against transactions still under way.

History rows get their number before their transaction commits, so the number alone would lose
whoever commits late. The order is therefore (transaction, number), and only transactions below the
snapshot's horizon (`history_horizon`) are delivered: all of those are over, so nothing can come to
stand before what was delivered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

# `here` holds one row, also where nothing is new. A row of the future comes from another cluster.
_WINDOW = """
    SELECT here.foreign_rows, c.transaction, c.id, c.table_name, c.object_id, c.operation, c.at,
           c.actor_label, c.reason,
           ARRAY(SELECT c.before ->> k
                 FROM jsonb_array_elements_text(%(columns)s::jsonb -> c.table_name) k),
           ARRAY(SELECT c.after ->> k
                 FROM jsonb_array_elements_text(%(columns)s::jsonb -> c.table_name) k)
    FROM (SELECT (SELECT max(transaction) FROM history_change)
                 >= GREATEST(pg_snapshot_xmax(pg_current_snapshot())::text::bigint,
                             pg_current_xact_id_if_assigned()::text::bigint + 1)
                 AS foreign_rows) here
    LEFT JOIN (SELECT * FROM history_change
               WHERE (transaction, id) > (%(transaction)s, %(id)s)
                 AND transaction < (SELECT history_horizon())
               ORDER BY transaction, id LIMIT %(most)s) c ON true
    ORDER BY c.transaction, c.id
"""
_HEAD = """
    SELECT transaction, id FROM history_change
    WHERE transaction < (SELECT history_horizon())
    ORDER BY transaction DESC, id DESC LIMIT 1
"""


class Position(NamedTuple):
    """A place in the feed: behind this row of this transaction."""

    transaction: int
    id: int


START = Position(0, 0)


class Row(NamedTuple):
    """One row of the history with the columns that the feed needs, before and after."""

    position: Position
    table: str
    object_id: int
    operation: str
    at: datetime
    actor: str
    reason: str
    before: Mapping[str, str | None]
    after: Mapping[str, str | None]


def rows_after(position: Position, most: int, columns: Mapping[str, list[str]]) -> list[Row]:
    """The next rows, at most so many, in one statement.

    Refusal FOREIGN_HISTORY where the database was restored into another cluster, whose numbers of
    transactions have nothing to do with those in the history.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _WINDOW, {**position._asdict(), "most": most, "columns": json.dumps(columns)}
        )
        found = cursor.fetchall()
    if found[0][0]:
        message = _(
            "This database was restored and its transactions count anew: see docs/changes.md."
        )
        raise Refusal("FOREIGN_HISTORY", message)
    return [_row(one[1:], columns) for one in found if one[1] is not None]


def _row(found: tuple, columns: Mapping[str, list[str]]) -> Row:
    transaction, number, table, object_id, operation, at, actor, reason, before, after = found
    names = columns.get(table, [])
    return Row(
        Position(transaction, number),
        table,
        object_id,
        operation,
        at,
        actor,
        reason,
        dict(zip(names, before, strict=True)),
        dict(zip(names, after, strict=True)),
    )


def head() -> Position:
    """The present end of the feed."""
    with connection.cursor() as cursor:
        cursor.execute(_HEAD)
        found = cursor.fetchone()
    return START if found is None else Position(*found)
