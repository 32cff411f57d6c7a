"""Check what changed: right after an edit, and soon whatever else wrote."""

from __future__ import annotations

from collections import defaultdict

from django.db import DatabaseError, connection

from quality.rules import CONCEPTS
from quality.services.check import check, checking, in_the_way

MOST = 200
"""Objects taken from the queue at once; a row of it holds up to 500 and is taken as a whole."""

SAVING_MS = 50
SOON_MS = 1
"""How long an edit and the worker wait for another check. What they leave comes next."""

_TAKE = """
DELETE FROM quality_checkqueue WHERE id IN (
    SELECT id FROM (SELECT id, sum(cardinality(ids)) OVER (ORDER BY id) - cardinality(ids) AS before
                    FROM (SELECT id, ids FROM quality_checkqueue ORDER BY id LIMIT %s) next) taken
    WHERE before < %s)
RETURNING kind, ids
"""

# Whom else a change concerns: (kind of what changed, concept concerned, SELECT of ids).
_CONCERNED: tuple[tuple[str, str, str], ...] = (
    ("section", "duct", "SELECT duct_id FROM assets_ductsection WHERE id = ANY (%(ids)s)"),
    (
        "site",
        "site",
        "SELECT t.id FROM assets_site o JOIN assets_site t ON ST_DWithin(t.geom, o.geom, 0.5)"
        " WHERE o.id = ANY (%(ids)s) AND t.id > o.id",
    ),
    (
        "site",
        "segment",
        "SELECT id FROM assets_segment WHERE start_site_id = ANY (%(ids)s)"
        " UNION SELECT id FROM assets_segment WHERE end_site_id = ANY (%(ids)s)",
    ),
    (
        "site",
        "gateway",
        "SELECT w.id FROM assets_site o JOIN assets_site n ON ST_DWithin(n.geom, o.geom, 0.01)"
        " JOIN assets_gateway w ON w.site_id = n.id WHERE o.id = ANY (%(ids)s)",
    ),
    (
        "segment",
        "segment",
        "SELECT t.id FROM assets_segment o"
        " JOIN assets_segment t ON t.geom && ST_Expand(o.geom, 1) WHERE o.id = ANY (%(ids)s)",
    ),
    (
        "segment",
        "cable",
        "SELECT cable_id FROM assets_cablesection WHERE segment_id = ANY (%(ids)s)",
    ),
    # Types are seen from both sides: what lies in a duct, and in what it lies.
    (
        "duct",
        "duct",
        "SELECT u.duct_id FROM assets_ductsection s"
        " JOIN assets_ductsection u ON u.parent_id = s.id OR u.id = s.parent_id"
        " WHERE s.duct_id = ANY (%(ids)s)"
        " UNION SELECT id FROM assets_duct WHERE bundle_id = ANY (%(ids)s)",
    ),
    (
        "duct",
        "cable",
        "SELECT c.cable_id FROM assets_ductsection s"
        " JOIN assets_cablesection c ON c.duct_section_id = s.id WHERE s.duct_id = ANY (%(ids)s)",
    ),
    (
        "cable",
        "duct",
        "SELECT s.duct_id FROM assets_cablesection c"
        " JOIN assets_ductsection s ON s.id = c.duct_section_id WHERE c.cable_id = ANY (%(ids)s)",
    ),
    (
        "gateway",
        "gateway",
        "SELECT w.id FROM assets_gateway o JOIN assets_gateway w ON w.site_id = o.site_id"
        " WHERE o.id = ANY (%(ids)s)",
    ),
)

_NAMED_AS_OTHER = f"""
SELECT {", ".join(f"{concept}_id" for concept in CONCEPTS)} FROM quality_finding
WHERE other_id = ANY (%s) AND state <> 'solved'
"""


def check_due(most: int = MOST, patience_ms: int = SOON_MS) -> int:
    """Check about `most` objects that changed and whom that concerns; how many it were.

    Cheap when nothing is due (one probe). 0 also where another process is checking just now, or an
    edit holds an object for longer than a second: its notes stay.
    """
    if pending() == 0:
        return 0
    try:
        with checking(patience_ms) as allowed:
            return _check_taken(most) if allowed else 0
    except DatabaseError as error:
        if not in_the_way(error):
            raise
        return 0


def _check_taken(most: int) -> int:
    touched = _take(most)
    concerned = _with_concerned(touched)
    for concept in CONCEPTS:
        if concerned[concept]:
            check(concept, sorted(concerned[concept]))
    return sum(map(len, touched.values()))


def check_saved() -> None:
    """Right after an edit: what it changed; what is left comes soon."""
    check_due(patience_ms=SAVING_MS)


def pending() -> int:
    """How many notes of changed objects wait, counted up to 1,000."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM (SELECT FROM quality_checkqueue LIMIT 1000) q")
        return cursor.fetchone()[0]


def _take(most: int) -> dict[str, set[int]]:
    touched: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [most, most])
        for kind, ids in cursor.fetchall():
            touched[kind].update(ids)
    return touched


def _with_concerned(touched: dict[str, set[int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = defaultdict(set, {kind: set(ids) for kind, ids in touched.items()})
    with connection.cursor() as cursor:
        for kind, concept, select in _CONCERNED:
            if touched.get(kind):
                cursor.execute(select, {"ids": list(touched[kind])})
                found[concept].update(pk for (pk,) in cursor.fetchall())
        every = [pk for ids in touched.values() for pk in ids]
        cursor.execute(_NAMED_AS_OTHER, [every])
        for row in cursor.fetchall():
            for concept, pk in zip(CONCEPTS, row, strict=True):
                found[concept] |= {pk} - {None}
    return found
