"""Notices to the regulator and publications of works come into one table and back as they were."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

pytestmark = pytest.mark.django_db

_APART, _TOGETHER = "0039_grounds_of_consents", "0040_fulfilled_duties"
_NOTICES = "SELECT request_id, told_on, reference, recorded_at FROM reservations_regulatornotice"
_PUBLISHED = (
    "SELECT request_id, published_on, place, recorded_at FROM reservations_workspublication"
)
_DUTIES = (
    "SELECT request_id, done_on, reference, recorded_at FROM reservations_fulfilledduty"
    " WHERE step = %s"
)
_TOLD = (
    "SELECT reason, count(*) FROM history_change"
    " WHERE table_name = 'reservations_fulfilledduty' GROUP BY 1 ORDER BY 1"
)


def read(statement: str, *given: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(statement, given)
        return sorted(cursor.fetchall())


def migrate(to: str) -> None:
    MigrationExecutor(connection).migrate([("reservations", to)])


def test_what_was_noted_stays_on_the_way_there_and_back(city: None) -> None:
    """In the transaction of the test, which takes all of it back."""
    told, published = read(_DUTIES, "notification"), read(_DUTIES, "publication")
    assert told and published
    migrate(_APART)
    assert (read(_NOTICES), read(_PUBLISHED)) == (told, published)
    migrate(_TOGETHER)
    assert (read(_DUTIES, "notification"), read(_DUTIES, "publication")) == (told, published)
    assert ("Notices and publications are kept together", len(told + published)) in read(_TOLD)
