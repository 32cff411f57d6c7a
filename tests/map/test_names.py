"""What a screen reader says: no two buttons of one name, no place without content."""

from django.db import transaction
from playwright.sync_api import Page, expect

from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE, start
from tests.map.test_overview import figures
from tests.reservations.conftest import next_year

__all__ = ["figures"]

NAMES = """within => [...document.querySelectorAll(`${within} :is(button, summary)`)]
  .filter(one => one.checkVisibility())
  .map(one => one.ariaLabel || one.textContent.trim())"""


def names(page: Page, within: str) -> list[str]:
    return page.evaluate(NAMES, within)


def test_each_reservation_is_named_by_its_buttons(network, page_of):
    user = make_user("partner")
    bundle = network["A-B"].duct_sections.filter(parent__isnull=False).order_by("position")
    with transaction.atomic():
        for section in (bundle.first(), bundle.last()):
            way = Stretch(section.duct_id, network["A"].pk, network["C"].pk)
            reserve(units=(way,), period=next_year(), idempotency_key=str(way), by=user)
    page = page_of(user, **DESK)
    page.goto(view(t="mine"))
    expect(page.locator(".mine__item")).to_have_count(2)
    found = names(page, ".mine__item")
    assert len(found) == 4
    assert len(set(found)) == 4


def test_the_way_here_is_no_place_before_there_is_one(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(t="measure"))
    way = page.get_by_role("navigation", name="Weg hierher")
    expect(page.locator(".measure")).to_be_visible()
    expect(way).to_have_count(0)
    page.goto(view(p=f"site:{network['B'].public_id}"))
    page.locator("#panel-body a[data-panel]").first.click()
    expect(way).to_have_count(1)


def test_the_tables_of_the_overview_are_told_apart(figures, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto("/overview/?lang=de")
    found = names(page, ".figures")
    assert len(found) == len(set(found)) > 0


def test_the_search_says_when_it_may_have_left_something_out(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view())
    found = [
        {"kind": "site", "id": str(number), "label": f"S-{number}", "detail": ""}
        for number in range(10)
    ]
    results = [{**one, "lon": 7.1, "lat": 51.2} for one in found]
    page.route("**/search/*", lambda route: route.fulfill(json={"results": results}))
    page.fill("#search", "S-")
    expect(page.locator(".topbar__search [role=status]")).to_contain_text("Die 10 besten Treffer")


def test_the_small_maps_are_named_in_the_language_of_their_page(network, page_of):
    page = page_of(make_user("partner"), **DESK)
    for language, words in (("de", ["Vergrößern", "Verkleinern"]), ("en", ["Zoom in", "Zoom out"])):
        page.goto(f"/portal/enquiry/?lang={language}")
        zoom = page.locator(".leaflet-control-zoom a")
        expect(zoom).to_have_count(2)
        assert [one.get_attribute("aria-label") for one in zoom.all()] == words


def test_a_place_that_is_set_by_keyboard_is_said(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    start(page, "site-create", view())
    page.locator("#map").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#map-announcer")).to_contain_text("Ort gesetzt: 370.")


def test_on_a_phone_the_legend_is_seen_beside_a_background_that_does_not_answer(network, page_of):
    page = page_of(make_user("viewer"), **PHONE)
    page.goto(view())
    note = page.locator("#map .leaflet-control-attribution")
    note.evaluate("one => (one.textContent = 'Der Hintergrund antwortet nicht. '.repeat(3))")
    legend, said = page.locator("#legend").bounding_box(), note.bounding_box()
    assert said["x"] >= legend["x"] + legend["width"]
