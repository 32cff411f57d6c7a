"""Ask the rules about objects and write down what they find: one statement for a concept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction

from gis import srid
from quality.rules import PLACES, Rule, rules_on
from quality.services import prepared

_LOCK = "SELECT pg_advisory_xact_lock(hashtext('quality_check'))"
_IN_THE_WAY = {"55P03", "40P01", "23503"}
"""Codes of a lock that was not to be had in time, of the victim of a deadlock, and of a finding
about what somebody deleted while it was being checked."""

ROW_MS = 1_000
"""How long a check waits for an edit that holds the object it wants to write about."""

_STATEMENT = """
WITH found (rule, id, place, measured, allowed, other_id) AS MATERIALIZED ({rules}),
written AS (
    INSERT INTO quality_finding AS q (public_id, rule, {concept}_id, geom, measured, allowed,
                                      other_id, state, first_seen_at, last_seen_at)
    SELECT gen_random_uuid(), f.rule, f.id, COALESCE(f.place, {place}), f.measured, f.allowed,
           f.other_id, 'open', now(), now()
    FROM found f JOIN assets_{concept} o ON o.id = f.id
    ON CONFLICT (rule, {concept}_id) DO UPDATE SET
        geom = EXCLUDED.geom, measured = EXCLUDED.measured, allowed = EXCLUDED.allowed,
        other_id = EXCLUDED.other_id, last_seen_at = now(), solved_at = NULL,
        state = CASE WHEN {accepted} THEN 'accepted' ELSE 'open' END,
        accepted_by_id = CASE WHEN {accepted} THEN q.accepted_by_id END,
        accepted_at = CASE WHEN {accepted} THEN q.accepted_at END,
        acceptance = CASE WHEN {accepted} THEN q.acceptance ELSE '' END,
        first_seen_at = CASE WHEN q.state = 'solved' THEN now() ELSE q.first_seen_at END
)
UPDATE quality_finding q SET state = 'solved', solved_at = now()
WHERE q.{concept}_id = ANY (%(ids)s) AND q.state <> 'solved'
  AND NOT EXISTS (SELECT FROM found f WHERE f.id = q.{concept}_id AND f.rule = q.rule)
"""

_STAYS_ACCEPTED = """q.state = 'accepted' AND (q.measured, q.allowed, q.other_id)
    IS NOT DISTINCT FROM (EXCLUDED.measured, EXCLUDED.allowed, EXCLUDED.other_id)"""


@contextmanager
def checking(patience_ms: int) -> Iterator[bool]:
    """One check at a time: an older answer must never replace a newer one.

    Yields False, and nothing may be done, where another check takes longer than `patience_ms`.
    """
    with transaction.atomic():
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{patience_ms}ms"])
                cursor.execute(_LOCK)
        except DatabaseError as error:
            if not in_the_way(error):
                raise
            yield False
            return
        with connection.cursor() as cursor:
            # Every rule is made of index look-ups; a wrong guess must not read a whole table.
            cursor.execute(
                f"SET LOCAL lock_timeout = {max(patience_ms, ROW_MS)};"
                " SET LOCAL enable_seqscan = off"
            )
        yield True


def in_the_way(error: DatabaseError) -> bool:
    """Whether somebody edits what the check needed: nothing is lost, it comes later."""
    return getattr(error.__cause__, "pgcode", None) in _IN_THE_WAY


def check(concept: str, ids: Sequence[int]) -> None:
    """What the rules of a concept have to say about these objects, inside `checking`."""
    given = {"ids": list(ids), **_area()}
    with connection.cursor() as cursor:
        if len(ids) <= prepared.FEW:
            prepared.execute(cursor, _statement(concept), given)
        else:
            cursor.execute(_statement(concept), given)


def found_by(rule: Rule, concept: str, ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """The rows of one rule, written nowhere (for tests and for looking at plans)."""
    with connection.cursor() as cursor:
        cursor.execute(_select(rule, concept), {"ids": list(ids), **_area()})
        return cursor.fetchall()


def _area() -> dict[str, float]:
    return dict(zip(("west", "south", "east", "north"), settings.CITY_AREA, strict=True))


def _select(rule: Rule, concept: str) -> str:
    area = f"ST_MakeEnvelope(%(west)s, %(south)s, %(east)s, %(north)s, {srid.STORAGE})"
    return rule.on[concept].replace("{ids}", "o.id = ANY (%(ids)s)").replace("{area}", area)


@cache
def _statement(concept: str) -> str:
    selects = [
        f"SELECT '{rule.code}'::varchar, r.* FROM ({_select(rule, concept)}) r"
        for rule in rules_on(concept)
    ]
    return (
        _STATEMENT.replace("{rules}", " UNION ALL ".join(selects))
        .replace("{accepted}", _STAYS_ACCEPTED)
        .replace("{place}", PLACES[concept])
        .replace("{concept}", concept)
    )
