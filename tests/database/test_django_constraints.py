"""What Django declares for us (keys, references, required columns, positive numbers) holds against
raw SQL as well: each is attacked in a row of the demo city, none is left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from django.db import DatabaseError, connection, transaction

from tests.database.catalogue import Constraint, constraints, required_columns
from tests.database.message_attacks import HIDING as MESSAGES

pytestmark = pytest.mark.django_db

ALWAYS_GENERATED = "428C9"
REQUIRED = "23502"
EARLIER = {
    "id_fixed",
    "history_append_only",
    "cable_fibre_count_fixed",
    "pending_work_is_done",
    ALWAYS_GENERATED,
    "kept",
}
"""What speaks earlier, whatever the new value is."""


HIDING = {
    # Looks for the duct before the reference to it is checked.
    "assets_ductsection": "duct_section_live",
    # These keep rows as they are, or put them right.
    "reservations_accessrequest": "case_steps case_keeps_its_order",
    "reservations_caseevent": "case_log_is_recorded",
    "reservations_deadline": "deadline_follows_its_clock",
    "reservations_dispute": "dispute_stands",
    "reservations_decision": "decision_stands decision_prepared_stands"
    " decision_signed_by_its_desk decision_priced",
    "reservations_checkeditem": "checked_item_on_the_list",
    "reservations_offer": "offer_stands",
    "reservations_offerline": "offer_line_stands",
    "reservations_asbuiltreport": "as_built_stands",
    "reservations_asbuiltline": "as_built_line_stands",
    "reservations_deemedconsent": "deemed_consent_stands",
    "reservations_periodextension": "extension_stands",
    "reservations_fulfilledduty": "fulfilled_duty_stands",
    "reservations_letter": "letter_is_kept",
    "reservations_exemption": "exemption_names_one_object",
    "assets_segment": "exempt_segment_stays_protected",
    "accounts_look": "look_is_recorded",
    "citygis_storedfile": "stored_file_fixed",
    **MESSAGES,
    # Let nobody but the derivation write at all.
    "reservations_openedsection": "opened_section_is_derived",
    "network_holder": "holder_follows_its_object_u",
}
"""Triggers behind which a constraint could be missing without anybody noticing."""


@pytest.fixture
def open_city(city: None) -> Iterator[None]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL trassenbuch.deriving = 'on'")
        for table, triggers in HIDING.items():
            for trigger in triggers.split():
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        yield
        transaction.set_rollback(True)


def attacked(table: str, columns: Sequence[str], value: str, given: str = "true") -> str:
    """Which rule refuses that value in one row; "kept" where a trigger puts the right one in."""
    names = [f'"{name}"' for name in columns]
    change = ", ".join(f"{name} = {value.format(name)}" for name in names)
    row = f"ctid = (SELECT max(ctid) FROM {table} WHERE {given})"
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {table} SET {change} WHERE {row}"
                f" RETURNING {names[0]} IS DISTINCT FROM {value.format(names[0])}"
            )
            answer = cursor.fetchone()
            transaction.set_rollback(True)
    except DatabaseError as error:
        return error.__cause__.diag.constraint_name or error.__cause__.pgcode
    return "no row" if answer is None else "kept" if answer[0] else "passed"


def guards(constraint: Constraint) -> set[str]:
    """The rules that concern its columns: the first that looks may speak for the others."""
    columns = set(constraint.columns)
    return EARLIER | {
        one.name
        for one in constraints()
        if (one.table == constraint.table and columns & set(one.columns))
        or (one.refers_to == constraint.table and one.kind == "f")
    }


def attack(constraint: Constraint) -> str:
    """A number or id that is none and names nobody; for keys what another row has."""
    table, columns = constraint.table, constraint.columns
    if constraint.kind in "cf":
        nobody = "gen_random_uuid()" if constraint.refers_to == "citygis_storedfile" else "-1"
        return attacked(table, columns, nobody)
    given = " AND ".join(f'"{name}" IS NOT NULL' for name in columns)
    other = f"(SELECT {{}} FROM {table} WHERE {given} ORDER BY ctid LIMIT 1)"
    return attacked(table, columns, other, given)


def test_each_constraint_holds(open_city: None) -> None:
    made = [one for one in constraints() if one.made_by_django]
    assert len(made) > 150
    outcomes = {one: attack(one) for one in made}
    fallen = [f"{one.name}: {said}" for one, said in outcomes.items() if said not in guards(one)]
    assert fallen == []


def test_each_required_column_is_required(open_city: None) -> None:
    outcomes = {
        f"{table}.{column}": attacked(table, [column], "NULL")
        for table, column in required_columns()
    }
    expected = {REQUIRED, *EARLIER}
    assert [f"{name}: {said}" for name, said in outcomes.items() if said not in expected] == []


def test_a_missing_rule_would_be_noticed(open_city: None) -> None:
    key = next(one for one in constraints() if one.name == "assets_site_code_key")
    assert attack(key) == "assets_site_code_key"
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE assets_site DROP CONSTRAINT assets_site_code_key")
    assert attack(key) == "passed"
