"""The account pages in a real browser: a token made and revoked, and axe-core finds nothing."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import ApiToken
from config.setup import front_end
from tests.builders import make_user
from tests.map.test_accessibility import DARK, DESK, PHONE, faults


@pytest.fixture(scope="module", autouse=True)
def built() -> None:
    front_end.ensure_build()


def _fits(page: Page) -> bool:
    """Nothing sticks out to the right of the window."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "de")],
    ids=["desk", "phone", "dark"],
)
def test_a_token_from_empty_list_to_revoked(
    transactional_db: None, page_of: Any, screen: Any, language: str, request: Any
) -> None:
    page = page_of(make_user("planner"), **screen)
    page.goto(f"/accounts/?lang={language}")
    assert faults(page) == [] and _fits(page)
    page.locator("a[href$='/accounts/tokens/']").click()
    assert faults(page) == [] and _fits(page)

    page.locator("button[type=submit]").click()
    expect(page.locator("[role=alert]").first).to_be_visible()
    assert faults(page) == [] and _fits(page)

    page.fill("[name=name]", "Nächtlicher Export der freien Rohre nach QGIS")
    page.locator("[name=scopes][value=reserve]").check()
    page.locator("button[type=submit]").click()
    expect(page.locator(".form-page__secret")).to_contain_text("tb_")
    assert faults(page) == [] and _fits(page)

    page.locator(".tokens a").click()
    assert faults(page) == [] and _fits(page)
    page.locator("button[type=submit]").click()
    expect(page.locator("[role=status]")).to_be_visible()
    expect(page.locator(".tokens__one--over")).to_have_count(1)
    assert faults(page) == [] and _fits(page)
    assert ApiToken.objects.get().revoked_at is not None
