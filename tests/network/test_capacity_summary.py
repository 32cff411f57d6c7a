"""The summary of free tubes that maps show follows the ledger, also under many readers."""

from __future__ import annotations

import datetime as dt
import threading
import time

import pytest
from django.db import connection, transaction
from psycopg2.extras import DateRange

from network.models import SegmentCapacity
from network.services.capacity_summary import refresh_all, refresh_due
from tests.builders import make_duct, make_line_network, make_organisation
from tests.network.ledger.claims import claim

ALWAYS = DateRange(dt.date(2020, 1, 1), dt.date(2090, 1, 1))
LONGEST_S = 30


def free_tubes() -> dict[str, int]:
    return dict(SegmentCapacity.objects.values_list("segment__code", "tubes_free"))


class Reader(threading.Thread):
    """Somebody who opens the map: refreshes what is due, on a connection of their own."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.process = 0
        self.start()
        self.until(lambda: self.process)

    def run(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.process = cursor.fetchone()[0]
        refresh_due()
        connection.close()

    def goes_as_far_as_it_can(self) -> None:
        """It is through, or waits for somebody."""
        self.until(lambda: not self.is_alive() or _waits(self.process))

    def until(self, condition) -> None:
        end = time.monotonic() + LONGEST_S
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.01)


def _waits(process: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(pg_blocking_pids(%s)) > 0", [process])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_of_two_refreshes_the_one_that_looked_later_is_kept() -> None:
    """The first reader has looked at A-B and B-C and is held up at A-B while somebody reserves in
    B-C and a second reader refreshes that.
    """
    with transaction.atomic():
        network = make_line_network("A-B-C")
        early, late = make_duct(network, "A-B"), make_duct(network, "B-C")
        carrier = make_organisation("nord", "carrier")
    refresh_all()
    assert free_tubes() == {"A-B": 1, "B-C": 1}
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO network_capacityqueue (segment_id) SELECT id FROM assets_segment"
        )

    with transaction.atomic():
        SegmentCapacity.objects.select_for_update().get(segment__code="A-B")
        first = Reader()
        first.goes_as_far_as_it_can()
        assert first.is_alive()
        other = threading.Thread(
            target=_reserve, args=(carrier, late, network["B"], network["C"]), daemon=True
        )
        other.start()
        other.join(LONGEST_S)
        second = Reader()
        second.goes_as_far_as_it_can()
    for reader in (first, second):
        reader.join(LONGEST_S)
    assert free_tubes() == {"A-B": 1, "B-C": 0}
    assert early.pk


def _reserve(*facts) -> None:
    claim(*facts, period=ALWAYS)
    connection.close()
