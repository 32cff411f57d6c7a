"""Gateways, ducts and cables on the map: places, proposed ways, room in ducts."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Cable, Duct, Gateway, Site
from tests.builders import (
    make_cable_type,
    make_duct,
    make_duct_type,
    make_fill_policies,
    make_line_network,
    make_user,
)
from tests.map.conftest import view
from tests.map.editing import DESK, fill, points, save, saved, start
from tests.map.test_accessibility import faults


@pytest.fixture
def square(transactional_db):
    """Two ways from A to C: over B along the middle of the map, and over D 50 m further south."""
    with transaction.atomic():
        network = make_line_network("A-B-C, A-D-C")
        make_fill_policies(tube=0.6)
        make_duct_type("50x4.6")
        make_cable_type(12, outer_mm=2.5)
        make_duct(network, "A-B-C", code="MR-1", type=make_duct_type("7x1.5", "tube"))
        make_duct(network, "A-B-C", code="MR-2", type=make_duct_type("4x1", "tube"))
    return network


@pytest.fixture
def page(square, page_of) -> Page:
    return page_of(make_user("planner"), **DESK)


A, B, C, AD = (-100, 0), (0, 0), (100, 0), (-50, 27)
"""Metres right and down from the middle of the map; AD is on the segment from A to D."""


def test_a_gateway_is_put_where_a_new_site_is_made_and_moved_to_another(page, square):
    start(page, "gateway-create", view())
    points(page, (30, 60))
    expect(page.locator(".edit-note")).to_contain_text("neuer Standort")
    fill(page, code="GW-1", network="lora", network_gateway_id="gw-1", site_code="M-1")
    assert faults(page) == []
    save(page)
    saved(page)
    assert Gateway.objects.get().site.code == "M-1"

    page.get_by_role("button", name="Gateway ändern oder versetzen").click()
    expect(page.locator(".edit-mark")).to_be_visible()
    points(page, B)
    expect(page.locator(".edit-note")).to_contain_text("vorhandenen Standort")
    save(page)
    saved(page)
    assert Gateway.objects.get().site.code == "B"
    for what in ("Gateway ändern", "Neues Gateway"):
        page.locator("#edit-undo").click()
        expect(page.locator("#toast")).to_contain_text(f"Rückgängig gemacht: {what}")
    assert not Gateway.objects.exists()
    assert not Site.objects.filter(code="M-1").exists()


def test_a_duct_is_laid_along_the_proposed_way_and_changed_by_a_click(page, square):
    start(page, "duct-create", view(17))
    points(page, A, C, zoom=17)
    note = page.locator(".edit-note")
    expect(note).to_contain_text("200,")
    expect(note).to_contain_text("A-B, B-C")
    points(page, AD, zoom=17)
    expect(note).to_contain_text("A-D, D-C")
    page.locator("#map").focus()
    page.keyboard.press("Backspace")
    expect(note).to_contain_text("A-B, B-C")
    assert faults(page) == []
    fill(page, type="50x4.6", code="R-1")
    save(page)
    saved(page)
    assert list(Duct.objects.get(code="R-1").sections.values_list("segment__code", flat=True)) == [
        "A-B", "B-C",
    ]  # fmt: skip
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Rohr oder Rohrverband")
    assert not Duct.objects.filter(code="R-1").exists()


def test_a_click_beside_every_site_is_answered_at_the_place(page, square):
    start(page, "duct-create", view(17))
    label, toast = page.locator(".edit-label"), page.locator("#toast")
    points(page, AD, zoom=17)
    expect(label).to_have_text("Hier ist kein Standort.")
    expect(toast).to_contain_text("Klicken Sie auf den Standort, an dem es beginnt.")
    points(page, A, AD, zoom=17)
    expect(label).to_have_text("Hier ist kein Standort.")
    expect(toast).to_contain_text("Von A: Klicken Sie auf den Standort, an dem es endet.")
    assert faults(page) == []
    points(page, C, zoom=17)
    expect(page.locator(".edit-note")).to_contain_text("A-B, B-C")
    expect(label).to_be_hidden()


def test_only_the_server_may_say_that_no_way_leads_there(page, square):
    start(page, "duct-create", view(17))
    note = page.locator(".edit-note")
    page.route("**/edit/ask/path/*", lambda route: route.fulfill(status=503))
    points(page, A, C, zoom=17)
    expect(note).to_contain_text("Prüfen Sie die Verbindung")
    page.unroute_all()
    page.route("**/edit/ask/path/*", lambda route: route.fulfill(status=422, json={}))
    page.locator("#map").focus()
    page.keyboard.press("Backspace")
    points(page, C, zoom=17)
    expect(note).to_contain_text("führt so kein Weg")


def test_a_duct_is_cut_at_a_site_clicked_on_the_map_and_coupled(page, square):
    duct = Duct.objects.get(code="MR-1")
    page.goto(view(p=f"duct:{duct.public_id}"))
    page.get_by_role("button", name="Rohr schneiden").click()
    points(page, B)
    expect(page.locator("#edit-site")).to_have_value(str(square["B"].public_id))
    save(page)
    saved(page)
    assert sorted(Duct.objects.filter(code__startswith="MR-1").values_list("code", flat=True)) == [
        "MR-1", "MR-1/2",
    ]  # fmt: skip
    page.reload()
    for button, done, pieces in (
        ("#edit-undo", "Rückgängig gemacht: Rohr schneiden", 1),
        ("#edit-redo", "Wiederhergestellt: Rohr schneiden", 2),
        ("#edit-undo", "Rückgängig gemacht: Rohr schneiden", 1),
    ):
        page.locator(button).click()
        expect(page.locator("#toast")).to_contain_text(done)
        assert Duct.objects.filter(code__startswith="MR-1").count() == pieces
    assert Duct.objects.get(code="MR-1").end_site.code == "C"


def test_a_site_chosen_from_the_list_is_brought_onto_the_map(page, square):
    duct = Duct.objects.get(code="MR-1")
    start(page, f"duct-cut:{duct.public_id}", "/?lang=de&z=18&c=51.262,7.145")
    expect(page.locator(".edit-target")).to_have_count(0)
    fill(page, site=str(square["B"].public_id))
    expect(page.locator(".edit-target")).to_be_in_viewport()


def test_a_cable_is_pulled_through_ducts_that_say_their_fill_before(page, square):
    start(page, "cable-create", view(17))
    points(page, A, C, zoom=17)
    fill(page, type="K12-1-2.5", code="K-1")
    room = page.locator("#edit-room-0")
    expect(room).to_contain_text("MR-1: Füllung 0 % → 39 % (Grenze 60 %)")
    expect(room).to_contain_text("MR-2: zu voll, 0 % → 156 % (Grenze 60 %)")
    expect(room).to_have_value(str(Duct.objects.get(code="MR-1").public_id))
    assert faults(page) == []
    save(page)
    saved(page)
    cable = Cable.objects.get(code="K-1")
    assert {one.duct_section.duct.code for one in cable.sections.all()} == {"MR-1"}
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Kabel einziehen")
    # The panel showed the cable, which is gone by the own wish: no word of something missing.
    expect(page.locator(".edit-intro")).to_be_visible()
    expect(page.locator("#panel-body")).to_be_empty()
    assert not Cable.objects.exists()
