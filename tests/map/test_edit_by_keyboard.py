"""Every edit tool with the keyboard alone, one after another on one page: no mouse, no reload."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Cable, Duct, Gateway, Segment, Site
from tests.builders import (
    make_cable_type,
    make_duct_type,
    make_fill_policies,
    make_line_network,
    make_user,
)
from tests.map.conftest import view
from tests.map.editing import DESK, saved
from tests.map.test_reservations import tab_to

ZOOM = 17
SMALL_PX = 8


@pytest.fixture
def page(transactional_db, page_of) -> Page:
    """At site B of A-B-C, with types to lay and to pull; the focus is on the map."""
    with transaction.atomic():
        make_line_network("A-B-C")
        make_fill_policies(tube=0.6)
        make_duct_type("7x1.5", "tube")
        make_cable_type(12, outer_mm=2.5)
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(ZOOM))
    page.wait_for_load_state("networkidle")
    page.evaluate("window.samePage = true")
    tab_to(page, "map")
    return page


def walk(page: Page, right_m: float = 0, down_m: float = 0) -> None:
    """Moves the centre of the map so many metres in small steps."""
    metres_per_step = SMALL_PX * 156_543.03 * 0.6259 / 2**ZOOM
    for metres, there, back in ((right_m, "Right", "Left"), (down_m, "Down", "Up")):
        for _step in range(round(abs(metres) / metres_per_step)):
            page.keyboard.press(f"Shift+Arrow{there if metres > 0 else back}")
    page.wait_for_load_state("networkidle")


def begin(page: Page, key: str, title: str) -> None:
    """Opens a tool by its key and goes to the map as its form offers."""
    page.keyboard.press(key)
    on_the_map(page, title)


def on_the_map(page: Page, title: str) -> None:
    expect(page.locator(".edit-form h2")).to_contain_text(title)
    expect(page.locator(".edit-form h2")).to_be_focused()
    tab_to(page, page.locator(".edit-to-map").text_content())
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()


def press(page: Page, name: str) -> None:
    tab_to(page, name)
    page.keyboard.press("Enter")


def fill_in(page: Page, **values: str) -> None:
    """Back to the form; fields in the order in which they come."""
    page.keyboard.press("b")
    expect(page.locator(".edit-form h2")).to_be_focused()
    for name, text in values.items():
        tab_to(page, f"edit-{name}")
        if page.locator(f"#edit-{name}").evaluate("one => one.tagName") == "INPUT":
            page.keyboard.press("Control+a")
        page.keyboard.type(text)


def finish(page: Page, button: str) -> None:
    press(page, button)
    expect(page.locator("#status-edit")).not_to_contain_text("wird")
    wrong = page.locator(".edit-host .kern-error:visible, .edit-host .kern-alert, .edit-reason")
    assert wrong.all_inner_texts() == []
    saved(page)


def undo(page: Page, what: str) -> None:
    page.keyboard.press("Control+z")
    expect(page.locator("#toast")).to_contain_text(f"Rückgängig gemacht: {what}")


def to_map(page: Page) -> None:
    """From a panel back to the map, as Esc does."""
    page.keyboard.press("Escape")
    tab_to(page, "map")


def sites(page: Page) -> None:
    begin(page, "s", "Neuer Standort")
    walk(page, down_m=20)
    page.keyboard.press("Enter")
    fill_in(page, kind="Schacht", code="S-1")
    finish(page, "Standort speichern")
    press(page, "Standort ändern oder verschieben")
    on_the_map(page, "Standort ändern")
    walk(page, right_m=15)
    page.keyboard.press("Enter")
    fill_in(page)
    finish(page, "Standort speichern")
    moved = Site.objects.get(code="S-1").geom.x
    press(page, "Standort löschen")
    expect(page.locator(".edit-form h2")).to_be_focused()
    finish(page, "Standort löschen")
    assert not Site.objects.filter(code="S-1").exists()
    undo(page, "Standort löschen")
    undo(page, "Standort ändern")
    assert moved - Site.objects.get(code="S-1").geom.x == pytest.approx(15, abs=4)


def gateways(page: Page) -> None:
    begin(page, "g", "Neues Gateway")
    page.keyboard.press("Enter")
    fill_in(page, code="GW-1", network="lora", network_gateway_id="g1")
    finish(page, "Gateway speichern")
    assert Gateway.objects.get(code="GW-1").site.code.startswith(("S-", "M"))


def drawn_and_bent(page: Page) -> None:
    to_map(page)
    begin(page, "t", "Neuer Trassenabschnitt")
    page.keyboard.press("w")
    expect(page.get_by_label("Winkel in 15°-Schritten")).to_be_checked()
    page.keyboard.press("Enter")
    walk(page, right_m=30)
    expect(page.locator(".edit-label")).to_contain_text(",")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    fill_in(page, kind="offene", code="T-9", end_code="E-1")
    finish(page, "Abschnitt speichern")
    segment = Segment.objects.get(code="T-9")
    assert segment.end_site.code == "E-1"

    press(page, "Abschnitt ändern")
    on_the_map(page, "Abschnitt ändern")
    walk(page, right_m=-15)
    page.keyboard.press("Enter")
    expect(page.locator("#toast")).to_contain_text("Punkt aufgenommen")
    walk(page, down_m=12)
    page.keyboard.press("Enter")
    fill_in(page)
    finish(page, "Abschnitt speichern")
    assert len(Segment.objects.get(code="T-9").geom) == 3
    undo(page, "Abschnitt ändern")
    assert len(Segment.objects.get(code="T-9").geom) == 2


def turned_split_and_merged(page: Page) -> None:
    press(page, "Abschnitt umkehren")
    finish(page, "Abschnitt umkehren")
    press(page, "Trasse teilen")
    on_the_map(page, "Trasse teilen")
    walk(page, down_m=-12)
    page.keyboard.press("Enter")
    fill_in(page, site_code="S-3")
    finish(page, "Trasse teilen")
    assert Segment.objects.filter(code__startswith="T-9").count() == 2
    press(page, "Mit Nachbarn zusammenlegen")
    expect(page.locator(".edit-form h2")).to_be_focused()
    tab_to(page, "edit-other")
    page.keyboard.type("T-9")
    finish(page, "Abschnitte zusammenlegen")
    assert Segment.objects.filter(code__startswith="T-9").count() == 1
    press(page, "Abschnitt löschen")
    finish(page, "Abschnitt löschen")
    assert not Segment.objects.filter(code__startswith="T-9").exists()


def test_sites_gateways_and_segments(page):
    sites(page)
    gateways(page)
    drawn_and_bent(page)
    turned_split_and_merged(page)
    assert page.evaluate("window.samePage") is True


def test_ducts_cables_and_many(page):
    begin(page, "d", "Rohr oder Rohrverband")
    walk(page, right_m=-100)
    page.keyboard.press("Enter")
    walk(page, right_m=200)
    page.keyboard.press("Enter")
    expect(page.locator(".edit-note")).to_contain_text("A-B, B-C")
    fill_in(page, type="7x1.5", code="R-1")
    finish(page, "Rohr verlegen")
    assert Duct.objects.get(code="R-1").sections.count() == 2

    to_map(page)
    begin(page, "k", "Kabel einziehen")
    page.keyboard.press("Enter")
    walk(page, right_m=-200)
    page.keyboard.press("Enter")
    fill_in(page, type="K12", code="K-1")
    expect(page.locator("#edit-room-0")).to_contain_text("R-1: Füllung 0 % → 39 %")
    finish(page, "Kabel einziehen")
    assert Cable.objects.get(code="K-1").sections.filter(duct_section__isnull=False).count() == 2
    undo(page, "Kabel einziehen")

    to_map(page)
    begin(page, "x", "Viele ändern")
    walk(page, right_m=-20, down_m=-20)
    page.keyboard.press("Enter")
    walk(page, right_m=240, down_m=40)
    page.keyboard.press("Enter")
    expect(page.locator(".edit-note")).to_contain_text("2 Objekte ausgewählt")
    fill_in(page, life_cycle="stillgelegt")
    expect(page.locator(".edit-note")).to_contain_text("ändern sich 2")
    finish(page, "Alle ändern")
    assert set(Segment.objects.values_list("life_cycle", flat=True)) == {"abandoned"}
    undo(page, "Viele ändern")

    page.keyboard.press("/")
    page.keyboard.type("R-1")
    expect(page.locator("[role=option]").first).to_contain_text("R-1")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    press(page, "Rohr schneiden")
    expect(page.locator(".edit-form h2")).to_be_focused()
    tab_to(page, "edit-metres")
    page.keyboard.type("93,5")
    # Leaving the field, to wherever that leads, is what counts.
    tab_to(page, "edit-site")
    expect(page.locator("#edit-metres-note")).to_contain_text("Schnitt am Standort B, 100,")
    expect(page.locator(".edit-target")).to_be_visible()
    finish(page, "Rohr schneiden")
    assert sorted(Duct.objects.values_list("code", flat=True)) == ["R-1", "R-1/2"]
