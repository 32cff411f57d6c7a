"""Tablet and phone: nothing hangs over the edge, what a finger wants is large enough."""

import pytest
from playwright.sync_api import Page, expect

from gis import navigation
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, drafted
from tests.map.test_accessibility import faults

TOUCH = {"has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, **TOUCH}
PHONE = {"viewport": {"width": 390, "height": 844}, **TOUCH}
SMALL = pytest.mark.parametrize("screen", [TABLET, PHONE], ids=["tablet", "phone"])

# Links in running text are left out (WCAG 2.5.8); the label of a check box belongs to its target.
TOO_SMALL = """least => [
    ...document.querySelectorAll("a, button, input, select, textarea, summary")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && one.type !== "hidden"
    && !one.closest("svg, .kern-sr-only") && !/skip/.test(one.className)
    && !(one.matches("a") && getComputedStyle(one).display === "inline"))
  .map(one => [one, (one.closest("label, .kern-form-check") ?? one).getBoundingClientRect()])
  .filter(([, box]) => box.height < least || box.width < 24)
  .map(([one, box]) => `${one.outerHTML.slice(0, 90)} ${box.width} x ${box.height}`)"""


def wrong_with(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    found = [f"{over} pixels too wide"] if over > 0 else []
    return found + page.evaluate(TOO_SMALL, 44) + faults(page)


@SMALL
def test_pages_of_the_menu(network, page_of, screen):
    user = make_user("planner")
    page = page_of(user, **screen)
    found = {}
    for address in [entry.address for entry in navigation.offered_to(user)]:
        page.goto(f"{address}?lang=de")
        if wrong := wrong_with(page):
            found[address] = wrong
        here = page.locator(".page__menu [aria-current]").bounding_box()
        if here["x"] < 0 or here["x"] + here["width"] > screen["viewport"]["width"]:
            found[f"{address} does not show where one is"] = [str(here)]
    assert found == {}


@SMALL
def test_the_map_keeps_room_for_itself(network, page_of, screen):
    page = page_of(make_user("planner"), **screen)
    page.goto(view())
    legend, search = page.locator("#legend"), page.locator("#search")
    expect(legend).not_to_have_attribute("open", "")
    assert search.bounding_box()["width"] >= 200
    assert wrong_with(page) == []

    page.goto(view(p=f"segment:{network['A-B'].public_id}"))
    expect(page.locator("#panel-body h2")).to_have_text("A-B")
    expect(legend).to_be_hidden()
    assert wrong_with(page) == []

    page.goto(view(t="edit", e="segment-create"))
    expect(page.locator(".edit-form")).to_be_visible()
    assert wrong_with(page) == []


def test_on_a_phone_the_open_legend_lies_above_the_tools(network, page_of):
    page = page_of(make_user("viewer"), **PHONE)
    page.goto(view())
    page.locator("#legend > summary").click()
    layer = page.get_by_role("checkbox", name="Trassenabschnitte")
    layer.click(timeout=5_000)
    expect(layer).not_to_be_checked()
    page.locator("#legend > summary").click(timeout=5_000)
    expect(page.locator("#legend-body")).to_be_hidden()


def test_on_a_phone_the_filter_is_read_beside_the_edit_tools(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    page.goto(view(t="edit", layer="segments", life_cycle="in_service"))
    chip, tools = page.locator(".filter-chip"), page.locator("#rail-edit")
    expect(chip).to_contain_text("1 Filter aktiv")
    expect(tools).to_be_visible()
    box, beside = chip.bounding_box(), tools.bounding_box()
    assert box["x"] >= beside["x"] + beside["width"]
    assert box["x"] + box["width"] <= 390


NOWHERE = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize(
    ("shown", "message"),
    [
        ({"p": f"site:{NOWHERE}"}, "gibt es nicht"),
        ({"t": "edit", "e": f"site-change:{NOWHERE}"}, "gibt es nicht"),
        ({"t": "edit", "e": "site-create"}, "Entwurf ist wieder da"),
    ],
    ids=["object", "edit", "draft"],
)
def test_a_message_that_comes_first_begins_below_the_buttons(
    network, page_of, screen, shown, message
):
    page = page_of(make_user("editor"), **screen)
    page.goto(view(**shown))
    if "e" in shown and "create" in shown["e"]:
        page.locator("#edit-name").fill("half")
        drafted(page, "half")
        page.reload()
    alert = page.locator(".panel .kern-alert")
    expect(alert).to_contain_text(message)
    bar = page.locator(".panel__bar").bounding_box()
    assert alert.bounding_box()["y"] >= bar["y"] + bar["height"]
