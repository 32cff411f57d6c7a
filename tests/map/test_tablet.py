"""The everyday tasks of docs/everyday-tasks.md on a tablet, held either way, with a finger."""

import os
import re

import pytest
from playwright.sync_api import Page, expect

from assets.models import Duct, Segment, Site
from reservations.models import Claim
from tests.builders import make_duct_type, make_fill_policies, make_user
from tests.map.conftest import CENTRE, view
from tests.map.editing import fill, saved
from tests.map.test_small_screens import TOUCH, wrong_with

UPRIGHT = {"viewport": {"width": 820, "height": 1180}, **TOUCH}
BESIDE_PX = 135
METRES_PER_DEGREE = 69_800
ACROSS = {"viewport": {"width": 1180, "height": 820}, **TOUCH}


@pytest.fixture(params=[UPRIGHT, ACROSS], ids=["upright", "across"])
def page(request, network, page_of) -> Page:
    make_duct_type()
    make_fill_policies()
    page = page_of(make_user("planner"), **request.param)
    page.goto(beside())
    page.wait_for_load_state("networkidle")
    return page


def metres_per_pixel(zoom: int) -> float:
    return 156_543.03 * 0.6259 / 2**zoom


def beside(zoom: int = 18, **values: str) -> str:
    """The drawn network in what an open panel leaves of the map of an upright tablet."""
    lat, lon = CENTRE
    east = BESIDE_PX * metres_per_pixel(zoom) / METRES_PER_DEGREE
    return view(zoom, c=f"{lat},{lon + east:.6f}", **values)


def tap_map(page: Page, *places: tuple[float, float], zoom: int = 18) -> None:
    """Taps on the map, each so many metres right and down from site B."""
    page.wait_for_load_state("networkidle")
    box = page.locator("#map").bounding_box()
    for right_m, down_m in places:
        x = box["x"] + box["width"] / 2 + right_m / metres_per_pixel(zoom) - BESIDE_PX
        y = box["y"] + box["height"] / 2 + down_m / metres_per_pixel(zoom)
        assert page.evaluate(
            "([x, y]) => document.elementFromPoint(x, y)?.closest('#map') !== null", [x, y]
        ), f"something lies over the map at {right_m}, {down_m}"
        page.touchscreen.tap(x, y)
        page.wait_for_timeout(400)


def choose(page: Page, name: str) -> None:
    """Edit, then the tool."""
    if not page.locator("#rail-edit").is_visible():
        page.locator("[data-tool=edit]").tap()
    page.locator(f"#rail-edit [data-edit={name}]").tap()
    expect(page.locator(".edit-form")).to_be_visible()


def send(page: Page) -> None:
    looked(page, page.locator(".edit-form").get_attribute("data-edit"))
    page.locator(".edit-form button[type=submit]").tap()
    saved(page)


def looked(page: Page, name: str) -> None:
    """What a finger wants is large enough, and nothing hangs over the edge."""
    assert wrong_with(page) == [], name
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/{page.viewport_size['width']}-{name}.png")


def test_finding_looking_and_measuring(page):
    page.locator("#search").tap()
    page.keyboard.type("gw")
    page.locator("[role=option]").first.tap()
    expect(page.locator("#panel-body h2")).to_have_text("GW-1")
    looked(page, "gateway")

    page.goto(beside())
    tap_map(page, (50, 0))
    page.locator("svg.drawing a.tube--occupied").last.tap()
    expect(page.locator("#panel-body h2")).to_have_text("RV.02")
    looked(page, "tube")

    page.goto(beside())
    page.locator("[data-tool=measure]").tap()
    tap_map(page, (-20, 30), (20, 30))
    expect(page.locator("#panel-tool")).to_contain_text(re.compile(r"40,\d|39,\d"))
    looked(page, "measure")


def test_a_site_is_placed_joined_by_a_route_and_moved(page):
    choose(page, "site-create")
    tap_map(page, (20, 30))
    fill(page, kind="handhole", code="H-1")
    send(page)

    page.goto(beside())
    choose(page, "segment-create")
    tap_map(page, (0, 0), (20, 30), (20, 30))
    said, panel = page.locator("#toast").bounding_box(), page.locator("#panel").bounding_box()
    assert said["x"] + said["width"] <= panel["x"], "a message lies over the buttons of the form"
    fill(page, kind="open_cut", code="B-H")
    send(page)
    assert Segment.objects.get(code="B-H").end_site.code == "H-1"

    page.goto(beside(p=f"site:{Site.objects.get(code='H-1').public_id}"))
    page.get_by_role("button", name="Standort ändern oder verschieben").tap()
    expect(page.locator(".edit-mark")).to_be_visible()
    tap_map(page, (30, 20))
    send(page)
    assert Site.objects.get(code="H-1").version == 2


def test_a_duct_is_laid_and_many_are_changed_and_changed_back(page):
    page.goto(beside(16))
    choose(page, "duct-create")
    tap_map(page, (-100, 0), (100, 0), zoom=16)
    expect(page.locator(".edit-note").first).to_contain_text("A-B, B-C")
    fill(page, type="50x4.6", code="R-1")
    send(page)
    assert Duct.objects.get(code="R-1").sections.count() == 2

    page.goto(beside(16))
    choose(page, "many-change")
    tap_map(page, (-60, -20), (60, 45), zoom=16)
    expect(page.locator(".edit-form")).to_contain_text("2 Objekte ausgewählt")
    fill(page, life_cycle="planned")
    send(page)
    assert Segment.objects.filter(life_cycle="planned").count() == 2
    page.locator("#edit-undo").tap()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert not Segment.objects.filter(life_cycle="planned").exists()


def test_a_free_way_is_found_and_reserved(page):
    page.goto(beside(16))
    page.locator("[data-tool=route]").tap()
    tap_map(page, (-99, 0), (99, 0), zoom=16)
    page.get_by_role("button", name="Wege suchen").tap()
    expect(page.locator(".route-compare")).to_be_visible()
    looked(page, "route")
    page.get_by_role("button", name="Reservieren", exact=True).tap()
    page.get_by_role("button", name="Verbindlich reservieren").tap()
    expect(page.locator("#panel-tool")).to_contain_text("Reserviert")
    assert Claim.objects.count() == 1
