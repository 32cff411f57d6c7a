"""axe-core finds nothing in both languages: the map with each tool, every page of the menu.

Pages come from the menu itself, so that one that somebody adds is looked at, too.
"""

from typing import Any

import pytest
from playwright.sync_api import expect

from assets.models import Cable, Duct, Gateway
from gis import navigation
from gis.editing import registry
from tests.builders import Network, make_user
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


LANGUAGES = pytest.mark.parametrize(
    ("language", "screen"), [("de", DARK), ("en", PHONE)], ids=["de-dark", "en-phone"]
)


@LANGUAGES
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


@LANGUAGES
def test_every_panel_and_what_it_offers(network, page_of, language, screen):
    user = make_user("planner")
    page = page_of(user, **screen)
    found = {}
    for kind, asset in _one_of_each(network).items():
        page.goto(view(lang=language, p=f"{kind}:{asset.public_id}"))
        expect(page.locator("#panel-body h2").first).to_be_visible()
        page.evaluate("document.querySelectorAll('#panel details').forEach(one => one.open = true)")
        if wrong := faults(page):
            found[kind] = wrong
        edits = registry.offered_to(user, kind, asset.public_id)
        assert len(edits) > 1, kind
        for edit in edits:
            page.goto(view(lang=language, t="edit", e=f"{edit.name}:{asset.public_id}"))
            expect(page.locator(".edit-form")).to_be_visible()
            if wrong := faults(page):
                found[edit.name] = wrong
    assert found == {}


def _one_of_each(network: Network) -> dict[str, Any]:
    return {
        "site": network["A"],
        "segment": network["A-B"],
        "duct": Duct.objects.get(number=1),
        "cable": Cable.objects.get(),
        "gateway": Gateway.objects.get(),
    }


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
