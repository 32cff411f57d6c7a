"""Tiles among twenty cities: the city's segments nineteen times more, beside each other.

Each level's busiest tile as the server answers it against its one SQL statement, as for one city.
Whether the statement itself grows with what lies elsewhere is told beside it: what the same tile
took before. Tiles of small scales then show several cities. All is rolled back.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

from gis import layers
from gis.tiles import statement
from network.services.generalised import generalise_all
from tests.bench.city import someone
from tests.bench.measure import Comparison
from tests.bench.tiles import busiest, segments_tile

LEVELS = (7, 8, 9, 10, 11, 12, 13, 14, 16)
COPIES = 19
ACROSS, AWAY_M = 5, 40_000
"""Five cities in a row, so far from each other in EPSG:25832 that none touches the next."""

_TABLES = ("assets_segment", "network_segmentcapacity")
_COLUMNS = """
    SELECT string_agg(quote_ident(attname), ', ')
    FROM pg_attribute WHERE attrelid = 'assets_segment'::regclass AND attnum > 0
    AND attgenerated = '' AND NOT attisdropped
    AND attname NOT IN ('id', 'public_id', 'code', 'geom')
"""
_FACTS = {"copies": COPIES, "across": ACROSS, "away": AWAY_M, "step": 10_000_000}
_SEGMENTS = """
    INSERT INTO assets_segment (id, public_id, code, geom, {columns})
    SELECT s.id + n * %(step)s, gen_random_uuid(), s.code || '/' || n,
           ST_Translate(s.geom, n %% %(across)s * %(away)s, n / %(across)s * %(away)s), {columns}
    FROM assets_segment s, generate_series(1, %(copies)s) n
"""
_CAPACITY = """
    INSERT INTO network_segmentcapacity SELECT (jsonb_populate_record(c,
        jsonb_build_object('segment_id', c.segment_id + n * %(step)s))).*
    FROM network_segmentcapacity c, generate_series(1, %(copies)s) n
"""
_BLOCKS = """
    INSERT INTO network_generalisationqueue (block_x, block_y)
    SELECT DISTINCT b.x, b.y
    FROM assets_segment s CROSS JOIN LATERAL network_block_of(s.geom_3857) b
    WHERE s.id > %(step)s
"""


def country_tiles() -> Comparison:
    """The level nearest to its limit; of all levels the times and the size as sent."""
    before = {z: segments_tile(z) for z in LEVELS}
    with _country():
        among = {z: segments_tile(z) for z in LEVELS}
        sizes = {z: _sent_kb(z) for z in LEVELS}
    worst = max(among.values(), key=lambda one: one.ratio / one.limit)
    told = (
        f"z{z} {before[z].ours_ms:.1f} → {one.ours_ms:.1f} ms ({one.floor_ms:.1f}),"
        f" {sizes[z]:.0f} kB"
        for z, one in among.items()
    )
    fits = all(sizes[z] <= (50 if z <= 11 else 200) for z in LEVELS)
    note = f"{worst.name}; before → among twenty cities (its SQL): {', '.join(told)}"
    limit = worst.limit if fits else 0.0
    return Comparison("country_tiles", worst.floor_ms, worst.ours_ms, limit, note)


@contextmanager
def _country() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = 0")
            for table in _TABLES:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(_COLUMNS)
            [columns] = cursor.fetchone()
            cursor.execute(_SEGMENTS.format(columns=columns), _FACTS)
            cursor.execute(_CAPACITY, _FACTS)
            cursor.execute(_BLOCKS, _FACTS)
            for table in _TABLES:
                cursor.execute(f"ANALYZE {table}")
        generalise_all()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE network_generalisedline")
        yield
        transaction.set_rollback(True)


def _sent_kb(z: int) -> float:
    query = statement(layers.find("segments"), someone("viewer"), busiest(z))
    with connection.cursor() as cursor:
        cursor.execute(*query)
        return len(gzip.compress(bytes(cursor.fetchone()[0]), 1)) / 1024


BENCHMARKS = {"country_tiles": country_tiles}
