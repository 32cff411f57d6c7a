"""From the work list to the place on the map and to a decision, as staff do it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from assets.models import Cable, Segment
from quality.models import Finding
from quality.services.queue import check_due
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import save, saved
from tests.map.test_accessibility import DARK, DESK, PHONE, faults


@pytest.fixture
def finding(network: Any) -> Finding:
    """A stated length that is wrong, in the middle of what the map shows, and nothing beside it."""
    Segment.objects.filter(pk=network["A-B"].pk).update(stated_length_m=150, depth_cm=80)
    while check_due():
        pass
    return Finding.objects.get(rule="segment_length_differs")


def test_from_the_work_list_to_the_map_and_to_a_decision(finding, page_of):
    page: Page = page_of(make_user("editor"), **DESK)
    page.goto("/?lang=de")
    page.get_by_role("button", name="Überspringen").click()
    page.get_by_text("Seiten", exact=True).click()
    page.get_by_role("link", name="Datenqualität").click()
    row = page.get_by_role("row").filter(has_text="angegeben 150 m, berechnet 100")
    row.get_by_role("link", name="Auf der Karte zeigen").click()
    expect(page.locator("#panel-body h2")).to_have_text(
        "Angegebene Länge weicht stark von der berechneten ab"
    )
    page.locator("#panel-body").get_by_role("link", name="A-B", exact=True).click()
    expect(page.locator("#panel-body h2")).to_have_text("A-B")
    page.locator("#panel-body").get_by_role("link", name="Angegebene Länge").click()
    page.get_by_role("link", name="Darüber entscheiden").click()

    page.get_by_role("button", name="Befund hinnehmen").click()
    expect(page.get_by_role("alert")).to_contain_text("warum der Befund bestehen darf")
    page.get_by_label("Grund").fill("nachgemessen")
    page.get_by_role("button", name="Befund hinnehmen").click()
    expect(page.get_by_role("status")).to_contain_text("festgehalten")
    expect(page.get_by_role("button", name="Wieder öffnen")).to_be_visible()
    page.get_by_role("link", name="Zurück zur Arbeitsliste").click()
    expect(page.get_by_text("angegeben 150 m")).to_have_count(0)


def test_an_edit_that_breaks_a_rule_says_so_above_the_facts_and_on_the_map(network, page_of):
    """It stood below drawing and way: whoever saved did not see that anything was wrong."""
    page = page_of(make_user("editor"), **DESK)
    cable = Cable.objects.get(code="K-7")
    page.goto(view(18, p=f"cable:{cable.public_id}", l="segments,cables,findings"))
    page.get_by_role("button", name="Kabel ändern").click()
    page.get_by_text("Weitere Angaben").click()
    page.locator("#edit-stated_length_m").fill("900")
    save(page)
    saved(page)
    heads = page.locator("#panel-body h3")
    expect(heads.first).to_have_text("Datenqualität")
    link = page.locator("#panel-body").get_by_role("link", name="Kabel länger als sein Weg")
    expect(link).to_be_in_viewport()
    above = page.locator("#panel-body .contents:has([data-panel^='/panel/finding/']) ~ .facts")
    expect(above.first).to_be_visible()
    assert faults(page) == []


def test_a_click_on_a_mark_opens_the_finding(finding, page_of):
    page = page_of(make_user("viewer"), **DESK)
    lon, lat = finding.geom.transform(4326, clone=True).coords
    page.goto(view(19, c=f"{lat:.6f},{lon:.6f}", l="segments,findings"))
    page.wait_for_load_state("networkidle")
    page.locator("#map").click()
    expect(page.locator("#panel-body h2")).to_contain_text("Angegebene Länge")


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "de"), (PHONE, "de"), (DESK, "en")],
    ids=["desk-de", "phone-en", "dark", "phone-de", "desk-en"],
)
def test_axe_finds_nothing(finding, page_of, screen, language):
    page = page_of(make_user("editor"), **screen)
    found = {}
    for address in (
        f"/quality/?lang={language}",
        f"/quality/?lang={language}&all=1&state=solved&rule=lease_ended",
        f"/quality/{finding.public_id}/?lang={language}",
        f"/?lang={language}&l=segments,findings&p=finding:{finding.public_id}",
    ):
        page.goto(address)
        if wrong := faults(page):
            found[address] = wrong
    page.goto(f"/quality/{finding.public_id}/?lang={language}")
    page.locator("button[value=accept]").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert faults(page) == []
    assert found == {}


def test_the_language_keeps_the_filter(finding, page_of):
    page = page_of(make_user("viewer"), **DESK)
    page.goto("/quality/?lang=de&all=1&concept=segment&severity=warning")
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Data quality")
    expect(page.get_by_label("Route segment", exact=True)).to_be_checked()
    expect(page.get_by_label("Open", exact=True)).not_to_be_checked()
