"""axe-core finds nothing in both languages: the map with each tool, every page of the menu.

Pages come from the menu itself, so that one that somebody adds is looked at, too.
"""

import pytest
from playwright.sync_api import expect

from gis import navigation
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.test_accessibility import DARK, DESK, PHONE, faults

EDITS = (
    "site-create",
    "segment-create",
    "gateway-create",
    "duct-create",
    "cable-create",
    "many-change",
)
TOOLS = ("filter", "measure", "bookmarks", "print", "route", "mine", "edit")
BESIDE = ("/accessibility/",)


@pytest.mark.parametrize(
    ("language", "screen"), [("de", DARK), ("en", PHONE)], ids=["de-dark", "en-phone"]
)
def test_every_tool_of_the_map(network, page_of, language, screen):
    page = page_of(make_user("planner"), **screen)
    found = {}
    states = [{"t": tool} for tool in TOOLS] + [{"t": "edit", "e": edit} for edit in EDITS]
    for state in states:
        page.goto(view(lang=language, **state))
        waited = ".edit-form" if "e" in state else "#panel-tool:not([hidden])"
        expect(page.locator(waited)).to_be_visible()
        if wrong := faults(page):
            found[str(state)] = wrong
    assert found == {}


@pytest.mark.parametrize("role", ["planner", "access_officer", "partner", "administrator"])
def test_every_page_of_the_menu(network, page_of, role):
    user = make_user(role)
    addresses = [entry.address for entry in navigation.offered_to(user)]
    page = page_of(user, **DESK)
    found = {}
    for address in (*addresses, *BESIDE):
        for language in ("de", "en"):
            page.goto(f"{address}?lang={language}")
            expect(page.locator("html")).to_have_attribute("lang", language)
            if wrong := faults(page):
                found[f"{address} {language}"] = wrong
    assert found == {}
