"""Narrow as 400 % zoom makes a page (WCAG 1.4.10), and with letters set apart (1.4.12)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.builders import make_user

NARROW = {"viewport": {"width": 320, "height": 568}}

SET_APART = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important } p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""

BEYOND = """[...document.querySelectorAll("body *")]
  .filter(one => one.checkVisibility({ visibilityProperty: true })
    && [...one.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
    && !one.closest(".kern-sr-only, .page__menu, .leaflet-container, .topbar, table"))
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


def beyond(page: Page) -> list[str]:
    """What lies beyond the edge of the screen: as it comes, and with letters set apart."""
    page.wait_for_load_state("networkidle")
    found = page.evaluate(BEYOND)
    page.evaluate(SET_APART)
    too_wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [*found, *page.evaluate(BEYOND), *([f"{too_wide} too wide"] if too_wide > 0 else [])]


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (
            "planner",
            [
                "/tables/ducts/",
                "/overview/",
                "/quality/",
                "/imports/",
                "/labels/",
                "/accessibility/",
            ],
        ),
        ("partner", ["/portal/", "/portal/enquiry/", "/portal/new/", "/cases/notices/"]),
        ("access_officer", ["/desk/", "/desk/statistics/", "/desk/reserves/", "/desk/calendar/"]),
        ("viewer", ["/", "/accounts/", "/accounts/tokens/", "/accounts/password/"]),
        (None, ["/", "/accounts/login/", "/nothing/"]),
    ],
)
def test_nothing_lies_beyond_the_edge(network, page_of, role, addresses):
    page = page_of(role and make_user(role), **NARROW)
    found = {}
    for address in addresses:
        page.goto(f"{address}?lang=de")
        if wrong := beyond(page):
            found[address] = wrong
    assert found == {}


def test_the_smallest_phone_shows_newcomers_the_way_in(network, page_of):
    page = page_of(None, **NARROW)
    page.goto("/?lang=de")
    way_in = page.locator(".welcome a")
    expect(way_in).to_be_in_viewport(ratio=1)
    way_in.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmelden")
