"""Two transactions by raw SQL, each right by itself, cannot together break a rule.

The first has written and not committed when the second writes and wants to commit.
"""

from __future__ import annotations

import threading
import time

import pytest
from django.db import DatabaseError, connection, transaction

from tests.builders import (
    make_bundle,
    make_cable,
    make_duct,
    make_fill_policies,
    make_line_network,
    make_organisation,
    make_site,
)
from tests.network.ledger.soundness import assert_sound, rows

pytestmark = pytest.mark.django_db(transaction=True)

LONGEST_S = 30

_SEGMENT = """
    INSERT INTO assets_segment (code, start_site_id, end_site_id, owner_id, kind, surface,
                                accuracy, funding, public_id, geom, life_cycle)
    SELECT 'X', z.id, a.id, a.owner_id, s.kind, s.surface, s.accuracy, s.funding,
           gen_random_uuid(), ST_MakeLine(z.geom, a.geom), s.life_cycle
    FROM assets_site z, assets_site a, assets_segment s
    WHERE z.code = 'Z' AND a.code = 'A' AND s.code = 'A-B'
"""
_MOVE = "UPDATE assets_site SET geom = ST_Translate(geom, 0, 7) WHERE code = 'Z'"
_TURN = """
    UPDATE assets_segment SET geom = ST_Reverse(geom), start_site_id = end_site_id,
                              end_site_id = start_site_id WHERE code = 'D-E'
"""
_LAY = """
    WITH longer AS (UPDATE assets_duct d SET end_site_id = e.id FROM assets_site e
                    WHERE d.code = 'LONG' AND e.code = 'E' RETURNING d.id)
    INSERT INTO assets_ductsection (duct_id, segment_id, rank, reversed, level)
    SELECT longer.id, s.id, 2, false, 0 FROM longer, assets_segment s WHERE s.code = 'D-E'
"""
_HOLD = """
    WITH h AS (INSERT INTO network_holder (kind, organisation_id, effect, period)
               SELECT 'claim', id, 'reserved', '[2027-01-01,2028-01-01)'
               FROM accounts_organisation WHERE code = '{by}' RETURNING id)
    INSERT INTO network_heldunit
        (holder_id, duct_id, from_site_id, to_site_id, cable_outer_mm, strand_id) SELECT h.id,
"""
_STRETCH = (
    _HOLD + " d.id, d.start_site_id, d.end_site_id, {mm}, NULL FROM h, assets_duct d"
    " WHERE d.code = '{duct}'"
)
_STRAND = _HOLD + " NULL, NULL, NULL, NULL, s.id FROM h, assets_strand s WHERE s.number = 1"
_POSITION = """
    UPDATE assets_ductsection SET position = 9
    WHERE duct_id = (SELECT id FROM assets_duct WHERE code = 'RV.0{number}')
"""
_PULL = """
    UPDATE assets_cablesection c SET laying = 'duct', duct_section_id = s.id
    FROM assets_ductsection s JOIN assets_duct d ON d.id = s.duct_id
    WHERE d.code = 'RV.01' AND s.segment_id = c.segment_id
"""


def stretch(duct: str, by: str, mm: str = "NULL") -> str:
    return _STRETCH.format(duct=duct, by=by, mm=mm)


RULES = {
    "segment_ends_on_sites",
    "duct_path_contiguous",
    "duct_section_position_once",
    "section_not_booked_twice",
    "strand_not_booked_twice",
    "claimed_room_within_limit",
    "40P01",  # a deadlock: one of the two is taken back
}
PAIRS = {
    "segment_ends_on_sites": (_MOVE, _SEGMENT),
    "duct_path_contiguous": (_TURN, _LAY),
    "duct_section_position_once": (_POSITION.format(number=1), _POSITION.format(number=2)),
    "bundle and tube": (stretch("RV", "nord"), stretch("RV.01", "sued")),
    "the same tube": (stretch("RV.01", "nord"), stretch("RV.01", "sued")),
    "room": (stretch("KSR", "nord", "25"), stretch("KSR", "sued", "25")),
    "room and whole": (stretch("KSR", "nord", "5"), stretch("KSR", "sued")),
    "tube and cable": (stretch("RV.01", "nord"), _PULL),
    "bundle and cable": (stretch("RV", "nord"), _PULL),
    "strand": (_STRAND.format(by="nord"), _STRAND.format(by="sued")),
}


@pytest.fixture
def plant(transactional_db: None) -> None:
    """A--B with a bundle, a pipe and a buried cable; F--D--E with a duct up to D; Z alone."""
    with transaction.atomic():
        make_fill_policies()
        for code in ("nord", "sued"):
            make_organisation(code, "carrier")
        network = make_line_network("A-B, F-D-E")
        make_site("Z", 500, 500)
        make_bundle(network, "A-B", tubes=2)
        make_duct(network, "A-B", code="KSR")
        make_cable(network, "A-B", code="K")
        make_duct(network, "F-D", code="LONG")


class Rival(threading.Thread):
    """Writes and commits on a connection of its own; `lost` is why it could not."""

    def __init__(self, sql: str) -> None:
        super().__init__(daemon=True)
        self._sql, self._process, self.lost = sql, 0, ""

    def run(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self._process = cursor.fetchone()[0]
        self.lost = lost(self._sql)
        connection.close()

    def goes_as_far_as_it_can(self) -> None:
        """Until it is through, or waits for the other transaction."""
        self.start()
        end = time.monotonic() + LONGEST_S
        while self.is_alive() and not self._waits():
            assert time.monotonic() < end
            time.sleep(0.01)

    def _waits(self) -> bool:
        return bool(rows(f"SELECT cardinality(pg_blocking_pids({self._process}))")[0][0])


def lost(sql: str, rival: Rival | None = None) -> str:
    """Why the transaction was refused; nothing if it was not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            assert cursor.rowcount
            if rival:
                rival.goes_as_far_as_it_can()
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name or error.__cause__.pgcode
    return ""


@pytest.mark.parametrize("turned", [False, True], ids=["as named", "turned"])
@pytest.mark.parametrize("pair", sorted(PAIRS))
def test_exactly_one_of_two_rivals_wins(plant: None, pair: str, turned: bool) -> None:
    first, second = reversed(PAIRS[pair]) if turned else PAIRS[pair]
    rival = Rival(second)
    outcomes = [lost(first, rival)]
    rival.join(LONGEST_S)
    outcomes.append(rival.lost)
    assert outcomes.count("") == 1, outcomes
    assert set(outcomes) - {""} <= RULES
    assert rows("SELECT assets_segment_end_faults(ARRAY(SELECT id FROM assets_segment))") == []
    assert rows("SELECT assets_duct_path_faults(ARRAY(SELECT id FROM assets_duct))") == []
    assert_sound()
