"""What is at the top of the map: on one line where there is room, and all of it on a phone, too."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.builders import Network, make_user
from tests.map.conftest import Login, view

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
LINE_PX = 60


@pytest.mark.parametrize("language", ["de", "en"])
def test_it_takes_one_line_on_a_desk(network: Network, page_of: Login, language: str) -> None:
    user = make_user("administrator", full_name="Dr. Maximiliane Oberbergmann-Wichlinghausen")
    page = page_of(user, viewport=DESK)
    page.goto(view(lang=language))
    for part in (".topbar", ".topbar__pages summary"):
        assert page.locator(part).bounding_box()["height"] < LINE_PX
    assert page.evaluate("document.documentElement.scrollWidth") <= DESK["width"]


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_pages_lead_to_the_account_and_the_administration(
    network: Network, page_of: Login, size: dict[str, int]
) -> None:
    page = page_of(make_user("editor"), viewport=size)
    page.goto(view())
    page.locator(".topbar__pages summary").click()
    menu = page.locator(".topbar__pages ul")
    expect(menu.get_by_role("link", name="Administration")).to_be_visible()
    box = menu.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= size["width"]
    menu.get_by_role("link", name="Ihr Konto").click()
    expect(page.get_by_role("heading", name="Ihr Konto")).to_be_visible()
