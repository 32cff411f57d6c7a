"""What found routes would cost by the tariffs of a day: not binding, one line for each tariff."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection

from gis.generalise import rounded_length
from network.periods import Period
from network.routing import Unit
from reservations.models.tariff import Tariff
from reservations.tariffs.quote import DECIMETRE, Line, Quote, months_of

# Segments carry geodesic lengths.
_KINDS = """
    SELECT u.route, CASE WHEN u.room THEN 'room' ELSE t.kind END, count(*), sum(way.metres)
    FROM unnest(%s::int[], %s::bigint[], %s::bigint[], %s::bigint[], %s::boolean[])
         AS u (route, duct, a, b, room)
    JOIN assets_duct d ON d.id = u.duct JOIN assets_ducttype t ON t.id = d.type_id
    CROSS JOIN LATERAL (
        SELECT sum(g.length_m) AS metres FROM network_sections_between(u.duct, u.a, u.b) b
        JOIN assets_ductsection s ON s.id = b.section_id
        JOIN assets_segment g ON g.id = s.segment_id) way
    GROUP BY 1, 2 ORDER BY 1, 2
"""
_Kind = tuple[str, int, float]


def estimates(
    routes: Sequence[Sequence[Unit]], period: Period, on: dt.date, *, exact: bool
) -> list[Quote | None]:
    """By route what its units would cost; None where a kind of unit has no tariff on that day.

    Unless `exact`, lengths are rounded as everywhere before a grant: a price to the cent would
    tell the length to the decimetre.
    """
    tariffs = {one.unit_kind: one for one in Tariff.objects.filter(valid__contains=on)}
    months = months_of(period)
    kinds = _kinds(routes)
    return [_estimate(kinds[number], tariffs, months, exact) for number in range(len(routes))]


def _estimate(
    kinds: Sequence[_Kind], tariffs: Mapping[str, Tariff], months: int, exact: bool
) -> Quote | None:
    if not kinds or any(kind not in tariffs for kind, _count, _metres in kinds):
        return None
    lines = [_line(tariffs[kind], count, metres, months, exact) for kind, count, metres in kinds]
    return Quote(tuple(lines)) if len({one.tariff.currency for one in lines}) == 1 else None


def _line(tariff: Tariff, count: int, metres: float, months: int, exact: bool) -> Line:
    length = Decimal(metres if exact else rounded_length(metres)).quantize(DECIMETRE, ROUND_HALF_UP)
    return Line(tariff, length, max(months, tariff.minimum_months), units=count)


def _kinds(routes: Sequence[Sequence[Unit]]) -> Mapping[int, list[_Kind]]:
    """By the number of the route: kinds of units, how many of each, and their metres together."""
    rows = [(number, unit) for number, units in enumerate(routes) for unit in units]
    found: dict[int, list[_Kind]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            _KINDS,
            [
                [number for number, _unit in rows],
                [unit.duct_id for _number, unit in rows],
                [unit.from_site_id for _number, unit in rows],
                [unit.to_site_id for _number, unit in rows],
                [unit.cable_outer_mm is not None for _number, unit in rows],
            ],
        )
        for number, kind, count, metres in cursor.fetchall():
            found[number].append((kind, count, metres or 0.0))
    return found
