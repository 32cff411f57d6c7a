"""Every reference to a unit of the plant says what it means, and the check notices a silent one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assets.checks import check_dependences, label_of, references_to_units
from assets.hooks import registry
from assets.services import duct, segment
from tests.builders import make_bundle, make_line_network, place


def test_all_references_are_declared_and_none_besides() -> None:
    assert check_dependences(None) == []
    assert {label_of(field) for field in references_to_units()} == set(registry.dependences)


def test_an_undeclared_reference_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(registry.dependences, "network.Damage.section")
    (error,) = check_dependences(None)
    assert error.id == "assets.E001" and "network.Damage.section" in error.msg


@pytest.mark.django_db
def test_ducts_are_locked_in_order_before_their_sections_are_written(editor) -> None:
    network = make_line_network("A-B-C")
    bundle = make_bundle(network, "A-B-C")
    for act in (
        lambda: duct.cut(duct=bundle, site=network["B"], by=editor, with_tubes=True),
        lambda: segment.split(
            segment=network["A-B"], at=place(40), new_site={"code": "x", "kind": "pole"}, by=editor
        ),
    ):
        with CaptureQueriesContext(connection) as queries:
            act()
        said = [query["sql"] for query in queries]
        locks = [
            i for i, sql in enumerate(said) if 'FROM "assets_duct"' in sql and "FOR NO KEY" in sql
        ]
        writes = [
            i
            for i, sql in enumerate(said)
            if "assets_ductsection" in sql and ("INSERT INTO" in sql or sql.startswith("UPDATE"))
        ]
        assert 'ORDER BY "assets_duct"."id"' in said[locks[0]]
        assert locks[0] < writes[0]


@pytest.mark.django_db
def test_a_split_takes_as_many_queries_for_a_full_segment_as_for_an_empty_one(editor) -> None:
    network = make_line_network("A-B-C")
    make_bundle(network, "B-C", tubes=12)
    counts = []
    for number, name in enumerate(("A-B", "B-C")):
        middle = network[name].geom.interpolate_normalized(0.5)
        middle.srid = network[name].geom.srid
        with CaptureQueriesContext(connection) as queries:
            segment.split(
                segment=network[name],
                at=middle,
                new_site={"code": f"x{number}", "kind": "pole"},
                by=editor,
            )
        counts.append(len(queries))
    assert counts[0] == counts[1]
