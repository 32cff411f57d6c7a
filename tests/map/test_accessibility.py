"""axe-core finds nothing: in both languages, light and dark, at desk and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from config.setup.front_end import SOURCE
from tests.builders import make_user
from tests.map.conftest import view

AXE = SOURCE / "node_modules" / "axe-core" / "axe.min.js"
# What passes would be ten times as long on its way into this process.
RUN = "within => axe.run(within, {resultTypes: ['violations']}).then(({violations}) => violations)"
DESK = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
DARK = {**DESK, "color_scheme": "dark"}


def faults(page: Page, within: str = "html") -> list[str]:
    page.wait_for_load_state("networkidle")
    page.evaluate(AXE.read_text())
    found = page.evaluate(RUN, within)
    return [f"{one['id']}: {node['html'][:160]}" for one in found for node in one["nodes"]]


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "de")],
    ids=["desk", "phone", "dark"],
)
def test_the_map_and_its_panels(network, page_of, screen, language):
    page = page_of(make_user("planner"), **screen)
    page.goto(view(lang=language))
    assert faults(page) == []

    page.goto(view(lang=language, p=f"segment:{network['A-B'].public_id}"))
    expect(page.locator("#panel-body h2")).to_have_text("A-B")
    page.evaluate("document.querySelectorAll('#panel details').forEach(one => one.open = true)")
    assert faults(page) == []

    page.goto(view(lang=language, t="route"))
    page.locator(".route-form button[type=submit]").click()
    expect(page.locator(".kern-error:not([hidden])").first).to_be_visible()
    assert faults(page) == []


def test_search_results_and_reserve_dialog(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(17, t="route", a="51.25653,7.13699", b="51.25656,7.13985"))
    page.get_by_role("button", name="Wege suchen").click()
    expect(page.locator(".route-compare")).to_be_visible()
    assert faults(page) == []

    page.fill("#search", "RV")
    expect(page.locator("[role=option]").first).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Reservieren", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert faults(page) == []


def test_without_a_login(transactional_db, page_of):
    for screen in (DESK, PHONE):
        page = page_of(None, **screen)
        page.goto("/?lang=de")
        assert faults(page) == []


ADMINISTRATION = {
    "administrator": [
        "/admin/",
        "/admin/accounts/user/",
        "/admin/accounts/user/add/",
        "/admin/assets/ducttype/",
        "/admin/reservations/tariff/",
        "/admin/reservations/tariff/add/",
        "/admin/reservations/clockrule/",
    ],
    "editor": [
        "/admin/assets/segment/",
        "/admin/assets/segment/add/",
        "/admin/assets/segment/{segment}/change/",
        "/admin/assets/segment/{segment}/history/",
        "/admin/assets/segment/{segment}/split/",
        "/admin/assets/segment/{segment}/delete/",
        "/admin/assets/duct/{duct}/change/",
        "/admin/assets/duct/{duct}/cut/",
        "/admin/assets/duct/{duct}/reroute/",
    ],
    "access_officer": ["/admin/reservations/claim/", "/admin/history/change/"],
}


@pytest.mark.parametrize("screen", [DESK, PHONE, DARK], ids=["desk", "phone", "dark"])
@pytest.mark.parametrize("role", ADMINISTRATION)
def test_the_administration(network, page_of, role, screen):
    names = {"segment": network["A-B"].pk, "duct": network["A-B"].duct_sections.first().duct_id}
    page = page_of(make_user(role), **screen)
    found = {}
    for address in ADMINISTRATION[role]:
        page.goto(address.format(**names))
        if wrong := faults(page):
            found[address] = wrong
    assert found == {}


def test_logging_in_and_the_password(transactional_db, page_of):
    page = page_of(None, **DESK)
    addresses = ("/accounts/login/?lang=de", "/accounts/login/?lang=en", "/accessibility/?lang=de")
    for address in addresses:
        page.goto(address)
        assert faults(page) == []
    page = page_of(make_user("partner"), **PHONE)
    page.goto("/accounts/password/?lang=en")
    assert faults(page) == []


def test_own_reservations_and_the_list_of_operations(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(t="mine"))
    expect(page.locator("#panel-tool .panel__empty")).to_be_visible()
    assert faults(page) == []

    page.goto("/graphql/?lang=de")
    expect(page.locator(".operations li").first).to_be_visible()
    assert faults(page, ".operations") == []
