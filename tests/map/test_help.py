"""The tour of the first visit, and help for each tool one click away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.builders import make_user
from tests.map.conftest import view
from tests.map.test_accessibility import DARK, DESK, PHONE, faults

ROW_PX = 24
"""Buttons further apart than this do not stand beside one another."""
MOST_CARDS = 10
"""A longer tour nobody sees to its end."""


PARTS = {"locate", "search", "legend", "documents", "history", "import"}
IN_PANELS = {
    *("segment-change", "segment-split", "segment-merge", "segment-reverse", "duct-cut", "delete")
}


def card(page: Page):
    return page.locator(".tour")


@pytest.mark.parametrize(
    ("screen", "language"), [(DESK, "de"), (PHONE, "en")], ids=["desk", "phone"]
)
def test_the_first_visit_has_a_tour_by_keyboard_that_is_remembered(
    network, page_of, screen, language
):
    page = page_of(make_user("editor"), **screen)
    page.goto(f"/?lang={language}")

    expect(card(page)).to_be_visible()
    assert faults(page) == []
    seen = [card(page).locator("h2").inner_text()]
    last = card(page).get_by_role("button", name=re.compile("^(Fertig|Done)$"))
    while last.count() == 0:
        assert len(seen) < MOST_CARDS, "the tour does not end"
        page.keyboard.press("Enter")
        box = card(page).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= screen["viewport"]["width"]
        assert box["y"] + box["height"] <= screen["viewport"]["height"]
        seen.append(card(page).locator("h2").inner_text())
    assert 3 <= len(set(seen)) == len(seen)
    page.keyboard.press("ArrowLeft")
    expect(card(page).locator("h2")).to_have_text(seen[-2])
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(card(page)).to_have_count(0)
    expect(page.locator("#map")).to_be_focused()

    page.goto(f"/?lang={language}")
    expect(page.locator("#map[aria-busy=false]")).to_be_visible()
    expect(card(page)).to_have_count(0)
    page.keyboard.press("?")
    page.get_by_role("button", name=re.compile("^(Rundgang zeigen|Show the tour)$")).click()
    expect(card(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)


def test_a_link_to_a_place_is_shown_without_a_tour(network, page_of):
    page = page_of(make_user("viewer"))

    page.goto(f"/?lang=de&p=site:{network['A'].public_id}")

    expect(page.locator("#panel-body h2")).to_have_text("A")
    expect(card(page)).to_have_count(0)


def test_the_way_to_the_findings_of_an_import_is_shown_without_a_tour(network, page_of):
    page = page_of(make_user("editor"))

    page.goto("/?lang=de&i=00000000-0000-4000-8000-000000000000")

    expect(page.locator("#toast")).to_contain_text("gibt es nicht mehr")
    expect(card(page)).to_have_count(0)


@pytest.mark.parametrize(
    ("screen", "language"), [(DARK, "de"), (PHONE, "en")], ids=["dark", "phone"]
)
def test_help_opens_at_the_tool_in_use_and_lists_the_others(network, page_of, screen, language):
    page = page_of(make_user("editor"), **screen)
    page.goto(view(lang=language, t="edit", e="segment-create"))
    expect(page.locator(".edit-form")).to_be_visible()

    page.locator(".panel__bar .help-open").click()

    topics = page.locator(".help__topic")
    expect(topics.first).to_have_attribute("open", "")
    expect(topics.first).to_have_attribute("data-topic", "segment-create")
    offered = page.locator("[data-tool]:not(.help-open), [data-edit]").evaluate_all(
        "all => all.map(one => one.dataset.tool ?? one.dataset.edit)"
    )
    explained = topics.evaluate_all("all => all.map(one => one.dataset.topic)")
    assert {*offered, *PARTS, *IN_PANELS} == set(explained)
    assert faults(page, ".help") == []
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator(".panel__bar .help-open")).to_be_focused()
    expect(page.locator(".edit-form")).to_be_visible()


@pytest.mark.parametrize(
    ("edit", "topic"),
    [
        ("segment-change", "Abschnitt ändern, Punkte verschieben"),
        ("segment-split", "Trasse teilen"),
        ("segment-merge", "Mit Nachbarn zusammenlegen"),
        ("segment-reverse", "Abschnitt umkehren"),
        ("segment-delete", "Löschen"),
        ("duct-cut", "Rohr schneiden"),
    ],
)
def test_what_a_panel_offers_is_explained_too(network, page_of, edit, topic):
    duct = network["A-B"].duct_sections.first().duct
    one = duct if edit.startswith("duct") else network["A-B"]
    page = page_of(make_user("editor"), **DESK)
    page.goto(view(t="edit", e=f"{edit}:{one.public_id}"))
    expect(page.locator(".edit-form")).to_be_visible()
    page.locator(".panel__bar .help-open").click()
    shown = page.locator(".help__topic[open]")
    expect(shown).to_have_count(1)
    expect(shown.locator("summary")).to_have_text(topic)


def test_a_click_beside_the_tour_ends_it(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto("/?lang=de")
    card(page).locator("h2").click()
    expect(card(page)).to_be_visible()
    page.mouse.click(1200, 700)
    expect(card(page)).to_have_count(0)


def test_the_tour_keeps_the_focus_and_gives_it_back(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto("/?lang=de&t=measure")
    page.locator("#help").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Rundgang zeigen").click()
    expect(card(page)).to_be_visible()
    for key in ("Tab", "Shift+Tab"):
        for _ in range(9):
            page.keyboard.press(key)
            # The browser's own bar may come between the last button and the first.
            assert page.evaluate("document.activeElement.closest('.tour, body') !== null")
            assert page.evaluate("document.activeElement.closest('.rail, .topbar, #map') === null")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    expect(page.locator("#help")).to_be_focused()
    expect(page.locator(".measure")).to_be_visible()


def test_the_tour_names_views_and_pages_in_one_row_of_buttons_on_a_phone(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    page.goto("/?lang=de")
    expect(card(page)).to_be_visible()
    seen = []
    for _ in range(MOST_CARDS):
        seen.append(card(page).locator("h2").inner_text())
        tops = [one.bounding_box()["y"] for one in card(page).locator("button:visible").all()]
        assert max(tops) - min(tops) < ROW_PX
        if card(page).get_by_role("button", name="Fertig").count():
            break
        page.keyboard.press("Enter")
    assert {"Ansichten und Drucken", "Seiten"} <= set(seen)


def test_arrow_keys_walk_through_the_tools(network, page_of):
    page = page_of(make_user("editor"))
    page.goto(view())
    page.locator('#rail [data-tool="select"]').focus()

    page.keyboard.press("ArrowDown")
    expect(page.locator('#rail [data-tool="filter"]')).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("#zoom-out")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator('#rail [data-tool="select"]')).to_be_focused()
