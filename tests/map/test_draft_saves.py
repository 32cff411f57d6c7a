"""A draft in the portal saves itself: over a cut line, in two tabs, with a mistake in it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from accounts.roles import Role
from network.periods import Period
from reservations.models import AccessRequest, RequestKind
from reservations.services import access_request
from tests.builders import make_organisation, make_user
from tests.map.test_accessibility import DESK


@pytest.fixture
def draft(network: Any) -> AccessRequest:
    today = dt.date.today()
    with transaction.atomic():
        by = make_user(Role.PARTNER, make_organisation("nord", "carrier"))
        return access_request.draft(
            kind=RequestKind.ROAD_CONSENT,
            by=by,
            subject="Anbindung Schule",
            period=Period(today + dt.timedelta(days=30), today + dt.timedelta(days=395)),
            contact_name="Ada Nord",
            contact_email="ada@nord.example",
        )


@pytest.fixture
def page(draft: AccessRequest, page_of: Any) -> Page:
    """The facts of the draft, opened."""
    page = page_of(draft.created_by, **DESK)
    page.goto(f"/portal/{draft.public_id}/facts/?lang=de")
    return page


def said(page: Page) -> Any:
    return page.locator(".portal-saved")


def described(draft: AccessRequest) -> str:
    return AccessRequest.objects.get(pk=draft.pk).description


def test_what_was_typed_without_a_line_is_saved_once_it_is_back(draft, page) -> None:
    page.context.set_offline(True)
    page.get_by_label("Projektbeschreibung").fill("Im Tunnel geschrieben")
    expect(said(page)).to_contain_text("keine Verbindung")
    # A page that cannot be sent now would be lost with all that is typed.
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.get_by_label("Projektbeschreibung")).to_have_value("Im Tunnel geschrieben")
    page.context.set_offline(False)
    expect(said(page)).to_have_text("Gespeichert")
    assert described(draft) == "Im Tunnel geschrieben"


def test_a_mistake_is_named_and_not_left_without_a_question(draft, page) -> None:
    page.get_by_label("E-Mail der Ansprechperson").fill("niemand")
    expect(said(page)).to_contain_text("Geben Sie eine E-Mail-Adresse ein")
    page.once("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.get_by_role("link", name="3. Prüfen und einreichen").click()
    assert asked.value.type == "beforeunload"
    expect(page.get_by_label("E-Mail der Ansprechperson")).to_have_value("niemand")
    page.get_by_label("E-Mail der Ansprechperson").fill("wer@nord.example")
    expect(said(page)).to_have_text("Gespeichert")


def test_the_second_tab_is_told_that_it_is_overtaken(draft, page) -> None:
    other = page.context.new_page()
    other.goto(page.url)
    page.get_by_label("Projektbeschreibung").fill("Aus dem ersten")
    expect(said(page)).to_have_text("Gespeichert")
    other.get_by_label("Projektbeschreibung").fill("Aus dem zweiten")
    expect(said(other)).to_have_text(re.compile("^Nicht gespeichert: [^:]*inzwischen"))
    assert described(draft) == "Aus dem ersten"


def test_back_from_the_next_step_it_saves_on(draft, page) -> None:
    page.get_by_label("Projektbeschreibung").fill("Erster Satz")
    expect(said(page)).to_have_text("Gespeichert")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.wait_for_url("**/elements/")
    page.go_back()
    expect(page.get_by_label("Projektbeschreibung")).to_have_value("Erster Satz")
    page.get_by_label("Projektbeschreibung").fill("Zweiter Satz")
    expect(said(page)).to_have_text("Gespeichert")
    assert described(draft) == "Zweiter Satz"


def test_who_is_logged_out_hears_it(draft, page) -> None:
    page.context.clear_cookies(name="sessionid")
    page.get_by_label("Projektbeschreibung").fill("Nach der Mittagspause")
    expect(said(page)).to_contain_text("abgemeldet")
    assert described(draft) == ""
