"""What goes wrong while people edit: two at once, no connection, and all that is refused."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Address, Document, Duct, Segment, Site
from tests.builders import make_claim, make_organisation, make_user
from tests.gis.uploads import files
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE, drafted, fill, points, save, saved, start
from tests.map.test_accessibility import faults
from tests.map.test_documents import drop
from tests.map.test_edit_segments import drag

REASON = ".edit-reason"


@pytest.fixture
def page(network, page_of) -> Page:
    return page_of(make_user("planner"), **DESK)


def reason_beside_line(page: Page, text: str) -> None:
    """The sentence is on the map, in view, and not under the panel."""
    reason = page.locator(REASON).first
    expect(reason).to_contain_text(text)
    box, panel = reason.bounding_box(), page.locator("#panel").bounding_box()
    assert box["x"] > 0
    assert box["y"] > 0
    assert box["x"] + box["width"] <= panel["x"] + 1


def test_two_browsers_move_the_same_site_and_the_second_chooses(network, page_of):
    first, second = page_of(make_user("editor"), **DESK), page_of(make_user("planner"), **DESK)
    for page in (first, second):
        start(page, f"site-change:{network['B'].public_id}", view())
    points(first, (0, 30))
    points(second, (-20, 20))
    save(first)
    saved(first)
    save(second)
    expect(second.locator("[data-conflict=geom]")).to_be_visible()
    reason_beside_line(second, "Inzwischen")
    expect(second.locator(".edit-other")).to_be_visible()
    assert faults(second) == []
    second.get_by_label("Ihrer: wie auf der Karte", exact=False).check()
    save(second)
    saved(second)
    moved = Site.objects.get(code="B").geom
    assert moved.x - network["B"].geom.x == pytest.approx(-20, abs=3)
    # The first one sees it without a reload as soon as she looks at the site again.
    first.locator("#edit-undo").click()
    expect(first.locator("#toast")).to_contain_text("lässt sich nicht zurücknehmen")
    expect(first.locator(REASON)).to_be_visible()


def test_a_cut_connection_loses_nothing_and_saves_once(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "segment-create", view())
    points(page, (0, 0), (20, 40))
    page.context.set_offline(True)
    points(page, (40, 40), (40, 40))
    fill(page, kind="open_cut", code="OFF", end_code="S-1")
    drafted(page, "OFF")
    save(page)
    expect(page.locator("#status-edit")).to_contain_text("keine Verbindung")
    assert not Segment.objects.filter(code="OFF").exists()
    page.context.set_offline(False)
    saved(page)
    assert Segment.objects.filter(code="OFF").count() == 1
    assert len(Segment.objects.get(code="OFF").geom) == 3


def test_what_would_break_something_is_refused_with_the_reason_where_it_lies(page, network):
    bundle = Duct.objects.get(code="RV")
    with transaction.atomic():
        tube = bundle.tubes.get(number=3)
        make_claim(make_organisation("carrier"), (tube, network["A"], network["B"]))
    for edit, sentence in (
        (f"segment-delete:{network['B-C'].public_id}", "RV"),
        (f"duct-delete:{bundle.public_id}", "K-7"),
        (f"segment-merge:{network['A-B'].public_id}", "zusammen"),
    ):
        start(page, edit, view(17))
        if "merge" in edit:
            fill(page, other=str(network["B-C"].public_id))
        save(page)
        reason_beside_line(page, sentence)
    start(page, f"segment-change:{network['B-C'].public_id}", view())
    drag(page, page.locator(".marker-icon:not(.marker-icon-middle)").first, (60, 60))
    save(page)
    reason_beside_line(page, "B")
    assert Segment.objects.count() == 2


def test_a_crossing_and_a_place_out_of_the_city_are_marked_on_the_line(page):
    start(page, "segment-create", view())
    points(page, (-40, 20), (40, 20), (40, 60), (0, 0))
    expect(page.locator(REASON)).to_contain_text("kreuzt sich selbst")
    page.fill("#edit-typed", "52.5 13.4")
    page.locator(".edit-form .combobox__option").first.click()
    page.get_by_role("button", name="Linie beenden").click()
    fill(page, kind="open_cut", code="FAR", start_code="S-1", end_code="S-2")
    save(page)
    reason_beside_line(page, "außerhalb")
    assert not Segment.objects.filter(code="FAR").exists()


def test_a_place_may_be_an_address_and_a_traced_line_moves_aside(page, network):
    with transaction.atomic():
        Address.objects.create(
            building_id="h1", street="Hofaue", house_number=12, town="Wuppertal",
            geom=network["B"].geom,
        )  # fmt: skip
    start(page, "site-create", view())
    page.locator("#edit-typed").press_sequentially("Hofaue 12")
    page.get_by_role("option", name=re.compile("Hofaue")).first.click()
    fill(page, kind="chamber", code="ADR")
    save(page)
    saved(page)
    assert Site.objects.get(code="ADR").address.street == "Hofaue"

    start(page, "segment-create", view())
    points(page, (-40, 40), (40, 40), (40, 40))
    page.locator("#edit-shift").fill("3,5")
    page.get_by_role("button", name="Links", exact=True).click()
    expect(page.locator("#toast")).to_contain_text("versetzt")
    assert faults(page) == []
    fill(page, kind="open_cut", code="RAND", start_code="S-1", end_code="S-2")
    save(page)
    saved(page)
    made = Segment.objects.get(code="RAND").geom
    assert made.coords[0][1] - network["B"].geom.y == pytest.approx(-40 + 3.5, abs=1.5)


def test_a_file_that_was_sent_is_taken_back_and_sent_again_by_undo_and_redo(page, network):
    page.goto(view(p=f"site:{network['A'].public_id}"))
    expect(page.locator(".documents__drop")).to_be_visible()
    drop(page, "Messung.pdf", files.PDF)
    expect(page.locator(".documents .contents")).to_contain_text("Messung")
    expect(page.locator("#edit-undo")).to_be_enabled()
    page.keyboard.press("Control+z")
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Datei Messung.pdf")
    expect(page.locator(".documents .contents", has_text="Messung")).to_have_count(0)
    assert Document.objects.get().removed
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#toast")).to_contain_text("Wiederhergestellt: Datei Messung.pdf")
    assert not Document.objects.get().removed


def test_on_a_phone_the_reason_is_read_beside_the_tools(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    start(page, "site-create", view())
    page.locator("#edit-typed").fill("48,1 11,5")
    page.locator(".edit-form .combobox__option").first.tap()
    fill(page, code="FAR")
    save(page)
    reason = page.locator(REASON)
    expect(reason).to_contain_text("außerhalb der Stadt")
    page.wait_for_function(
        """() => {
            const [reason, tools] = [".edit-reason", "#rail-edit"]
                .map(one => document.querySelector(one).getBoundingClientRect());
            return reason.left >= tools.right && reason.right <= innerWidth;
        }"""
    )
    box = reason.bounding_box()
    assert box["y"] + box["height"] <= page.locator("#panel").bounding_box()["y"]
