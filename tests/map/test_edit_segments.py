"""Drawing and changing segments on the map: snapping, splitting, corners, and what is refused."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from assets.models import DuctSection, Segment, Site
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE, fill, points, save, saved, start
from tests.map.test_accessibility import faults


@pytest.fixture
def page(network, page_of) -> Page:
    return page_of(make_user("editor"), **DESK)


def drag(page: Page, handle: Locator, by: tuple[int, int]) -> None:
    """Drags a handle by some pixels."""
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by[0], y + by[1], steps=6)
    page.mouse.up()


def test_a_line_from_a_site_into_a_segment_splits_it_with_everything_in_it(page):
    start(page, "segment-create", view())
    points(page, (0, 0), (20, 40))
    expect(page.locator(".edit-end").first).to_contain_text("Standort B")
    page.mouse.move(700, 600)
    expect(page.locator(".edit-label")).to_contain_text(re.compile(r"\d+,\d\sm"))
    points(page, (50, 1), (50, 1))
    expect(page.locator(".edit-end").nth(1)).to_contain_text("auf dem Abschnitt B-C")
    expect(page.get_by_label("B-C hier teilen, mit allem, was darin liegt")).to_be_checked()
    assert faults(page) == []
    fill(page, kind="open_cut", code="NEU", end_code="N-1", end_kind="buried_branch")
    save(page)
    saved(page)

    made = Segment.objects.get(code="NEU")
    assert (made.start_site.code, made.end_site.code) == ("B", "N-1")
    assert made.end_site.kind == "buried_branch"
    assert Segment.objects.filter(code__startswith="B-C").count() == 2
    assert DuctSection.objects.filter(segment__code__startswith="B-C").count() == 8
    expect(page.locator("#panel-body h2")).to_have_text("NEU")

    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Neuer Trassenabschnitt")
    assert sorted(Segment.objects.values_list("code", flat=True)) == ["A-B", "B-C"]
    assert not Site.objects.filter(code="N-1").exists()
    page.locator("#edit-redo").click()
    expect(page.locator("#toast")).to_contain_text("Wiederhergestellt")
    assert Segment.objects.count() == 4


def test_free_ends_make_sites_and_splitting_may_be_declined(page):
    start(page, "segment-create", view())
    points(page, (50, 30), (50, 1))
    page.get_by_role("button", name="Linie beenden").click()
    page.get_by_label("B-C hier teilen, mit allem, was darin liegt").uncheck()
    fill(page, kind="open_cut", code="NEU", start_code="S-8", end_code="S-9")
    save(page)
    saved(page)
    made = Segment.objects.get(code="NEU")
    assert (made.start_site.code, made.end_site.code) == ("S-8", "S-9")
    assert Segment.objects.count() == 3


def test_a_line_does_not_cross_itself(page):
    start(page, "segment-create", view())
    points(page, (-40, 20), (40, 20), (40, 60))
    page.mouse.move(page.viewport_size["width"] / 2, page.viewport_size["height"] / 2)
    expect(page.locator(".edit-label")).to_contain_text("kreuzt sich selbst")
    points(page, (0, 0))
    expect(page.locator("#toast")).to_contain_text("kreuzt sich selbst")
    expect(page.locator(".edit-corner")).to_have_count(3)


def test_angles_lock_and_steps_go_back(page):
    start(page, "segment-create", view())
    page.locator("#map").focus()
    page.keyboard.press("w")
    expect(page.get_by_label("Winkel in 15°-Schritten")).to_be_checked()
    points(page, (-60, 30), (0, 31))
    page.mouse.move(900, 700)
    expect(page.locator(".edit-label")).to_contain_text(re.compile(r"-?\d*(0|5)°"))
    page.keyboard.press("Control+z")
    expect(page.locator(".edit-corner")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".edit-corner")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(page.locator(".edit-intro")).to_be_visible()
    # Once nothing is drawn, a double click zooms again.
    page.mouse.dblclick(900, 700)
    expect(page).to_have_url(re.compile("z=19"))


def test_by_keyboard_alone(page):
    page.goto(view() + "&t=edit&e=segment-create")
    expect(page.locator(".edit-form")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".edit-corner")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")
    expect(page.locator(".edit-corner")).to_have_count(2)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Linie beenden")).to_be_disabled()
    fill(page, kind="open_cut", code="KEY", end_code="S-1")
    save(page)
    saved(page)
    assert Segment.objects.get(code="KEY").start_site.code == "B"


def test_an_unfinished_line_survives_a_reload(page):
    start(page, "segment-create", view())
    points(page, (0, 0), (20, 40))
    fill(page, code="HALF")
    page.wait_for_timeout(500)
    page.reload()
    expect(page.locator("#edit-code")).to_have_value("HALF")
    expect(page.locator(".edit-corner")).to_have_count(2)
    fill(page, kind="open_cut", end_code="S-1")
    save(page)
    saved(page)
    assert Segment.objects.get(code="HALF").start_site.code == "B"


def test_corners_are_dragged_and_come_back(page, network):
    start(page, f"segment-change:{network['B-C'].public_id}", view())
    expect(page.locator(".marker-icon")).to_have_count(3)
    drag(page, page.locator(".marker-icon-middle"), (0, 60))
    expect(page.locator("#status-edit")).to_have_text("nicht gespeichert")
    save(page)
    saved(page)
    assert len(Segment.objects.get(code="B-C").geom) == 3
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert len(Segment.objects.get(code="B-C").geom) == 2


def test_a_segment_is_split_reversed_and_merged_from_its_panel(page, network):
    page.goto(view(p=f"segment:{network['B-C'].public_id}"))
    page.get_by_role("button", name="Trasse teilen").click()
    expect(page.locator(".edit-form")).to_be_visible()
    points(page, (0, 40))
    expect(page.locator(".edit-note")).to_contain_text("Klicken Sie auf den Abschnitt")
    points(page, (50, 1))
    fill(page, site_code="N-1")
    save(page)
    saved(page)
    assert Segment.objects.filter(code__startswith="B-C").count() == 2

    page.get_by_role("button", name="Abschnitt umkehren").click()
    save(page)
    saved(page)
    assert Segment.objects.get(code="B-C").end_site.code == "B"

    page.get_by_role("button", name="Mit Nachbarn zusammenlegen").click()
    fill(page, other=str(Segment.objects.get(code="B-C/2").public_id))
    save(page)
    saved(page)
    assert Segment.objects.count() == 2
    for what in ("Mit Nachbarn zusammenlegen", "Abschnitt umkehren", "Trasse teilen"):
        page.locator("#edit-undo").click()
        expect(page.locator("#toast")).to_contain_text(f"Rückgängig gemacht: {what}")
    assert Segment.objects.get(code="B-C").start_site.code == "B"
    assert Segment.objects.count() == 2


def test_a_segment_with_ducts_is_not_deleted_and_shows_why_at_its_place(page, network):
    start(page, f"segment-delete:{network['B-C'].public_id}", view())
    expect(page.locator(".edit-form__notes")).to_contain_text("RV")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("RV")
    assert faults(page) == []
    assert Segment.objects.filter(code="B-C").exists()


def test_on_a_phone(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    start(page, "segment-create", view(lang="en"))
    expect(page.locator("#panel")).to_be_visible()
    page.touchscreen.tap(250, 200)
    expect(page.locator(".edit-corner")).to_have_count(1)
    page.touchscreen.tap(320, 300)
    expect(page.locator(".edit-corner")).to_have_count(2)
    page.get_by_role("button", name="Finish line").tap()
    fill(page, kind="open_cut", code="PH-1", start_code="S-1", end_code="S-2")
    assert faults(page) == []
    page.locator(".edit-form button[type=submit]").tap()
    saved(page)
    assert Segment.objects.get(code="PH-1").start_site.code == "S-1"


def test_a_line_is_drawn_beside_a_route_at_a_typed_distance(page, network):
    """Seven clicks from the empty form to the course, whatever its corners."""
    start(page, "segment-create", view())
    page.locator(".edit-beside:not(.edit-shift)").get_by_label("Abstand (m)").fill("60")
    page.get_by_role("button", name="Parallel zu einer Trasse").click()
    points(page, (50, 0), (10, 12), (60, 12))
    expect(page.locator(".edit-beside:not(.edit-shift) .edit-note")).to_contain_text(
        "Abstand über 0 und bis 50"
    )
    page.locator(".edit-beside:not(.edit-shift)").get_by_label("Abstand (m)").fill("12,5")
    points(page, (60, 12))

    expect(page.locator(".edit-beside:not(.edit-shift) .edit-note")).to_have_text("")
    expect(page.locator(".edit-form__drawing")).to_contain_text(re.compile(r"Länge 5\d,\d"))
    assert faults(page) == []
    page.get_by_role("button", name="Linie beenden").click()
    fill(page, kind="open_cut", code="NEBEN", start_code="N-1", end_code="N-2")
    fill(page, start_kind="buried_branch", end_kind="buried_branch")
    save(page)
    saved(page)

    made = Segment.objects.get(code="NEBEN").geom
    guide = network["B-C"].geom
    assert made.distance(guide) == pytest.approx(12.5, abs=0.01)
    assert made.coords[0][0] < made.coords[-1][0]
