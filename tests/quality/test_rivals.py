"""Checks beside edits that take their time: nobody waits long, and nothing is forgotten."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from assets.models import Site
from quality.models import CheckQueue
from quality.services import check as checks
from quality.services.queue import check_due, check_saved
from tests.builders import make_site
from tests.quality.test_rules import states

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def meanwhile(statement: str, *values: object) -> Iterator[None]:
    """Another connection runs the statement and keeps its transaction open during the block."""
    begun, over = threading.Event(), threading.Event()

    def hold() -> None:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement, values)
                begun.set()
                over.wait(30)
        finally:
            connection.close()

    thread = threading.Thread(target=hold)
    thread.start()
    assert begun.wait(30)
    try:
        yield
    finally:
        over.set()
        thread.join(30)


def test_an_edit_that_holds_the_object_delays_its_finding_only(monkeypatch) -> None:
    monkeypatch.setattr(checks, "ROW_MS", 50)
    lone = make_site("LONE")
    with meanwhile("SELECT FROM assets_site WHERE id = %s FOR UPDATE", lone.pk):
        assert check_due() == 0
        check_saved()
        assert CheckQueue.objects.exists()
        assert states("site_without_segment", lone) == []
    assert check_due() == 1
    assert states("site_without_segment", lone) == ["open"]


def test_while_another_checks_nobody_else_does(monkeypatch) -> None:
    make_site("LONE")
    with meanwhile("SELECT pg_advisory_xact_lock(hashtext('quality_check'))"):
        assert check_due() == 0
        assert CheckQueue.objects.exists()
    assert check_due() == 1


def test_two_halves_of_a_duplicate_by_two_people_are_found() -> None:
    """Neither transaction sees the other's site; the check afterwards sees both."""
    owner = make_site("X", 90).owner_id
    insert = (
        "INSERT INTO assets_site (public_id, code, owner_id, life_cycle, kind, geom, can_open,"
        " power, accuracy) VALUES (gen_random_uuid(), %s, %s, 'in_service', 'chamber',"
        " ST_SetSRID(ST_MakePoint(370000, 5680000), 25832), true, 'unknown', 'unknown')"
    )
    with meanwhile(insert, "ONE", owner), connection.cursor() as cursor:
        cursor.execute(insert, ["TWO", owner])
        check_due()
        assert not Site.objects.filter(code="ONE").exists()
    while check_due():
        pass
    first, second = Site.objects.filter(code__in=["ONE", "TWO"]).order_by("pk")
    assert (states("site_duplicate", first), states("site_duplicate", second)) == ([], ["open"])


def test_what_is_deleted_while_its_finding_is_written_is_no_fault(monkeypatch) -> None:
    """The check has seen the object, and waits for the deletion to know whether it stays."""
    monkeypatch.setattr(checks, "ROW_MS", 30_000)
    lone, other = make_site("LONE"), make_site("OTHER", 90)
    with ThreadPoolExecutor(1) as elsewhere:
        with meanwhile("DELETE FROM assets_site WHERE id = %s", lone.pk):
            checked = elsewhere.submit(_closing(check_due))
            _wait_until_somebody_waits()
        assert checked.result(30) == 0
    assert CheckQueue.objects.exists()
    while check_due():
        pass
    assert states("site_without_segment", other) == ["open"]


def _closing(work: Callable[[], int]) -> Callable[[], int]:
    def run() -> int:
        try:
            return work()
        finally:
            connection.close()

    return run


def _wait_until_somebody_waits() -> None:
    for _look in range(600):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity"
                " WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    raise AssertionError("Nobody waits.")
