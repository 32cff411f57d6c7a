"""Tables of layers: the rows of the map, chosen columns, any order, page by page, no leak."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from assets.models import Segment
from gis import tables
from tests.api.ground import EVERYBODY, Ground
from tests.builders import make_line_network, make_organisation, make_site, make_user

pytestmark = pytest.mark.django_db

LAYERS = ("segments", "sites", "cables", "ducts", "gateways")


def opened(user: Any, address: str) -> Any:
    client = Client(headers={"accept-language": "en"})
    if user is not None:
        client.force_login(user)
    return client.get(address)


def cells(user: Any, address: str) -> list[list[str]]:
    answer = opened(user, address)
    assert answer.status_code == 200, answer.content.decode()[-600:]
    return [[text for text, _number in row] for _id, row in answer.context["page"].rows]


def all_columns(layer: str, user: Any) -> str:
    names = [one.name for one in tables.find(layer).offered(user)]
    return "&".join(f"columns={name}" for name in names)


@pytest.fixture
def network() -> Any:
    network = make_line_network("A-B-C-D")
    for number, segment in enumerate(("A-B", "B-C", "C-D")):
        facts = {"kind": ("drilled", "open_cut", "drilled")[number], "built_year": 2000 + number}
        Segment.objects.filter(pk=network[segment].pk).update(**facts)
    Segment.objects.filter(pk=network["B-C"].pk).update(built_year=None)
    return network


@pytest.fixture
def viewer() -> User:
    return make_user("viewer")


def test_each_layer_has_a_table_whose_every_column_can_be_shown_and_sorted() -> None:
    ground = Ground()
    viewer = ground.user("viewer")
    for layer in LAYERS:
        chosen = all_columns(layer, viewer)
        rows = cells(viewer, f"/tables/{layer}/?{chosen}")
        assert rows, layer
        for column in tables.find(layer).offered(viewer):
            for sign in ("", "-"):
                sorted_rows = cells(viewer, f"/tables/{layer}/?{chosen}&sort={sign}{column.name}")
                assert sorted(sorted_rows) == sorted(rows), (layer, column.name)


def test_filters_are_those_of_the_map(network, viewer) -> None:
    rows = cells(viewer, "/tables/segments/?kind=drilled&columns=code&columns=kind")
    assert rows == [["A-B", "drilled"], ["C-D", "drilled"]]
    page = opened(viewer, "/tables/segments/?kind=drilled").content.decode()
    assert "/?t=filter&amp;layer=segments&amp;kind=drilled" in page


@pytest.mark.parametrize(
    ("sort", "codes"),
    [
        ("", ["A-B", "B-C", "C-D"]),
        ("-code", ["C-D", "B-C", "A-B"]),
        ("built_year", ["A-B", "C-D", "B-C"]),
        ("-built_year", ["C-D", "A-B", "B-C"]),
    ],
)
def test_order_and_pages(network, viewer, monkeypatch, sort, codes) -> None:
    """What is unknown comes last, and every row once, whatever the size of a page."""
    monkeypatch.setattr("gis.table_page.PAGE", 1)
    seen: list[str] = []
    address = f"/tables/segments/?columns=code&sort={sort}"
    while True:
        page = opened(viewer, address).context["page"]
        seen += [row[0][0] for _id, row in page.rows]
        if not page.following:
            break
        address = f"/tables/segments/?columns=code&sort={sort}&after={page.following}"
    assert seen == codes


def page_by_page(viewer, address: str) -> list[str]:
    """The first column of all pages."""
    shown, after = [], ""
    while True:
        page = opened(viewer, address + after).context["page"]
        shown += [row[0][0] for _id, row in page.rows]
        if not page.following:
            return shown
        after = f"&after={page.following}"


@pytest.mark.parametrize("sign", ["", "-"])
def test_names_are_in_the_order_of_a_dictionary(viewer, monkeypatch, sign) -> None:
    """Ö beside o and capitals beside small letters, not behind Z; also from page to page."""
    monkeypatch.setattr("gis.table_page.PAGE", 2)
    names = ["apfel", "Äpfel", "Birne", "oben", "Öl", "Zoo"]
    for at, name in enumerate(reversed(names)):
        make_site(f"S-{at}", 40 * at, name=name)
    shown = page_by_page(viewer, f"/tables/sites/?columns=name&sort={sign}name")
    assert shown == (names if sign == "" else names[::-1])


@pytest.mark.parametrize(
    ("language", "kinds"),
    [
        ("de", ["Gebäude", "Handschacht", "Schacht", "Stütze"]),
        ("en", ["building", "chamber", "handhole", "pole"]),
    ],
)
@pytest.mark.parametrize("sign", ["", "-"])
def test_choices_are_in_the_order_of_their_words(
    viewer, monkeypatch, sign, language, kinds
) -> None:
    monkeypatch.setattr("gis.table_page.PAGE", 2)
    for at, kind in enumerate(["pole", "chamber", "handhole", "building"]):
        make_site(f"S-{at}", 40 * at, kind=kind)
    shown = page_by_page(viewer, f"/tables/sites/?columns=kind&sort={sign}kind&lang={language}")
    assert shown == (kinds if sign == "" else kinds[::-1])


def test_many_rows_are_sorted_by_code_only(network, viewer, monkeypatch) -> None:
    monkeypatch.setattr("gis.tables.SORTED_FREELY", 2)
    answer = opened(viewer, "/tables/segments/?sort=built_year")
    assert answer.status_code == 400
    assert "More than 2 rows are shown by code only" in answer.content.decode()
    assert len(cells(viewer, "/tables/segments/")) == 3
    assert len(cells(viewer, "/tables/segments/?kind=drilled&sort=built_year")) == 2


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("columns=secret", "There is no column “secret”"),
        ("sort=secret", "There is no column “secret”"),
        ("kind=nonsense", "nonsense"),
        ("colour=red", "cannot be filtered by “colour”"),
        ("after=forged", "does not belong to this list"),
        ("in_box=1,2", "Numbers separated by commas"),
    ],
)
def test_what_cannot_be_meant_is_said(network, viewer, query, words) -> None:
    answer = opened(viewer, f"/tables/segments/?{query}")
    assert answer.status_code == 400
    assert words in answer.content.decode()


def test_there_is_no_other_table_and_none_without_a_login(viewer) -> None:
    assert opened(viewer, "/tables/people/").status_code == 404
    assert opened(viewer, "/tables/").url == "/tables/segments/"
    assert opened(None, "/tables/segments/").status_code == 302


SEEN = {
    "segments": {"north": {"A-B"}, "south": set(), "contractor_editor": {"A-B", "B-C", "B-D"}},
    "sites": {"north": {"A", "B"}, "south": set(), "contractor_editor": {"A", "B"}},
    "ducts": {"north": {"RV.01"}, "south": set()},
    "cables": {"north": set(), "south": set(), "contractor_editor": {"KABEL"}},
    "gateways": {"north": set(), "south": set(), "contractor_editor": set()},
}
SECRETS = {
    "north": {"Süd", "Projekt-X", "RV.02", "KABEL", "GW-1", "Stadt"},
    "south": {"Nord", "Stadt", "Projekt-X", "RV", "KABEL", "GW-1"},
    "contractor_editor": {"Projekt-X"},
}
"""Words that may be in no cell of any column."""


@pytest.mark.parametrize("who", [one for one in EVERYBODY if one != "nobody"])
def test_nobody_sees_more_than_elsewhere(who) -> None:
    ground = Ground()
    user = ground.user(who)
    for layer in LAYERS:
        rows = cells(user, f"/tables/{layer}/?{all_columns(layer, user)}")
        everything = {row[0] for row in cells(ground.user("viewer"), f"/tables/{layer}/")}
        expected = SEEN[layer].get(who.replace("partner_administrator", "north"))
        if layer == "ducts" and who == "contractor_editor":
            expected = {"RV", "RV.01", "RV.02", "RV.03"}
        if who == "partner_administrator":
            expected = SEEN[layer]["north"]
        assert {row[0] for row in rows} == (everything if expected is None else expected), layer
        found = {cell for row in rows for cell in row}
        assert not found & SECRETS.get(who.replace("partner_administrator", "north"), set()), layer


def test_columns_that_are_not_offered_are_refused(network) -> None:
    partner = make_user("partner")
    assert opened(partner, "/tables/segments/?columns=remarks").status_code == 400
    assert opened(partner, "/tables/gateways/?sort=landlord").status_code == 400


def test_the_number_of_statements_does_not_grow(network, viewer) -> None:
    address = f"/tables/sites/?{all_columns('sites', viewer)}"
    cells(viewer, address)
    with CaptureQueriesContext(connection) as few:
        cells(viewer, address)
    owner = make_organisation("andere")
    for number in range(30):
        make_site(f"S-{number}", 500 + number * 5, owner=owner)
    with CaptureQueriesContext(connection) as many:
        assert len(cells(viewer, address)) == 34
    assert len(many) == len(few)
