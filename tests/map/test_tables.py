"""Tables and exports as staff use them: filter, columns, order, to the map, save as a file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from gis.models import Export
from tests.builders import make_user, place
from tests.map.test_accessibility import DARK, DESK, PHONE, faults


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_FOLDER = tmp_path / "exports"


def test_from_the_map_to_a_sorted_table_and_back(network, page_of):
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/?lang=de")
    page.get_by_role("button", name="Überspringen").click()
    page.get_by_text("Seiten", exact=True).click()
    page.get_by_role("link", name="Tabellen").click()
    expect(page.get_by_role("row")).to_have_count(3)

    page.locator("summary", has_text="Spalten").click()
    page.get_by_role("checkbox", name="Oberfläche").check()
    page.locator("details[open] button[type=submit]").click()
    expect(page.get_by_role("columnheader", name="Oberfläche")).to_be_visible()

    page.get_by_role("columnheader", name="Kennzeichen").get_by_role("link").click()
    expect(page.get_by_role("row").nth(1)).to_contain_text("B-C")
    expect(page.get_by_role("columnheader", name="Oberfläche")).to_be_visible()

    page.locator(".filters > summary").first.click()
    page.locator("summary", has_text="Weitere Filter").click()
    page.get_by_label("Kennzeichen beginnt mit").fill("A-")
    page.locator("details.filters[open] button[type=submit]").first.click()
    expect(page.get_by_role("row")).to_have_count(2)
    page.get_by_role("link", name="Auf der Karte zeigen: A-B").click()
    expect(page.locator("#panel-body h2")).to_have_text("A-B")


def test_the_filtered_table_on_the_map(network, page_of):
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/tables/segments/?lang=de&code_starts_with=B")
    page.get_by_role("link", name="Dasselbe auf der Karte").click()
    expect(page.locator("#panel-tool .listing__count")).to_contain_text("1 gefunden")


def test_what_the_map_lists_as_a_table(network, page_of):
    """Whoever filtered on the map and wants a file need not choose everything again."""
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/?lang=de&t=filter&layer=segments&code_starts_with=B")
    page.get_by_role("link", name="Dasselbe als Tabelle").click()
    expect(page.get_by_label("Kennzeichen beginnt mit")).to_have_value("B")
    expect(page.locator(".table-actions > p")).to_contain_text("1 gefunden")
    expect(page.get_by_role("row")).to_have_count(2)


def test_the_map_goes_where_the_found_objects_lie(network, page_of):
    def in_view() -> tuple[float, float, float]:
        page.wait_for_url(re.compile("[?&]z=17&c="))
        return tuple(map(float, re.search(r"z=([\d.]+)&c=([\d.]+),([\d.]+)", page.url).groups()))

    page = page_of(make_user("viewer"), **DESK)
    page.goto("/tables/sites/?lang=de&code=C")
    page.get_by_role("link", name="Dasselbe auf der Karte").click()

    c = place(200).transform(4326, clone=True)
    zoom, lat, lon = in_view()
    assert zoom == 17
    assert (lat, lon) == pytest.approx((c.y, c.x), abs=0.003)

    page.get_by_role("button", name="Vergrößern (+)").click()
    page.wait_for_url(re.compile("[?&]z=18&"))
    page.get_by_role("button", name="Alle in den Blick holen").click()
    assert in_view() == (zoom, lat, lon)

    page.goto("/?lang=de&t=filter&layer=sites&code=nothing")
    expect(page.locator("#panel-tool")).to_contain_text("Nichts passt zu allen gewählten Filtern")
    expect(page.get_by_role("button", name="Alle in den Blick holen")).to_have_count(0)


def test_saving_what_is_shown_as_a_file(network, page_of):
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/tables/segments/?lang=de&code_starts_with=B&columns=code")
    page.get_by_label("Als Datei speichern").select_option("csv")
    with page.expect_download() as download:
        page.get_by_role("button", name="Datei erstellen").click()
    assert Path(download.value.path()).read_text() == "code\nB-C\n"
    assert Export.objects.get().rows_done == 1


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "de")],
    ids=["desk", "phone", "dark"],
)
def test_axe_finds_nothing(network, page_of, screen, language):
    user = make_user("viewer")
    page = page_of(user, **screen)
    export = Export.objects.create(person=user, table="sites", format="csv", language="de")
    failed = Export.objects.create(
        person=user, table="sites", format="csv", language="de", state="failed", problem="x"
    )
    found = {}
    for address in (
        "/tables/segments/?",
        "/tables/ducts/?sort=-length_m&",
        "/tables/segments/?columns=secret&",
        "/tables/segments/?kind=tunnel&",
        f"/exports/{export.pk}/?",
        f"/exports/{failed.pk}/?",
    ):
        page.goto(f"{address}lang={language}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}
