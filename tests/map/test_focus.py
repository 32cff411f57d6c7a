"""Where the focus goes, by keyboard alone: with what one opens, and never to nowhere."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, fill, save, saved, start


def ready(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("#map[aria-busy=false]")).to_be_visible()
    page.wait_for_load_state("networkidle")


def focused_heading(page: Page, text: str) -> None:
    expect(page.locator("#panel h2:focus")).to_have_text(re.compile(text))


@pytest.mark.parametrize(
    ("key", "title"),
    [("f", "Filtern"), ("m", "Unsere Reservierungen"), ("r", "Von A nach B")],
)
def test_a_tool_that_is_chosen_takes_the_focus_and_esc_gives_it_back(network, page_of, key, title):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view())
    page.locator("#map").focus()
    page.keyboard.press(key)
    focused_heading(page, title)
    page.keyboard.press("Escape")
    if key == "r":  # first out of picking
        page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#map")).to_be_focused()


def test_measuring_begins_on_the_map_and_esc_takes_one_point_back(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view())
    page.locator("[data-tool=measure]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#map")).to_be_focused()
    for key in ("Enter", "ArrowLeft", "Enter", "ArrowUp", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(".measure__values dt")).to_have_count(4)
    page.keyboard.press("Escape")
    assert page.url.count("_") == 1
    page.get_by_role("button", name="Neu beginnen").focus()
    page.keyboard.press("Enter")
    focused_heading(page, "Messen")


def test_b_leads_to_the_panel_and_back(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view(p=f"site:{network['B'].public_id}"))
    page.locator("#map").focus()
    page.keyboard.press("b")
    focused_heading(page, "B")
    page.keyboard.press("b")
    expect(page.locator("#map")).to_be_focused()

    start(page, "site-create", view())
    focused_heading(page, "Neuer Standort")
    page.keyboard.press("b")
    expect(page.locator("#map")).to_be_focused()
    page.keyboard.press("b")
    focused_heading(page, "Neuer Standort")


def test_what_was_searched_and_chosen_takes_the_focus(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view())
    page.keyboard.press("/")
    page.keyboard.type("GW-1")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("Enter")
    focused_heading(page, "GW-1")


def test_closing_the_panel_leaves_the_focus_on_the_map(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    for shown in ({"p": f"site:{network['B'].public_id}"}, {"t": "filter"}, {"t": "edit"}):
        ready(page, view(**shown))
        page.locator("#panel-close").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#panel")).to_be_hidden()
        expect(page.locator("#map")).to_be_focused()


def test_after_deleting_undoing_and_redoing_the_focus_is_somewhere(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view(p=f"gateway:{network['A'].gateways.get().public_id}"))
    page.get_by_role("button", name="Gateway löschen").focus()
    page.keyboard.press("Enter")
    focused_heading(page, "Gateway löschen")
    page.locator(".edit-form button[type=submit]").focus()
    page.keyboard.press("Enter")
    saved(page)
    focused_heading(page, "Bearbeiten")

    page.locator("#edit-undo").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#edit-redo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#edit-undo")).to_be_focused()


def test_undoing_what_the_panel_shows_leads_to_what_is_shown_instead(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    start(page, "site-create", view())
    page.locator("#map").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    fill(page, kind="chamber", code="S-9")
    save(page)
    saved(page)
    focused_heading(page, "S-9")
    page.keyboard.press("Control+z")
    focused_heading(page, "Bearbeiten")


def test_esc_folds_the_menu_of_pages_first_and_a_click_elsewhere_does_too(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    ready(page, view(p=f"site:{network['B'].public_id}"))
    pages, menu = page.locator(".topbar__pages summary"), page.locator(".topbar__pages ul")
    pages.focus()
    page.keyboard.press("Enter")
    expect(menu).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(pages).to_be_focused()
    expect(page.locator("#panel")).to_be_visible()
    pages.click()
    expect(menu).to_be_visible()
    page.locator("#map").click(position={"x": 400, "y": 400})
    expect(menu).to_be_hidden()


def test_a_drawing_that_is_missing_is_said_once_and_takes_the_focus(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    start(page, "duct-create", view())
    page.locator(".edit-form button[type=submit]").click()
    alerts = page.locator(".edit-form__place-error")
    expect(alerts).to_have_count(1)
    expect(alerts).to_contain_text("Klicken Sie auf den Standort")
    expect(alerts).to_be_focused()
    expect(page.locator("#edit-type")).to_have_attribute("aria-invalid", "true")
