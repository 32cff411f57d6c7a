"""Each trigger that keeps something out is attacked, and without it the attack would succeed."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from tests.database.catalogue import triggers
from tests.database.trigger_attacks import ATTACKS
from tests.refused import refused_by

pytestmark = pytest.mark.django_db

FILLING_IN = {
    "accounts_grant_opens",
    "assets_count_version",
    "assets_grants_changed",
    "assets_openings_changed",
    "assets_section_is_as_live_as_its_duct",
    "assets_sections_follow_life_cycle",
    "assets_strands_follow",
    "assets_touch",
    "network_note_lines",
    "network_queue_capacity",
    "network_queue_capacity_of_ducts",
    "network_queue_generalisation",
    "quality_count_version",
    "quality_forget",
    "quality_note",
    "reservations_close_along_lines",
    "reservations_log_step",
    "reservations_open_along_lines",
    "reservations_open_of_claim",
}
"""They write what follows from the change and refuse nothing."""

DERIVING = {
    "network_note",
    "network_note_cable_types",
    "network_note_changed_holders",
    "network_note_duct_types",
    "network_note_gone_holders",
    "network_note_holders",
    "network_note_segment_ends",
}
"""They have the ledger derived anew; tests/network/ledger compares it with one made afresh."""


def run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(sql)
        assert cursor.rowcount or "pending" in sql
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@pytest.mark.parametrize(("table", "trigger"), sorted(ATTACKS))
def test_it_is_this_trigger_that_keeps_the_attack_out(city: None, table: str, trigger: str) -> None:
    attack, rule = ATTACKS[table, trigger]
    with refused_by(rule):
        run(attack)
    with transaction.atomic():
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        run(attack)
        transaction.set_rollback(True)


def test_no_table_of_the_ledger_is_emptied_alone(city: None) -> None:
    tables = [one.table for one in triggers() if one.name == "emptied_only_together"]
    assert len(tables) == 12
    for table in tables:
        with refused_by("emptied_only_together"), transaction.atomic():
            for other in tables:
                if other != table:
                    run(f"ALTER TABLE {other} DISABLE TRIGGER emptied_only_together")
            run(f"TRUNCATE {table} CASCADE")


def test_no_trigger_is_left_out() -> None:
    tried = {
        (one.table, one.name) for one in triggers() if one.function not in FILLING_IN | DERIVING
    }
    assert tried - set(ATTACKS) == {
        (table, name) for table, name in tried if name == "emptied_only_together"
    }
    assert set(ATTACKS) <= tried
