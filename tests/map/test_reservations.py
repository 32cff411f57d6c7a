"""A carrier from question to answer in the browser: find, compare, reserve, look again, release."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from reservations.models import Claim, ClaimState
from reservations.services import decide
from tests.builders import (
    make_duct,
    make_duct_type,
    make_line_network,
    make_organisation,
    make_user,
)
from tests.map.conftest import view
from tests.map.test_routes import A, C

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


@pytest.fixture
def two_ways(transactional_db):
    """Two single tubes from A to C: straight over B, and longer over D."""
    with transaction.atomic():
        network = make_line_network("A-B-C, A-D-C")
        tube = make_duct_type("7x1.5", "tube")
        make_duct(network, "A-B-C", code="MR-1", type=tube)
        make_duct(network, "A-D-C", code="MR-2", type=tube)
    return network


def focused(page: Page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()")


IS_THERE = """name => [...document.querySelectorAll("[id], a, button, summary")].some(
  one => (one.id || one.textContent.trim()) === name && one.checkVisibility())"""


def tab_to(page: Page, name: str) -> None:
    """Presses Tab until the control is reached, as somebody without a mouse does who sees it."""
    page.wait_for_function(IS_THERE, arg=name)
    for _step in range(60):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{name!r} cannot be reached by Tab")


def test_a_carrier_does_all_of_it_with_the_keyboard(two_ways, page_of):
    page = page_of(make_user("partner"))
    page.goto(view(17))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    for field, place in (("route-from", A), ("route-to", C)):
        tab_to(page, field)
        page.keyboard.type(place.replace(",", " "))
        expect(page.locator("[role=option]")).to_have_count(1)
        page.keyboard.press("Enter")
    tab_to(page, "Wege suchen")
    page.keyboard.press("Enter")
    expect(page.locator(".route-compare")).to_contain_text("ca.")

    tab_to(page, "Reservieren")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("ca.")
    tab_to(page, "Verbindlich reservieren")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("vorgemerkt")
    page.keyboard.press("Enter")

    page.locator("#map").focus()
    page.keyboard.press("m")
    claim = Claim.objects.get()
    expect(page.get_by_role("listitem", name=str(claim))).to_contain_text("vorgemerkt bis")
    tab_to(page, "Aufheben")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text(f"{claim} aufheben?")
    tab_to(page, "Reservierung aufheben")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem", name=str(claim))).to_contain_text("aufgehoben")
    claim.refresh_from_db()
    assert claim.state == ClaimState.RELEASED


def test_a_carrier_does_all_of_it_on_a_phone(two_ways, page_of):
    page = page_of(make_user("partner"), **PHONE)
    page.goto(view(17, t="route", a=A, b=C))
    page.get_by_role("button", name="Wege suchen").tap()
    expect(page.locator(".route-compare")).to_be_visible()
    page.get_by_role("button", name="Reservieren", exact=True).tap()
    page.get_by_role("button", name="Verbindlich reservieren").tap()
    page.get_by_role("dialog").get_by_role("button", name="Schließen").tap()

    page.get_by_role("button", name="Unsere").tap()
    claim = Claim.objects.get()
    item = page.get_by_role("listitem", name=str(claim))
    item.get_by_role("button", name="Auf der Karte zeigen").tap()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    item.get_by_role("button", name="Aufheben").tap()
    page.get_by_role("dialog").get_by_role("button", name="Abbrechen").tap()
    expect(item).to_contain_text("vorgemerkt bis")
    assert Claim.objects.get().state == ClaimState.HELD


def test_each_carrier_sees_its_own_and_the_ducts_once_confirmed(two_ways, page_of):
    partner = make_user("partner")
    page = page_of(partner)
    page.goto(view(17, t="mine"))
    expect(page.locator("#panel-tool")).to_contain_text("noch nichts reserviert")
    page.goto(view(17, t="route", a=A, b=C))
    page.get_by_role("button", name="Wege suchen").click()
    page.get_by_role("button", name="Reservieren", exact=True).click()
    page.get_by_role("button", name="Verbindlich reservieren").click()
    expect(page.get_by_role("dialog")).to_contain_text("vorgemerkt")
    page.goto(view(17, t="mine"))
    item = page.get_by_role("listitem", name=re.compile("^R-"))
    expect(item).to_contain_text("ca.")
    expect(item).not_to_contain_text("MR-1")

    with transaction.atomic():
        decide.confirm(claim=Claim.objects.get(), by=make_user("access_officer"))
    page.reload()
    expect(item).to_contain_text("bestätigt")
    item.get_by_role("link", name=re.compile("MR-1")).click()
    expect(page.locator("#panel-body h2")).to_have_text("MR-1")

    other = page_of(make_user("partner", make_organisation("anders", "carrier")))
    other.goto(view(17, t="mine"))
    expect(other.locator("#panel-tool")).to_contain_text("noch nichts reserviert")


def test_a_shared_link_asks_the_same_question_again(two_ways, page_of):
    page = page_of(make_user("partner"), permissions=["clipboard-read", "clipboard-write"])
    page.goto(view(17, t="route", a=A, b=C))
    page.fill("#route-options", "2")
    page.fill("#route-inner", "3,5")
    page.get_by_role("button", name="Wege suchen").click()
    expect(page.locator(".route-compare thead th")).to_have_count(2)
    page.get_by_role("button", name="Link zu dieser Ansicht kopieren").click()
    expect(page.locator("#toast")).to_contain_text("kopiert")
    link = page.evaluate("navigator.clipboard.readText()")

    colleague = page_of(make_user("partner"))
    colleague.goto(link)
    expect(colleague.locator(".route-compare thead th")).to_have_count(2)
    expect(colleague.locator("#route-inner")).to_have_value("3.5")


def test_without_the_right_to_reserve_there_is_no_list(two_ways, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(17))
    expect(page.locator("[data-tool=mine]")).to_have_count(0)


def test_enter_before_the_suggestions_takes_the_first(two_ways, page_of):
    page = page_of(make_user("partner"))
    page.goto(view(17))
    page.wait_for_load_state("networkidle")
    page.keyboard.press("r")
    tab_to(page, "route-from")
    page.keyboard.type(A.replace(",", " "))
    page.keyboard.press("Enter")
    expect(page.locator("#route-from")).to_have_value(re.compile(r"^370\.000"))
    # Longer than the pause after which a list opens.
    page.wait_for_timeout(500)
    expect(page.locator("[role=option]")).to_have_count(0)
