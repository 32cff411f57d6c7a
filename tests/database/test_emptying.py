"""What a test has committed is gone before the next; what migrations wrote is still there."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.test import TransactionTestCase

from network.topology.current import current_topology
from tests.api.snapshot import snapshot
from tests.reservations.conftest import make_scene


def test_every_row_of_a_test_is_taken_back(transactional_db: None) -> None:
    empty, permissions = snapshot(), Permission.objects.count()
    with transaction.atomic():
        make_scene()
    assert snapshot() != empty
    TransactionTestCase()._fixture_teardown()
    assert snapshot() == empty
    assert Permission.objects.count() == permissions > 0


def test_the_picture_of_a_process_forgets_it_as_well(transactional_db: None) -> None:
    with transaction.atomic():
        make_scene()
    assert current_topology().groups
    TransactionTestCase()._fixture_teardown()
    assert not current_topology().groups


def test_no_table_is_planned_as_empty_afterwards(transactional_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE assets_duct")
        TransactionTestCase()._fixture_teardown()
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'assets_duct'::regclass")
        assert cursor.fetchone() == (-1,)
