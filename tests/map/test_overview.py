"""The overview in a browser: charts with their numbers, clean for axe, and on to the work list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from config.setup.database import DISTRICTS
from gis.districts import replace_districts
from network.services.capacity_summary import refresh_all
from network.services.overview import refresh_overview
from quality.services.queue import check_due
from tests.builders import make_user
from tests.map.test_accessibility import DARK, DESK, PHONE, faults


@pytest.fixture
def figures(network) -> None:
    replace_districts(DISTRICTS)
    refresh_all()
    refresh_overview()
    while check_due():
        pass


def test_from_the_numbers_to_the_work_list(figures, page_of):
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/overview/?lang=de")
    expect(page.get_by_role("img")).to_have_count(4)
    section = page.locator("section").filter(has_text="Offene Befunde")
    section.get_by_text("Die Zahlen als Tabelle").click()
    section.get_by_role("link", name="Tiefe unbekannt").click()
    expect(page.locator("h1")).to_have_text("Datenqualität")
    expect(page.get_by_role("row").filter(has_text="Tiefe unbekannt")).to_have_count(2)


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "de")],
    ids=["desk", "phone", "dark"],
)
def test_axe_finds_nothing(figures, page_of, screen, language):
    page = page_of(make_user("viewer"), **screen)
    page.goto(f"/overview/?lang={language}")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert faults(page) == []
    page = page_of(make_user("partner"), **screen)
    page.goto(f"/overview/?lang={language}")
    assert faults(page) == []
