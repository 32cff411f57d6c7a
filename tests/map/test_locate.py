"""The own position: shown with its accuracy, followed, let go, and refused with a reason."""

import re

from playwright.sync_api import expect

from tests.builders import make_user
from tests.map.conftest import CENTRE, view

PHONE = {
    "viewport": {"width": 390, "height": 844},
    "has_touch": True,
    "is_mobile": True,
    "device_scale_factor": 2,
}


def test_the_own_position_is_followed_until_the_map_is_moved(network, page_of):
    place = {"latitude": CENTRE[0] + 0.02, "longitude": CENTRE[1], "accuracy": 12}
    page = page_of(make_user("viewer"), geolocation=place, permissions=["geolocation"])
    page.goto(view())
    locate = page.locator("#locate")

    locate.click()

    expect(locate).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#toast")).to_contain_text("auf 12,0\u00a0m genau")
    expect(page.locator("path.own-accuracy")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"c=51\.2765"))
    page.context.set_geolocation({**place, "latitude": CENTRE[0] + 0.03})
    expect(page).to_have_url(re.compile(r"c=51\.2865"))

    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 600, box["y"] + 300)
    page.mouse.down()
    page.mouse.move(box["x"] + 500, box["y"] + 200, steps=4)
    page.mouse.up()
    expect(locate).to_have_attribute("data-follows", "false")
    locate.click()
    expect(locate).to_have_attribute("data-follows", "true")
    expect(page).to_have_url(re.compile(r"c=51\.2865"))
    locate.click()
    expect(page.locator("path.own-place")).to_have_count(0)
    expect(locate).to_have_attribute("aria-pressed", "false")


def test_a_refusal_says_what_to_do(network, page_of):
    page = page_of(make_user("viewer"))
    page.add_init_script(
        "navigator.geolocation.watchPosition = (_found, refused) =>"
        " { setTimeout(() => refused({code: 1})); return 7 }"
    )
    page.goto(view())

    page.keyboard.press("p")

    expect(page.locator("#toast")).to_contain_text("Einstellungen der Seite")
    expect(page.locator("#locate")).to_have_attribute("aria-pressed", "false")


def test_a_phone_has_large_targets_and_a_map_that_is_free(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    page.goto(view())
    expect(page.locator("#map[aria-busy=false]")).to_be_visible()

    # The folded legend is a word, not half the map.
    assert page.locator("#legend").bounding_box()["width"] < 390 / 2
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, select, input, a")]
             .filter(one => one.checkVisibility() && !one.matches(".skip-link"))
             .map(one => [one.outerHTML.slice(0, 90), one.getBoundingClientRect()])
             .filter(([, box]) => box.width < 44 || box.height < 40)
             .map(([html, box]) => `${html} ${box.width}x${box.height}`)"""
    )
    assert small == []
    assert page.evaluate("document.documentElement.scrollWidth") == 390
