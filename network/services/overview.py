"""Add the network up by district and kind; once a day, part by part."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from django.db import connection, transaction
from django.utils import timezone

from network.models import OverviewFigure

BATCH = 5_000
"""Segments added up by one statement."""

FIGURES = ("segments", "length_m", "free_m", "reserved_m", "occupied_m", "blocked_m")

# A segment belongs to the district in which its middle lies.
_SUMS = """
WITH part AS (
    SELECT id, kind, geom, length_m, life_cycle FROM assets_segment
    WHERE id > %s ORDER BY id LIMIT %s
)
SELECT max(p.id), d.id, p.kind, count(*) FILTER (WHERE p.life_cycle <> 'removed'),
       {sums}
FROM part p
LEFT JOIN network_segmentcapacity c ON c.segment_id = p.id
LEFT JOIN LATERAL (
    SELECT d.id FROM citygis_district d
    WHERE ST_Covers(d.geom, ST_LineInterpolatePoint(p.geom, 0.5)) ORDER BY d.id LIMIT 1) d ON true
GROUP BY d.id, p.kind
""".replace(
    "{sums}",
    ", ".join(
        f"COALESCE(sum(p.length_m{times}) FILTER (WHERE p.life_cycle <> 'removed'), 0)"
        for times in (
            "",
            " * c.tubes_free",
            " * c.tubes_reserved",
            " * c.tubes_occupied",
            " * c.tubes_blocked",
        )
    ),
)


def refresh_overview() -> int:
    """Compute all figures anew from the segments and their stored capacity; how many it are."""
    totals: dict[tuple[int | None, str], list[float]] = defaultdict(lambda: [0.0] * len(FIGURES))
    for district, kind, *sums in _parts():
        totals[district, kind] = [a + b for a, b in zip(totals[district, kind], sums, strict=True)]
    now = timezone.now()
    with transaction.atomic():
        OverviewFigure.objects.all().delete()
        OverviewFigure.objects.bulk_create(
            OverviewFigure(
                district_id=district,
                kind=kind,
                computed_at=now,
                **dict(zip(FIGURES, sums, strict=True)),
            )
            for (district, kind), sums in totals.items()
            if sums[0]
        )
    return len(totals)


def _parts() -> Iterator[tuple]:
    position = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_SUMS, [position, BATCH])
            rows = cursor.fetchall()
        if not rows:
            return
        position = max(row[0] for row in rows)
        for row in rows:
            yield row[1:]
