"""ReserveRoute of ten sections against the same work in SQL, with all triggers and constraints."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import time
from collections.abc import Callable
from typing import Any

from tests.bench.measure import Comparison, compare

SECTIONS = 10
LIMIT = 6.0

_WHOLE_DUCTS = """
    SELECT d.id, d.start_site_id, d.end_site_id, count(*)
    FROM assets_duct d JOIN assets_ductsection s ON s.duct_id = d.id
    JOIN assets_ducttype t ON t.id = d.type_id AND t.kind = 'tube'
    WHERE d.start_site_id <> d.end_site_id
    GROUP BY d.id HAVING bool_and((SELECT state = 'free'
                                   FROM network_section_states(ARRAY[s.id], %s::daterange)))
    ORDER BY d.id LIMIT 10
"""
_HOLDER = """
    INSERT INTO network_holder (kind, organisation_id, effect, period, expires_at)
    VALUES ('claim', %s, 'reserved', %s, now() + interval '14 days') RETURNING id
"""
_UNITS = """
    INSERT INTO network_heldunit (holder_id, duct_id, from_site_id, to_site_id)
    SELECT %s, * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[])
"""
_CLAIM = """
    INSERT INTO reservations_claim (public_id, holder_id, organisation_id, state, period, purpose,
        idempotency_key, request_digest, requested_by_id, requested_at)
    VALUES (gen_random_uuid(), %s, %s, 'held', %s, '', %s, '', %s, now())
"""
_LINES = """
    INSERT INTO bare_line (section_id, period, key)
    SELECT n, %s::daterange, 1 FROM generate_series(1, %s) n
"""

_keys = itertools.count()


def reserve_route() -> Comparison:
    """Both are rolled back each time, so that neither finds its own reservation."""
    from tests.bench.city import someone

    user = someone("planner")
    organisation_id = next(iter(user.organisation_ids))
    period = _next_decade()
    units = _free_units(period)
    bare_ms = _quickest(lambda: _bare_lines(period))
    comparison = compare(
        "reserve_route",
        floor=lambda: _undone(lambda: _in_sql(units, period, organisation_id, user.pk)),
        ours=lambda: _undone(lambda: _reserve(units, period, user)),
        limit=LIMIT,
    )
    note = f"{comparison.ours_ms / bare_ms:.0f} x a bare insert of the lines ({bare_ms:.1f} ms)"
    return dataclasses.replace(comparison, note=note)


BENCHMARKS: dict[str, Callable[[], Comparison]] = {"reserve_route": reserve_route}


def _next_decade() -> Any:
    from network.periods import Period

    first = dt.date(dt.date.today().year + 10, 1, 1)
    return Period(first, first.replace(month=12, day=31))


def _free_units(period: Any) -> list[Any]:
    """Whole free tubes, together of about ten sections."""
    from django.db import connection

    from reservations.services.requested import Stretch

    with connection.cursor() as cursor:
        cursor.execute(_WHOLE_DUCTS, [period.range])
        found = cursor.fetchall()
    units, sections = [], 0
    for duct, start, end, count in found:
        if sections < SECTIONS:
            units.append(Stretch(duct, start, end))
            sections += count
    return units


def _reserve(units: list[Any], period: Any, user: Any) -> None:
    from reservations.services.reserve import reserve

    key = f"bench-{next(_keys)}"
    reserve(units=units, period=period, idempotency_key=key, by=user, organisation=_code(user))


def _code(user: Any) -> str:
    return user.memberships.first().organisation.code


def _in_sql(units: list[Any], period: Any, organisation_id: int, user_id: int) -> None:
    from django.db import connection

    ducts = [unit.duct_id for unit in units]
    with connection.cursor() as cursor:
        cursor.execute("SELECT network_lock_plant(%s::bigint[])", [ducts])
        cursor.execute(_HOLDER, [organisation_id, period.range])
        holder = cursor.fetchone()[0]
        starts, ends = [u.from_site_id for u in units], [u.to_site_id for u in units]
        cursor.execute(_UNITS, [holder, ducts, starts, ends])
        key = f"bench-{next(_keys)}"
        cursor.execute(_CLAIM, [holder, organisation_id, period.range, key, user_id])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _bare_lines(period: Any) -> None:
    """Ten lines and ten on what contains them, into a table without rules."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE IF NOT EXISTS bare_line"
            " (section_id bigint, period daterange, key bigint)"
        )
        cursor.execute(_LINES, [period.range, 2 * SECTIONS])


def _undone(work: Callable[[], None]) -> None:
    from django.db import transaction

    with transaction.atomic():
        work()
        transaction.set_rollback(True)


def _quickest(work: Callable[[], None]) -> float:
    times = []
    for _round in range(20):
        begin = time.perf_counter()
        work()
        times.append(time.perf_counter() - begin)
    return min(times) * 1_000
