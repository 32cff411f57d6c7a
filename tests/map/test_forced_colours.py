"""Somebody's own few colours (Windows high contrast): what is chosen and focused stays visible."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK

FORCED = {**DESK, "forced_colors": "active", "color_scheme": "dark"}
NONE = "rgba(0, 0, 0, 0)"


def style(one: Locator, name: str, pseudo: str = "") -> str:
    return one.evaluate(
        "(one, [name, pseudo]) => getComputedStyle(one, pseudo || null)[name]", [name, pseudo]
    )


def test_the_chosen_tool(network, page_of):
    page = page_of(make_user("editor"), **FORCED)
    page.goto(view())
    chosen = page.locator("#rail [aria-pressed='true']").first
    page_colour = style(page.locator("body"), "backgroundColor")
    assert style(chosen, "backgroundColor") not in (page_colour, NONE)
    assert style(chosen, "color") != style(chosen, "backgroundColor")


def test_a_chosen_radio_button_and_a_focused_box(network, page_of):
    page: Page = page_of(make_user("viewer"), **FORCED)
    page.goto("/accounts/?lang=de")
    page.evaluate("""document.querySelector("main").innerHTML = `<div class="kern-form-check">
      <input class="kern-form-check__radio" type="radio" checked aria-label="r">
      <input class="kern-form-check__checkbox" type="checkbox" aria-label="c"></div>`""")
    radio, box = page.get_by_label("r", exact=True), page.get_by_label("c", exact=True)
    page_colour = style(page.locator("body"), "backgroundColor")
    assert style(radio, "backgroundColor", "::before") not in (page_colour, NONE)

    radio.focus()
    page.keyboard.press("Tab")
    expect(box).to_be_focused()
    assert style(box, "borderTopWidth") == "2px"
    assert style(box, "outlineStyle") != "none"
    assert style(box, "forcedColorAdjust") == "auto"
