"""An answer that comes once the person went on to another form leaves that form alone."""

import pytest
from playwright.sync_api import Page, Route, expect

from assets.models import Site
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, drafted, fill, points, save, saved, start

SAVES = "**/edit/?lang=*"


@pytest.fixture
def page(network, page_of) -> Page:
    return page_of(make_user("editor"), **DESK)


def hold_first(page: Page) -> list[Route]:
    """Holds the first save back on its way, until its `continue_`."""
    routes: list[Route] = []

    def hold(route: Route) -> None:
        routes.append(route)
        if len(routes) > 1:
            route.continue_()

    page.route(SAVES, hold)
    return routes


def begin_site_and_go_on(page: Page, code: str) -> Route:
    """Sends a site, and draws a route while its answer is under way."""
    start(page, "site-create", view())
    routes = hold_first(page)
    points(page, (20, 30))
    fill(page, kind="chamber", code=code)
    save(page)
    expect(page.locator("#status-edit")).to_contain_text("wird gespeichert")
    page.get_by_role("button", name="Trasse", exact=True).click()
    expect(page.locator("[data-edit=segment-create].edit-form")).to_be_visible()
    # The network is not idle as long as the answer is under way.
    box = page.locator("#map").bounding_box()
    for right, down in ((0, 0), (-50, 100)):
        page.mouse.click(box["x"] + box["width"] / 2 + right, box["y"] + box["height"] / 2 + down)
    fill(page, code="WEITER")
    drafted(page, "WEITER")
    (route,) = routes
    return route


def still_there(page: Page) -> None:
    expect(page.locator("#edit-code")).to_have_value("WEITER")
    expect(page.locator(".edit-corner")).to_have_count(2)
    drafted(page, "WEITER")


def test_what_is_saved_meanwhile_does_not_close_the_form_that_is_open_now(page):
    begin_site_and_go_on(page, "N-1").continue_()
    expect(page.locator("#toast")).to_contain_text("Gespeichert: Neuer Standort")
    assert Site.objects.filter(code="N-1").exists()
    still_there(page)
    fill(page, kind="open_cut", end_code="N-2")
    save(page)
    saved(page)
    for what in ("Neuer Trassenabschnitt", "Neuer Standort"):
        page.locator("#edit-undo").click()
        expect(page.locator("#toast")).to_contain_text(f"Rückgängig gemacht: {what}")


def test_what_is_refused_meanwhile_is_said_and_kept_as_a_draft(page):
    begin_site_and_go_on(page, "B").continue_()
    expect(page.locator("#toast")).to_contain_text("„Neuer Standort“ wurde nicht gespeichert:")
    still_there(page)
    page.get_by_role("button", name="Standort", exact=True).click()
    expect(page.locator("[data-edit=site-create].edit-form")).to_be_visible()
    expect(page.locator("#edit-code")).to_have_value("B")
