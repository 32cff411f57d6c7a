"""The history of an object includes its parts, and is told in the reader's words."""

import pytest
from django.db import connection
from django.utils import translation

from assets.services import duct, site
from assets.services import gateway as gateways
from history.describe import described
from history.models import Change, Operation
from history.queries import changes_of
from tests.builders import make_duct, make_gateway, make_line_network, make_user, place

pytestmark = pytest.mark.django_db


def test_a_cut_is_in_the_history_of_both_pieces() -> None:
    """A--B--C: the section behind the cut left one piece and came to the other."""
    network = make_line_network("A-B-C")
    pipe = make_duct(network, "A-B-C")
    moved = pipe.sections.order_by("rank").last()
    old, new = duct.cut(duct=pipe, site=network["B"], by=make_user("editor"), reason="Abzweig")
    for piece in (old, new):
        changes = changes_of(piece, "sections").filter(reason="Abzweig")
        assert {(c.table_name, c.object_id) for c in changes} >= {
            ("assets_duct", piece.pk),
            ("assets_ductsection", moved.pk),
        }
    assert list(changes_of(new)) == sorted(changes_of(new), key=lambda change: -change.pk)


def test_parts_that_are_gone_are_found_where_the_object_changed_with_them() -> None:
    gateway = make_gateway(make_line_network("A-B")["A"])
    editor = make_user("editor")
    gateways.change(gateway=gateway, by=editor, name="Dach", antennas=[{"height_m": 20}])
    gateways.change(gateway=gateway, by=editor, name="Mast", antennas=[{"height_m": 30}])
    heights = [
        change.after["height_m"]
        for change in changes_of(gateway, "antennas")
        if change.table_name == "assets_antenna" and change.operation == "I"
    ]
    assert heights == [30, 20]


def test_changes_are_told_in_words() -> None:
    network = make_line_network("A-B")
    editor = make_user("editor", full_name="Emil Höhne")
    site.change(
        site=network["A"], by=editor, kind="pop", geom=place(1.5), can_open=False, reason="Umbau"
    )
    with translation.override("en"):
        change = described(changes_of(network["A"]))[0]
        words = {str(one.name): (one.before, one.after) for one in change.fields}
    assert (change.change.actor_label, change.change.reason) == ("Emil Höhne", "Umbau")
    assert words["kind"] == ("chamber", "point of presence")
    assert words["can be opened"] == ("yes", "no")
    assert words["place"] == ("370,000.00 / 5,680,000.00", "370,001.50 / 5,680,000.00")
    assert "version" not in words


@pytest.mark.parametrize(
    ("language", "before", "after"), [("de", "0,35", "1.234,50"), ("en", "0.35", "1,234.50")]
)
def test_prices_are_told_with_all_their_decimals_in_the_language_of_the_reader(
    language, before, after
) -> None:
    raised = Change(
        table_name="reservations_tariff",
        operation=Operation.UPDATE,
        before={"one_off": 0.35},
        after={"one_off": 1234.5},
    )
    with translation.override(language):
        ((_name, was, now),) = (
            (one.name, one.before, one.after) for one in described([raised])[0].fields
        )
    assert (was, now) == (before, after)


def test_tables_and_rows_that_are_gone_are_told_by_number() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE assets_former (id bigint, owner_id bigint, name text)")
        cursor.execute("SELECT history_track('assets_former')")
        cursor.execute("INSERT INTO assets_former VALUES (7, 3, 'x')")
        cursor.execute("DELETE FROM assets_former")
        cursor.execute("DROP TABLE assets_former")
    change = described(Change.objects.filter(table_name="assets_former", operation="D"))[0]
    assert change.concept == "assets_former"
    assert {(one.name, one.before) for one in change.fields} == {("owner_id", "3"), ("name", "x")}
