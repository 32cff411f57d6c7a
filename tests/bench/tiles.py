"""A tile as the server answers it, not cached, against its one SQL statement alone."""

from __future__ import annotations

import gzip
from functools import partial

from django.db import connection
from django.test import Client

from gis import layers
from gis.tiles import TileAddress, statement
from network.services.generalised import generalise_all
from tests.bench.city import someone
from tests.bench.measure import Comparison, compare

SHARE = 1.3
EXTRA_MS = 2.0
"""What a tile may take: 1.3 times its SQL and 2 ms for the request around it."""

LEVELS = (8, 10, 11, 12, 13, 14, 15, 16)

# The tile of a level that most segments touch by their first point.
BUSIEST = """
SELECT floor((ST_X(p) + w) / s)::int AS x, floor((w - ST_Y(p)) / s)::int AS y
FROM (SELECT ST_StartPoint(geom_3857) AS p, 20037508.342789244 AS w,
             2 * 20037508.342789244 / (1 << %s) AS s FROM assets_segment) q
GROUP BY 1, 2 ORDER BY count(*) DESC LIMIT 1
"""


def busiest(z: int) -> TileAddress:
    with connection.cursor() as cursor:
        cursor.execute(BUSIEST, [z])
        return TileAddress(z, *cursor.fetchone())


def segments_tile(z: int) -> Comparison:
    """The busiest tile of segments at a level, through middleware, session and view."""
    user = someone("viewer")
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    address = busiest(z)
    layer = layers.find("segments")
    generalise_all()
    query = statement(layer, user, address)
    path = f"/tiles/segments/{address.z}/{address.x}/{address.y}.mvt"
    assert client.get(path).status_code == 200

    def floor() -> bytes:
        with connection.cursor() as cursor:
            cursor.execute(*query)
            return bytes(cursor.fetchone()[0])

    found = compare(f"tile_z{z}", floor=floor, ours=lambda: client.get(path), limit=SHARE)
    allowed = SHARE + EXTRA_MS / found.floor_ms
    body = floor()
    size = f"{len(body) / 1024:.0f} kB, sent as {len(gzip.compress(body, 1)) / 1024:.0f} kB"
    return Comparison(found.name, found.floor_ms, found.ours_ms, round(allowed, 2), size)


BENCHMARKS = {f"tile_z{z}": partial(segments_tile, z) for z in LEVELS}
