"""With the Tab key alone: past the bar by skip links, and through each page in its order."""

from playwright.sync_api import Page, expect

from gis import navigation
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, fill, save, saved

MOST = 90

# Where the focus is: its place in the document, whether one sees it, and what lies over it.
FOCUSED = """() => {
  const one = document.activeElement;
  if (one === null || one === document.body) return null;
  const box = one.getBoundingClientRect();
  const down = Math.min(box.height, 40) / 2;
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + down);
  const style = getComputedStyle(one);
  return {
    place: [...document.querySelectorAll("*")].indexOf(one),
    name: one.outerHTML.slice(0, 110),
    ringed: style.outlineStyle !== "none" || style.boxShadow !== "none",
    seen: top !== null && (one.contains(top) || top.contains(one) || top.closest("label") !== null),
  };
}"""


def order_of(page: Page) -> list[dict]:
    """Where Tab leads from the top of the page, until it leaves it or enough was seen."""
    found: list[dict] = []
    while len(found) < MOST:
        page.keyboard.press("Tab")
        now = page.evaluate(FOCUSED)
        if now is None or (found and now["place"] == found[0]["place"]):
            break
        found.append(now)
    return found


def wrong_in(found: list[dict]) -> list[str]:
    places = [one["place"] for one in found]
    hidden = [f"not seen: {one['name']}" for one in found if not (one["seen"] and one["ringed"])]
    return hidden + ([] if places == sorted(set(places)) else [f"out of order: {places}"])


def test_focus_goes_through_every_page_of_the_menu_in_its_order(network, page_of):
    user = make_user("planner")
    page = page_of(user, **DESK)
    found = {}
    for address in [entry.address for entry in navigation.offered_to(user)]:
        page.goto(f"{address}?lang=de")
        page.wait_for_load_state("networkidle")
        visited = order_of(page)
        assert len(visited) > 5
        if wrong := wrong_in(visited):
            found[address] = wrong
    assert found == {}


def test_focus_goes_through_the_map_and_its_panel_in_order(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(p=f"site:{network['B'].public_id}"))
    expect(page.locator("#panel-body h2")).to_have_text("B")
    page.wait_for_load_state("networkidle")
    page.locator(".skip-link").first.focus()
    visited = order_of(page)
    assert wrong_in(visited) == []
    for one in ("search", "data-tool", "panel-close", "data-edit", "status__value"):
        assert one in str(visited)


def test_the_focus_stays_where_it_is_when_the_panel_is_fetched_again(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    page.goto(view(18, p=f"site:{network['B'].public_id}"))
    page.get_by_role("button", name="Standort ändern oder verschieben").click()
    fill(page, name="Neuer Name")
    save(page)
    saved(page)
    expect(page.locator("#panel-body")).to_contain_text("Neuer Name")
    focused = page.get_by_role("button", name="Standort löschen")
    focused.focus()
    page.keyboard.press("Control+z")
    expect(page.locator("#panel-body")).to_contain_text("vorher: Neuer Name")
    expect(focused).to_be_focused()


def test_skip_links_lead_past_the_bar(network, page_of):
    page = page_of(make_user("planner"), **DESK)
    for presses, target in ((1, "#map"), (2, "#search"), (3, "#rail")):
        page.goto(view())
        page.wait_for_load_state("networkidle")
        for _ in range(presses):
            page.keyboard.press("Tab")
        link = page.locator(f".skip-link[href='{target}']")
        expect(link).to_be_focused()
        expect(link).to_be_in_viewport()
        page.keyboard.press("Enter")
        within = page.locator(f"{target}:focus, {target} :focus")
        if not within.count():
            page.keyboard.press("Tab")
        expect(within).to_have_count(1)

    for address in ("/tables/segments/", "/quality/", "/imports/"):
        page.goto(f"{address}?lang=de")
        page.keyboard.press("Tab")
        expect(page.locator(".page__skip")).to_be_in_viewport()
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.locator("main :focus")).to_have_count(1)
