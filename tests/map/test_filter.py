"""The filter builder: list and map alike, kept in the address, wrong values explained."""

import re

import pytest
from playwright.sync_api import Page, expect

from assets.models import Segment
from tests.builders import make_line_network, make_user
from tests.map.conftest import view
from tests.map.test_accessibility import DESK, PHONE, faults
from tests.map.test_map import click_map, heading


@pytest.fixture
def drilled(network):
    """B-C is drilled and planned, A-B is neither."""
    Segment.objects.filter(code="B-C").update(kind="drilled", life_cycle="planned")
    return network


def results(page: Page):
    return page.locator(".filter__results a[data-panel]")


def kinds(page: Page) -> None:
    """Unfolds the kinds to choose from."""
    page.get_by_text("Art", exact=True).click()


def nothing_at(page: Page, right_m: float) -> None:
    click_map(page, right_m)
    expect(page.locator("#map-announcer")).to_contain_text("Hier liegt nichts")


def test_list_and_map_show_the_same(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(l="segments"))
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(results(page)).to_have_text(["A-B", "B-C"])

    kinds(page)
    page.get_by_label("Gebohrt").check()

    expect(results(page)).to_have_text(["B-C"])
    assert "layer=segments&kind=drilled" in page.url
    expect(page.locator(".filter-chip")).to_contain_text("Trassenabschnitte: 1 Filter aktiv")
    nothing_at(page, -50)
    click_map(page, 50)
    expect(heading(page)).to_have_text("B-C")


def test_a_link_brings_the_filter_along_and_it_can_be_taken_away_on_the_map(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(l="segments") + "&layer=segments&kind=drilled&life_cycle=planned")
    expect(page.locator(".filter-chip")).to_contain_text("2 Filter aktiv")
    nothing_at(page, -50)

    page.locator(".filter-chip__edit").click()
    expect(results(page)).to_have_text(["B-C"])
    expect(page.get_by_label("Gebohrt")).to_be_checked()
    page.locator(".filter-chip__clear").click()

    expect(page.locator(".filter-chip")).to_be_hidden()
    expect(results(page)).to_have_text(["A-B", "B-C"])
    expect(page.get_by_label("Gebohrt")).not_to_be_checked()
    assert "layer=" not in page.url
    click_map(page, -50)
    expect(heading(page)).to_have_text("A-B")


def test_a_result_opens_its_panel_and_leads_back_to_the_list(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="filter"))

    results(page).first.click()
    expect(heading(page)).to_have_text("A-B")
    page.keyboard.press("Escape")

    expect(results(page)).to_have_text(["A-B", "B-C"])


def test_other_lists_have_their_own_filters(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="filter"))

    page.get_by_label("Was soll gefiltert werden?").select_option("gateways")
    expect(results(page)).to_have_text(["GW-1"])
    page.get_by_label("Netz", exact=True).fill("nowhere")
    page.keyboard.press("Enter")

    expect(page.locator(".filter__results")).to_contain_text("Nichts passt zu allen")
    assert "layer=gateways&network=nowhere" in page.url


def test_what_the_map_shows_is_a_filter(drilled, page_of):
    page = page_of(make_user("viewer"), viewport={"width": 900, "height": 700})
    page.goto(view(19, t="filter"))
    page.get_by_label("Was soll gefiltert werden?").select_option("sites")
    expect(results(page)).to_have_text(["A", "B", "C"])

    page.get_by_label("Nur was die Karte gerade zeigt").check()

    expect(results(page)).to_have_text(["B"])
    assert re.search(r"in_box=7\.13\d+,51\.\d+,7\.13\d+,51\.\d+", page.url)


def test_wrong_values_are_explained_at_their_field(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="filter"))
    expect(results(page)).to_have_count(2)

    page.get_by_label("Gebaut ab").fill("alt")
    page.keyboard.press("Enter")

    field = page.locator('[data-field="built_from"]')
    expect(field.locator(".kern-error")).to_contain_text("Zahl")
    expect(field.locator("input")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("alert")).to_contain_text("So kann nicht gefiltert werden")
    assert faults(page) == []


@pytest.mark.parametrize("forged", ["layer=segments&colour=red", "layer=sites&kind=x", "layer=zzz"])
def test_a_forged_link_says_what_is_wrong_and_can_be_mended(drilled, page_of, forged):
    page = page_of(make_user("viewer"))
    page.goto(view(t="filter") + f"&{forged}")

    expect(page.get_by_role("alert")).to_contain_text("So kann nicht gefiltert werden")
    page.get_by_role("button", name="Filter aufheben").last.click()
    expect(page.get_by_role("alert")).to_have_count(0)
    expect(results(page).first).to_be_visible()


def test_long_lists_come_page_by_page(transactional_db, page_of):
    make_line_network("-".join(f"S{number:02}" for number in range(70)))
    page = page_of(make_user("viewer"))
    page.goto(view(t="filter") + "&layer=sites")
    expect(results(page)).to_have_count(50)

    page.get_by_role("button", name="Weitere zeigen").click()

    expect(results(page)).to_have_count(70)
    expect(results(page).nth(50)).to_be_focused()
    expect(page.get_by_role("button", name="Weitere zeigen")).to_have_count(0)


def test_the_list_that_cannot_be_reached_can_be_tried_again(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.route("**/list/**", lambda route: route.abort())
    page.goto(view(t="filter"))
    expect(page.get_by_role("alert")).to_contain_text("konnte nicht geladen werden")

    page.unroute("**/list/**")
    page.get_by_role("button", name="Erneut versuchen").click()

    expect(results(page)).to_have_count(2)


def test_by_keyboard_alone(drilled, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())
    page.locator("#map").focus()
    page.keyboard.press("f")
    expect(results(page)).to_have_count(2)

    page.get_by_text("Art", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_label("Gebohrt").focus()
    page.keyboard.press("Space")
    expect(results(page)).to_have_count(1)
    expect(page.get_by_label("Gebohrt")).to_be_focused()
    results(page).first.focus()
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("B-C")


@pytest.mark.parametrize(
    ("screen", "language"), [(DESK, "de"), (PHONE, "en")], ids=["desk", "phone"]
)
def test_accessible(drilled, page_of, screen, language):
    page = page_of(make_user("planner"), **screen)
    page.goto(view(lang=language, t="filter") + "&layer=segments&kind=drilled")
    expect(results(page)).to_have_count(1)
    page.locator(".filter__more > summary").click()
    assert faults(page) == []
