"""Streets in the search field: those of addresses, and those that only segments name."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.gis.db.models import Collect
from django.contrib.gis.db.models.functions import Centroid, Transform
from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import Upper
from django.utils.translation import ngettext

from accounts.viewer import viewer_of
from assets.models import Address, Segment
from gis import search, srid
from gis.search import Found

NUMBERED = re.compile(r"^(?P<street>\D.*?)[ ,]+(?P<number>\d{1,4}) ?(?P<suffix>[a-zA-Z]?)$")
"""A street with a house number, as people type it."""

SHORTEST_PART = 3
"""Characters that an index of trigrams needs."""

NAMES_THAT_BEGIN = """
WITH RECURSIVE named(key) AS (
    (SELECT upper({column}) FROM {table}
     WHERE upper({column}) LIKE upper(%(begins)s) ORDER BY upper({column}) USING ~<~ LIMIT 1)
    UNION ALL
    SELECT following.key FROM named, LATERAL (
        SELECT upper({column}) AS key FROM {table}
        WHERE upper({column}) LIKE upper(%(begins)s) AND upper({column}) ~>~ named.key
        ORDER BY upper({column}) USING ~<~ LIMIT 1
    ) following
)
SELECT key FROM named LIMIT %(limit)s
"""
"""From name to name over the index, however many rows each has."""

STREETS_THAT_BEGIN = NAMES_THAT_BEGIN.format(table="assets_address", column="street")
SEGMENTS_THAT_BEGIN = NAMES_THAT_BEGIN.format(table="assets_segment", column="name")

STREETS_THAT_CONTAIN = """
SELECT DISTINCT key FROM (
    SELECT upper(street) AS key FROM assets_address
    WHERE upper(street) LIKE upper(%(contains)s) LIMIT 2000
) looked_at LIMIT %(limit)s
"""
"""Among the first addresses only: "straße" is part of almost all."""


def by_street(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Streets whose name begins with or contains the text, at the middle of their addresses."""
    name = _name(text)
    streets = (
        _of_streets(Address.objects.visible_to(viewer_of(user)), "street", _streets(name, limit))
        .values("street", "town")
        .annotate(place=_middle())
        .order_by("street", "town")
    )
    found = [_found(row["street"], row["town"], row["place"], name) for row in streets]
    return sorted(found, key=lambda one: one.rank)[:limit]


def by_segment_name(user: search.Viewer, text: str, limit: int) -> list[Found]:
    """Names of segments that begin so and no address bears, at the middle of those segments."""
    viewer, name = viewer_of(user), _name(text)
    keys = _read(SEGMENTS_THAT_BEGIN, name, limit)
    addressed = _of_streets(Address.objects.visible_to(viewer), "street", keys).values("key")
    segments = (
        _of_streets(Segment.objects.visible_to(viewer).in_use(), "name", keys)
        .exclude(key__in=addressed)
        .values("name")
        .annotate(place=_middle(), number=Count("pk"))
        .order_by("name")
    )
    return [
        _found(row["name"], _segments(row["number"]), row["place"], name)
        for row in segments[:limit]
    ]


def spelled(street: str) -> str:
    """ "Hauptstr." and "Hauptstraße" are one street; lists of house coordinates spell it out."""
    return re.sub(r"(?i)(s)tr(\.|asse)?$", r"\1traße", street.strip())


def _name(text: str) -> str:
    match = NUMBERED.match(text)
    return spelled(match["street"] if match else text)


def _of_streets(rows: QuerySet, column: str, keys: list[str]) -> QuerySet:
    return rows.annotate(key=Upper(column)).filter(key__in=keys)


def _middle() -> Transform:
    return Transform(Centroid(Collect("geom")), srid.WEB)


def _found(name: str, detail: str, place: Any, asked: str) -> Found:
    begins = name.casefold().startswith(asked.casefold())
    return Found("street", "", name, detail, place.x, place.y, 1 if begins else 2)


def _segments(number: int) -> str:
    words = ngettext("%(number)d route segment", "%(number)d route segments", number)
    return words % {"number": number}


def _streets(name: str, limit: int) -> list[str]:
    """Names of streets in capitals: those that begin so, then those that contain it."""
    names = _read(STREETS_THAT_BEGIN, name, limit)
    if len(names) < limit and len(name) >= SHORTEST_PART:
        names += [key for key in _read(STREETS_THAT_CONTAIN, name, limit) if key not in names]
    return names


def _read(statement: str, name: str, limit: int) -> list[str]:
    literal = re.sub(r"([\\%_])", r"\\\1", name)
    asked = {"begins": f"{literal}%", "contains": f"%{literal}%", "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return [key for (key,) in cursor.fetchall()]
