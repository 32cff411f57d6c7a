"""Ten everyday tasks as a new user does them, each with its clicks and keys counted.

docs/everyday-tasks.md lists the same numbers: whoever makes a task longer or shorter changes both.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from assets.models import Duct, Segment, Site
from reservations.models import Claim
from tests.builders import Network, make_duct_type, make_fill_policies, make_user
from tests.map.conftest import view
from tests.map.editing import DESK, fill, points, save, saved

PAGE = Path(__file__).resolve().parents[2] / "docs" / "everyday-tasks.md"
ROW = re.compile(r"^\| \d+ \| (?P<name>[^|]+) \| (?P<clicks>\d+) \| (?P<keys>\d+) \|", re.MULTILINE)

# What a person does, not what follows from it: clicks that a script makes are not trusted. Letters
# typed into a field are no keys to be remembered.
COUNT = """() => {
  if (window.counted) return;
  window.counted = { clicks: 0, keys: 0 };
  const isField = (one) => one.matches("input:not([type=checkbox]), textarea, select");
  addEventListener("mouseup", () => (window.counted.clicks += 1), true);
  addEventListener("change", (event) => {
    if (event.target.matches("select")) window.counted.clicks += 1;
  }, true);
  addEventListener("keydown", (event) => {
    const isLetter = isField(event.target) && event.key.length === 1;
    if (event.isTrusted && !isLetter) window.counted.keys += 1;
  }, true);
}"""


def find_by_code(page: Page) -> None:
    page.keyboard.press("/")
    page.keyboard.type("gw")
    expect(page.locator("[role=option]")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#panel-body h2")).to_have_text("GW-1")


def look_into_a_tube(page: Page) -> None:
    points(page, (50, 0))
    page.locator("svg.drawing a.tube--occupied").last.click()
    expect(page.locator("#panel-body h2")).to_have_text("RV.02")


def measure(page: Page) -> None:
    page.keyboard.press("l")
    points(page, (0, 30), (40, 30))
    expect(page.locator("#panel-tool")).to_contain_text(re.compile(r"40,\d"))


def place_a_site(page: Page) -> None:
    page.keyboard.press("s")
    expect(page.locator(".edit-form")).to_be_visible()
    points(page, (20, 30))
    fill(page, kind="handhole", code="H-1")
    save(page)
    saved(page)
    assert Site.objects.get(code="H-1").kind == "handhole"


def draw_a_segment(page: Page) -> None:
    page.keyboard.press("t")
    expect(page.locator(".edit-form")).to_be_visible()
    points(page, (0, 0), (20, 30), (20, 30))
    fill(page, kind="open_cut", code="B-H")
    save(page)
    saved(page)
    assert Segment.objects.get(code="B-H").end_site.code == "H-1"


def move_a_site(page: Page) -> None:
    points(page, (20, 30))
    page.get_by_role("button", name="Standort ändern oder verschieben").click()
    mark = page.locator(".edit-mark")
    expect(mark).to_be_visible()
    page.wait_for_load_state("networkidle")
    box = mark.bounding_box()
    page.mouse.move(box["x"] + 16, box["y"] + 16)
    page.mouse.down()
    page.mouse.move(box["x"] + 40, box["y"] + 30, steps=4)
    page.mouse.up()
    save(page)
    saved(page)
    assert Site.objects.get(code="H-1").version == 2


def lay_a_duct(page: Page) -> None:
    page.keyboard.press("d")
    expect(page.locator(".edit-form")).to_be_visible()
    points(page, (-100, 0), (100, 0))
    expect(page.locator(".edit-note").first).to_contain_text("A-B, B-C")
    fill(page, type="50x4.6", code="R-1")
    save(page)
    saved(page)
    assert Duct.objects.get(code="R-1").sections.count() == 2


def change_many(page: Page) -> None:
    page.keyboard.press("x")
    expect(page.locator(".edit-form")).to_be_visible()
    points(page, (-60, -20), (60, 20))
    expect(page.locator(".edit-form")).to_contain_text("3 Objekte ausgewählt")
    fill(page, life_cycle="planned")
    save(page)
    saved(page)
    assert Segment.objects.filter(life_cycle="planned").count() == 3


def undo(page: Page) -> None:
    page.keyboard.press("e")
    expect(page.locator("#edit-undo")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert not Segment.objects.filter(life_cycle="planned").exists()


def reserve(page: Page) -> None:
    page.keyboard.press("r")
    points(page, (-99, 0), (99, 0))
    page.get_by_role("button", name="Wege suchen").click()
    expect(page.locator(".route-compare")).to_be_visible()
    page.get_by_role("button", name="Reservieren", exact=True).click()
    page.get_by_role("button", name="Verbindlich reservieren").click()
    expect(page.locator("#panel-tool")).to_contain_text("Reserviert")
    assert Claim.objects.count() == 1


TASKS: dict[str, Callable[[Page], None]] = {
    "Find a gateway by its code": find_by_code,
    "See what lies in tube 2 of a route": look_into_a_tube,
    "Measure a distance": measure,
    "Place a handhole": place_a_site,
    "Draw a route from a site to the handhole": draw_a_segment,
    "Move the handhole with its route": move_a_site,
    "Lay a duct over two segments": lay_a_duct,
    "Change the life cycle of all routes in an area": change_many,
    "Take the last change back": undo,
    "Find a free way from A to B and reserve it": reserve,
}


@pytest.fixture
def page(network: Network, page_of: Callable[..., Page]) -> Page:
    make_duct_type()
    make_fill_policies()
    return page_of(make_user("planner"), **DESK)


def documented() -> dict[str, tuple[int, int]]:
    return {
        row["name"].strip(): (int(row["clicks"]), int(row["keys"]))
        for row in ROW.finditer(PAGE.read_text())
    }


def test_ten_tasks_take_the_clicks_and_keys_that_the_page_lists(page):
    counted = {}
    for name, do in TASKS.items():
        page.goto(view())
        page.evaluate(COUNT)
        do(page)
        found = page.evaluate("window.counted")
        counted[name] = (found["clicks"], found["keys"])

    assert counted == documented()


def test_from_task_to_task_no_page_is_loaded_anew(page):
    page.goto(view())
    page.evaluate("window.loadedOnce = true")
    for do in (measure, place_a_site, draw_a_segment, lay_a_duct, look_into_a_tube):
        do(page)
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
    for tool in ("filter", "print", "bookmarks", "mine"):
        page.evaluate("tool => document.querySelector(`[data-tool=${tool}]`).click()", tool)
        expect(page.locator("#panel-tool")).to_be_visible()
    assert page.evaluate("window.loadedOnce")
