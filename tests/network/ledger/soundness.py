"""What must hold of the whole ledger at any moment, whoever wrote what before."""

from __future__ import annotations

from django.db import connection, transaction

# Two holders on one unit at one time: only where both share, or the one lies under the other.
_DOUBLE = """
    SELECT a.id, b.id FROM network_claimline a JOIN network_claimline b ON a.id < b.id
         AND (a.section_id = b.section_id OR a.strand_id = b.strand_id)
         AND a.period && b.period AND a.holder_id <> b.holder_id AND a.key <> b.key
"""
# Something is taken inside a section (at any depth) that another holder takes exclusively.
_NESTED = """
    SELECT a.id, b.id FROM network_claimline a
    CROSS JOIN LATERAL network_ancestors(ARRAY[a.section_id]) up
    JOIN network_claimline b ON b.section_id = up.ancestor_id AND b.exclusive
         AND b.period && a.period AND b.holder_id <> a.holder_id
    WHERE NOT EXISTS (SELECT FROM network_claimline c WHERE c.section_id = b.section_id
                      AND c.holder_id = a.holder_id AND c.under_id = b.holder_id)
"""
_OVERFULL = """
    SELECT r.section_id FROM network_room_loads(ARRAY(SELECT id FROM assets_ductsection), '(,)') r
    JOIN assets_ductsection s ON s.id = r.section_id JOIN assets_duct d ON d.id = s.duct_id
    WHERE r.claimed AND r.taken > network_room_limit(d.type_id) + 0.001
"""
_LINES = """
    SELECT holder_id, section_id, strand_id, period::text, exclusive, inside, room_mm2, under_id,
           key
    FROM network_claimline ORDER BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
# Sections of stretches that claims in force name, without a line of theirs.
_HOLES = """
    SELECT u.holder_id, b.section_id FROM network_heldunit u
    JOIN network_holder h ON h.id = u.holder_id AND NOT isempty(h.period)
    CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
    WHERE NOT EXISTS (SELECT FROM network_claimline l WHERE l.holder_id = u.holder_id
                      AND l.section_id = b.section_id AND NOT l.inside AND l.period = h.period)
"""
# What a grant opens of ducts, and what the ledger holds for the grant's claim: what only one has.
_OPENED = """
    WITH held AS (
        SELECT l.section_id, c.grant_id FROM network_claimline l
        JOIN reservations_claim c ON c.holder_id = l.holder_id AND c.grant_id IS NOT NULL
        WHERE l.section_id IS NOT NULL AND NOT l.inside
    )
    (SELECT section_id, grant_id FROM held EXCEPT TABLE reservations_openedsection)
    UNION ALL (TABLE reservations_openedsection EXCEPT SELECT section_id, grant_id FROM held)
"""
_DERIVE_ALL = "SELECT network_derive(ARRAY(SELECT id FROM network_holder ORDER BY id))"


def rows(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def assert_sound() -> None:
    """No double booking, nested or not; no room taken twice; no hole; seen as held; derivable."""
    assert rows(_DOUBLE) == []
    assert rows(_NESTED) == []
    assert rows(_OVERFULL) == []
    assert rows(_HOLES) == []
    assert rows(_OPENED) == []
    before = rows(_LINES)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_DERIVE_ALL)
        after = rows(_LINES)
        transaction.set_rollback(True)
    assert after == before
