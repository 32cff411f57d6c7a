"""Looking things up on the map: layers, panels, search, address, language."""

import re
from urllib.parse import parse_qs, urlsplit

from django.contrib.gis.geos import Point
from playwright.sync_api import Page, expect

from tests.builders import make_user, place
from tests.map.conftest import view

TILE_PIXELS = 512
# The map looks under the pointer once a frame.
TWO_FRAMES = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
WORLD_M = 40_075_016.69


def click_map(page: Page, right_m: float, down_m: float = 0, zoom: int = 18) -> None:
    """Clicks so many metres from the middle of the map."""
    page.wait_for_load_state("networkidle")
    box = page.locator("#map").bounding_box()
    metres_per_pixel = 156_543.03 * 0.6259 / 2**zoom
    x = box["x"] + box["width"] / 2 + right_m / metres_per_pixel
    page.mouse.click(x, box["y"] + box["height"] / 2 + down_m / metres_per_pixel)


def world_pixels(point: Point, zoom: int) -> tuple[float, float]:
    """Where a place lies on the map of the whole world at a zoom, in pixels (web Mercator)."""
    there = point.transform(3857, clone=True)
    size = 256 * 2**zoom
    return there.x / WORLD_M * size, -there.y / WORLD_M * size


def heading(page: Page):
    return page.locator("#panel-body h2")


def test_a_click_shows_the_facts_and_the_address_holds_them(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())

    click_map(page, 50)

    expect(heading(page)).to_have_text("B-C")
    expect(page.locator("svg.drawing a.tube")).to_have_count(4)
    assert f"p=segment:{network['B-C'].public_id}" in page.url
    page.reload()
    expect(heading(page)).to_have_text("B-C")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert "p=" not in page.url


def test_sites_win_over_lines_and_nothing_is_nothing(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())

    click_map(page, 0)
    expect(heading(page)).to_have_text("B")
    page.keyboard.press("Escape")
    click_map(page, 0, down_m=60)
    expect(page.locator("#panel")).to_be_hidden()


def test_the_pointer_finds_a_line_all_along_across_the_edges_of_tiles(network, page_of):
    page = page_of(make_user("viewer"), viewport={"width": 1440, "height": 700})
    page.goto(view(19))
    page.wait_for_load_state("networkidle")
    box = page.locator("#map").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    here = world_pixels(place(100), 19)

    found, edges = set(), set()
    for east in range(40, 197):  # before lies the legend
        x, y = world_pixels(place(east), 19)
        edges.add(x // TILE_PIXELS)
        page.mouse.move(middle[0] + x - here[0], middle[1] + y - here[1])
        page.evaluate(TWO_FRAMES)
        found.add(page.locator("#map").get_attribute("data-cursor"))

    assert len(edges) >= 3
    assert found == {"hit"}


def test_small_scales_say_from_where_things_can_be_chosen(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(13))

    click_map(page, 50, zoom=13)
    expect(page.locator("#toast")).to_contain_text("Vergrößern Sie die Karte")

    page.goto(view(14))
    click_map(page, 50, zoom=14)
    expect(heading(page)).to_have_text("B-C")


def test_links_in_the_panel_leave_a_trail(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(p=f"segment:{network['A-B'].public_id}"))

    page.locator(".contents a", has_text="RV").first.click()
    expect(heading(page)).to_have_text("RV")
    page.locator("svg.drawing a.tube--occupied").last.click()
    expect(heading(page)).to_have_text("RV.02")
    expect(page.locator("#panel-trail li")).to_have_text(["A-B", "RV", "RV.02"])

    page.go_back()
    expect(heading(page)).to_have_text("RV")
    page.locator("#panel-trail button", has_text="A-B").click()
    expect(heading(page)).to_have_text("A-B")


def test_search_works_by_keyboard_alone(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(15))

    page.locator("#map").focus()
    page.keyboard.press("/")
    page.keyboard.type("gw")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(heading(page)).to_have_text("GW-1")
    expect(page.locator("#search")).to_have_value("GW-1")


def test_search_takes_coordinates_and_says_when_there_is_nothing(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(15))

    page.fill("#search", "51.2600 7.1500")
    page.locator("[role=option]").click()
    expect(page).to_have_url(re.compile(r"c=51\.26000,7\.15000"))
    page.fill("#search", "Nirgendwo")
    expect(page.locator(".topbar .combobox__message")).to_contain_text("Kein Treffer")


def test_layers_are_switched_and_remembered_in_the_address(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())

    page.get_by_label("Trassenabschnitte", exact=True).uncheck()
    assert "l=cables,sites,gateways" in page.url
    page.get_by_label("Kabel", exact=True).uncheck()
    click_map(page, 50)
    expect(page.locator("#panel")).to_be_hidden()

    page.reload()
    expect(page.get_by_label("Trassenabschnitte", exact=True)).not_to_be_checked()


def test_the_other_language_shows_the_same_place(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(
        view(p=f"site:{network['A'].public_id}", s="owner", l="segments,sites")
        + "&layer=segments&kind=open_cut"
    )
    expect(page.locator(".panel__kind")).to_contain_text("Standort")
    before = parse_qs(urlsplit(page.url).query)

    page.get_by_role("link", name="EN", exact=True).click()

    expect(page.locator(".panel__kind")).to_contain_text("Site")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert parse_qs(urlsplit(page.url).query) == {**before, "lang": ["en"]}
    expect(page.get_by_label("Colour shows")).to_have_value("owner")
    expect(page.locator(".filter-chip")).to_contain_text("1 filter active")
    expect(page.get_by_label("Cables", exact=True)).not_to_be_checked()
    expect(page.locator("#status-scale")).to_contain_text("1 : 1,400")


def test_a_panel_that_fails_can_be_tried_again(network, page_of):
    page = page_of(make_user("viewer"))
    page.route("**/panel/**", lambda route: route.abort())
    page.goto(view(p=f"site:{network['A'].public_id}"))
    expect(page.locator("#panel-body")).to_contain_text("konnten nicht geladen werden")

    page.unroute("**/panel/**")
    page.get_by_role("button", name="Erneut versuchen").click()

    expect(heading(page)).to_have_text("A")


def test_partners_see_cells_and_no_plant(network, page_of):
    page = page_of(make_user("partner"))
    page.goto(view(p=f"segment:{network['A-B'].public_id}"))

    expect(page.locator("#panel-body")).to_contain_text("gibt es nicht, oder Sie dürfen")
    expect(page.get_by_label("Korridor freier Kapazität")).to_be_checked()
    page.keyboard.press("Escape")
    click_map(page, 50)
    expect(page.locator("#panel")).to_be_hidden()


def test_a_broken_address_still_opens_the_map(network, page_of):
    page = page_of(make_user("viewer"))

    page.goto("/?z=x&c=1&l=%00&p=segment&t=hack&a=99,999&%E0%A4%A")

    expect(page.locator("#status-position")).to_contain_text("EPSG:25832")


def test_on_a_phone_the_panel_is_a_sheet(network, page_of):
    page = page_of(make_user("viewer"), viewport={"width": 390, "height": 844}, has_touch=True)
    page.goto(view(p=f"segment:{network['A-B'].public_id}"))
    expect(heading(page)).to_have_text("A-B")

    sheet = page.locator("#panel").bounding_box()
    assert sheet["width"] == 390
    assert sheet["y"] > 300
    page.get_by_role("button", name="Größer", exact=True).click()
    assert page.locator("#panel").bounding_box()["height"] > sheet["height"]
    assert page.evaluate("document.documentElement.scrollWidth") == 390
