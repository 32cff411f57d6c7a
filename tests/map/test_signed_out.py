"""Logged out elsewhere, or the session is over: the page says so, and nothing typed is lost."""

from urllib.parse import unquote

import pytest
from playwright.sync_api import Page, expect

from accounts.models import Session
from assets.models import Site
from tests.builders import PASSWORD, make_user
from tests.map.conftest import view
from tests.map.editing import DESK, drafted, fill, points, save, saved, start

OVER = "Sie sind nicht mehr angemeldet"


def log_in_again(page: Page, email: str) -> None:
    page.fill("[name=username]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("button[type=submit]").click()


def test_what_was_drawn_is_back_after_the_login_and_can_be_saved(network, page_of):
    user = make_user("editor")
    page = page_of(user, **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="chamber", code="S-9")
    drafted(page, "S-9")
    Session.objects.all().delete()

    # Not by a click: a tile that is asked for meanwhile may have said it already.
    page.evaluate("document.querySelector('.edit-form').requestSubmit()")

    expect(page.get_by_role("dialog")).to_contain_text(OVER)
    expect(page.locator(".edit-host .kern-alert--danger")).to_contain_text(OVER)
    page.get_by_role("button", name="Neu anmelden").click()
    log_in_again(page, user.email)
    expect(page.locator("#edit-code")).to_have_value("S-9")
    save(page)
    saved(page)
    assert Site.objects.filter(code="S-9").count() == 1


def test_who_logged_in_again_in_another_tab_just_saves(network, page_of):
    user = make_user("editor")
    page = page_of(user, **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="chamber", code="S-9")
    page.context.clear_cookies()
    other = page.context.new_page()
    other.goto("/accounts/login/?lang=de")
    log_in_again(other, user.email)
    expect(other.locator("#map")).to_be_visible()

    save(page)

    saved(page)
    assert Site.objects.filter(code="S-9").count() == 1


@pytest.mark.parametrize("tool", ["search", "filter", "mine", "bookmarks"])
def test_nothing_is_said_to_be_missing_that_only_a_stranger_does_not_see(network, page_of, tool):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view())
    page.wait_for_load_state("networkidle")
    Session.objects.all().delete()
    if tool == "search":
        page.fill("#search", "RV")
    else:
        page.locator(f"[data-tool={tool}]").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(OVER)
    expect(dialog).to_have_count(1)
    dialog.get_by_role("button", name="Abbrechen").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Kein Treffer")).to_have_count(0)


def test_who_logs_in_from_the_map_comes_back_to_the_same_place(network, page_of):
    user = make_user("viewer")
    page = page_of(None, **DESK)
    page.goto(view(16, t="measure"))
    page.locator(".topbar").get_by_role("link", name="Anmelden").click()
    log_in_again(page, user.email)
    expect(page.locator(".measure")).to_be_visible()
    assert "z=16" in unquote(page.url) and "t=measure" in page.url
