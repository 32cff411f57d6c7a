"""Lists of 100 segments with what lies in them, each against one json statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import orjson
from django.db import connection
from django.db.models import Count

from accounts.models import User
from assets.models import Segment
from gis import geojson
from registry_api.context import Context
from registry_api.execution import run
from registry_api.schema import schema
from tests.api.operations import operation
from tests.bench.city import known, someone
from tests.bench.measure import Comparison, compare

LIMIT = 2.5
SEGMENTS = 100

NESTED = """
query NestedList($box: Box!, $first: Int) {
  segments(filter: { inBox: $box }, first: $first) {
    nodes {
      id
      code
      kind
      lengthM
      startSite { id code }
      endSite { id code }
      ductSections(topLevel: false, first: 9) { id position duct { code type { code } } }
    }
  }
}
"""

NESTED_FLOOR = """
SELECT json_agg(json_build_object(
    'id', encode(convert_to('Segment:' || g.public_id, 'UTF8'), 'base64'),
    'code', g.code, 'kind', upper(g.kind), 'lengthM', g.length_m,
    'startSite', json_build_object(
        'id', encode(convert_to('Site:' || a.public_id, 'UTF8'), 'base64'), 'code', a.code),
    'endSite', json_build_object(
        'id', encode(convert_to('Site:' || b.public_id, 'UTF8'), 'base64'), 'code', b.code),
    'ductSections', COALESCE(o.list, '[]'::json)) ORDER BY g.code, g.id)::text
FROM (
    SELECT * FROM assets_segment WHERE ST_Intersects(geom, %(area)s::geometry)
    ORDER BY code, id LIMIT %(first)s
) g
JOIN assets_site a ON a.id = g.start_site_id
JOIN assets_site b ON b.id = g.end_site_id
LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object(
        'id', encode(convert_to('DuctSection:' || s.id, 'UTF8'), 'base64'),
        'position', s.position,
        'duct', json_build_object('code', d.code, 'type', json_build_object('code', t.code))
    ) ORDER BY s.level, s.position, s.id) AS list
    FROM (
        SELECT * FROM assets_ductsection WHERE segment_id = g.id AND is_live
        ORDER BY level, position, id LIMIT 9
    ) s
    JOIN assets_duct d ON d.id = s.duct_id
    JOIN assets_ducttype t ON t.id = d.type_id
) o ON TRUE
"""

# The same fields of the same objects in the same order; global ids are made as the API makes them.
FLOOR = """
WITH RECURSIVE page AS MATERIALIZED (
    SELECT * FROM assets_segment
    WHERE ST_Intersects(geom, %(area)s::geometry)
    ORDER BY code, id LIMIT %(first)s
), section AS MATERIALIZED (
    SELECT s.*, json_build_object(
               'id', encode(convert_to('Duct:' || d.public_id, 'UTF8'), 'base64'), 'code', d.code,
               'type', CASE WHEN s.level < 2 THEN
                           json_build_object('code', t.code, 'kind', upper(t.kind))
                       ELSE json_build_object('code', t.code) END) AS duct
    FROM assets_ductsection s
    JOIN assets_duct d ON d.id = s.duct_id
    JOIN assets_ducttype t ON t.id = d.type_id
    WHERE s.is_live AND s.segment_id IN (SELECT id FROM page)
), inner_most AS (
    SELECT parent_id, json_agg(json_build_object(
               'id', encode(convert_to('DuctSection:' || id, 'UTF8'), 'base64'),
               'position', position, 'duct', duct) ORDER BY position, id) AS list
    FROM section WHERE level = 2 GROUP BY parent_id
), middle AS (
    SELECT s.parent_id, json_agg(json_build_object(
               'id', encode(convert_to('DuctSection:' || s.id, 'UTF8'), 'base64'),
               'position', s.position, 'duct', s.duct,
               'children', COALESCE(i.list, '[]'::json)) ORDER BY s.position, s.id) AS list
    FROM section s LEFT JOIN inner_most i ON i.parent_id = s.id
    WHERE s.level = 1 GROUP BY s.parent_id
), outermost AS (
    SELECT s.segment_id, json_agg(json_build_object(
               'id', encode(convert_to('DuctSection:' || s.id, 'UTF8'), 'base64'),
               'position', s.position, 'duct', s.duct,
               'children', COALESCE(m.list, '[]'::json)) ORDER BY s.position, s.id) AS list
    FROM section s LEFT JOIN middle m ON m.parent_id = s.id
    WHERE s.level = 0 GROUP BY s.segment_id
)
SELECT json_agg(json_build_object(
    'id', encode(convert_to('Segment:' || g.public_id, 'UTF8'), 'base64'),
    'code', g.code, 'kind', upper(g.kind), 'lifeCycle', upper(g.life_cycle), 'lengthM', g.length_m,
    'geometry', ST_AsGeoJSON(ST_Transform(g.geom, 4326), 7)::json,
    'startSite', json_build_object(
        'id', encode(convert_to('Site:' || a.public_id, 'UTF8'), 'base64'),
        'code', a.code, 'kind', upper(a.kind)),
    'endSite', json_build_object(
        'id', encode(convert_to('Site:' || b.public_id, 'UTF8'), 'base64'),
        'code', b.code, 'kind', upper(b.kind)),
    'ductSections', COALESCE(o.list, '[]'::json)) ORDER BY g.code, g.id)::text
FROM page g
JOIN assets_site a ON a.id = g.start_site_id
JOIN assets_site b ON b.id = g.end_site_id
LEFT JOIN outermost o ON o.segment_id = g.id
"""


class _Request:
    """As much of a request as execution needs."""

    def __init__(self, user: User) -> None:
        self.user = user


def assets_in_box() -> Comparison:
    """What lies in the segments three deep, with geometry."""
    return _against_sql("AssetsInBox", operation("AssetsInBox").text, FLOOR)


def nested_list() -> Comparison:
    """The short list that other servers were measured with: nine sections and the end sites."""
    return _against_sql("nested_list", NESTED, NESTED_FLOOR)


def _against_sql(name: str, text: str, floor_sql: str) -> Comparison:
    """The box around the densest quarter of the city that holds at least 100 segments."""
    box = dense_box()
    ours = asker(text, {"box": box, "first": SEGMENTS}, someone("viewer"))
    area = geojson.box(**box).hexewkb.decode()

    def floor() -> str:
        with connection.cursor() as cursor:
            cursor.execute(floor_sql, {"area": area, "first": SEGMENTS})
            return cursor.fetchone()[0]

    nodes = orjson.loads(ours())["data"]["segments"]["nodes"]
    assert nodes == orjson.loads(floor()), "the floor is no floor if it answers something else"
    found = compare(name, floor=floor, ours=ours, limit=LIMIT)
    return replace(found, note=f"{len(nodes)} segments, {_fields(nodes):,} fields")


def asker(text: str, variables: dict[str, Any], user: User) -> Callable[[], bytes]:
    """Asks as this person and answers with the bytes that would be sent."""

    asking = known(user)

    def ask() -> bytes:
        context = Context(_Request(asking))  # type: ignore[arg-type]
        answer, status = run(schema.graphql_schema, context, text, variables, None, read_only=True)
        assert status == 200 and "errors" not in answer, answer
        return orjson.dumps(answer)

    return ask


def dense_box() -> dict[str, float]:
    """Around a segment that holds much, grown until a hundred segments lie in it."""
    centre = Segment.objects.annotate(held=Count("duct_sections")).order_by("-held", "pk").first()
    assert centre is not None, "Fill the database first: manage.py generate_city."
    place = centre.geom.centroid
    place.transform(4326)
    reach = 0.002
    while True:
        box = {
            "west": place.x - reach,
            "south": place.y - reach,
            "east": place.x + reach,
            "north": place.y + reach,
        }
        if reach > 1 or _inside(box) >= 2 * SEGMENTS:
            return box
        reach *= 1.5


def _inside(box: dict[str, float]) -> int:
    return Segment.objects.filter(geom__intersects=geojson.box(**box)).count()


def _fields(value: Any) -> int:
    """Fields in an answer, as executors count them."""
    if isinstance(value, dict):
        inner = (0 if key == "geometry" else _fields(one) for key, one in value.items())
        return len(value) + sum(inner)
    return sum(_fields(one) for one in value) if isinstance(value, list) else 0


BENCHMARKS = {"assets_in_box": assets_in_box, "nested_list": nested_list}
