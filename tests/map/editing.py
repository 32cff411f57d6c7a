"""What tests of the edit tools do with the mouse, the keyboard and the form."""

import re

from playwright.sync_api import Page, expect

from tests.map.test_map import click_map

DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def start(page: Page, edit: str, address: str) -> None:
    """Opens the page with this edit; the form is there when it returns."""
    page.goto(f"{address}&t=edit&e={edit}")
    expect(page.locator(".edit-form")).to_be_visible()
    page.wait_for_load_state("networkidle")


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f"#edit-{name}")
        if field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def save(page: Page) -> None:
    page.locator(".edit-form button[type=submit]").click()


def saved(page: Page) -> None:
    """The save was answered and the form is gone."""
    expect(page.locator("#status-edit")).to_have_text(re.compile("^(gespeichert|saved)$"))
    expect(page.locator(".edit-form")).to_have_count(0)


def points(page: Page, *places: tuple[float, float], zoom: int = 18) -> None:
    """Clicks on the map, each so many metres right and down from its middle."""
    for right_m, down_m in places:
        click_map(page, right_m, down_m, zoom)


def drafted(page: Page, text: str) -> None:
    """Waits until the browser has kept unsaved work with this text."""
    for _attempt in range(100):
        if page.evaluate(
            "text => Object.values(localStorage).some(one => one.includes(text))", text
        ):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"No draft with {text!r} was kept.")
