"""What was drawn or chosen is still seen and in force after a refusal and after a reload."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Cable, Duct, Segment, Site
from assets.services import segment as service
from tests.builders import (
    make_cable_type,
    make_duct,
    make_duct_type,
    make_fill_policies,
    make_line_network,
    make_user,
)
from tests.map.conftest import view
from tests.map.editing import DESK, drafted, fill, points, save, saved, start

A, C, AD = (-100, 0), (100, 0), (-50, 27)
"""Metres right and down from the middle of the map; AD is on the segment from A to D."""


@pytest.fixture
def square(transactional_db):
    """Two ways from A to C: over B along the middle of the map, and over D 50 m further south."""
    with transaction.atomic():
        network = make_line_network("A-B-C, A-D-C")
        make_fill_policies(tube=0.6)
        make_duct_type("50x4.6")
        make_cable_type(12, outer_mm=2.5)
        for code in ("MR-1", "MR-2"):
            make_duct(network, "A-B-C", code=code, type=make_duct_type("7x1.5", "tube"))
    return network


@pytest.fixture
def page(square, page_of) -> Page:
    return page_of(make_user("planner"), **DESK)


def proposed(page: Page):
    """The proposed way on the map."""
    return page.locator("#map path[stroke='#b35900']")


def test_the_way_of_a_duct_stays_after_a_refusal_and_a_reload_and_is_changed_further(page):
    start(page, "duct-create", view(17))
    points(page, A, C, AD, zoom=17)
    note = page.locator(".edit-note")
    expect(note).to_contain_text("A-D, D-C")
    fill(page, code="R-1")
    save(page)
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(note).to_contain_text("A – C, 2")
    expect(note).to_contain_text("A-D, D-C")
    expect(proposed(page)).to_have_count(1)

    drafted(page, "R-1")
    page.reload()
    expect(note).to_contain_text("A-D, D-C")
    expect(proposed(page)).to_have_count(1)
    page.locator("#map").focus()
    page.keyboard.press("Backspace")
    expect(note).to_contain_text("A-B, B-C")
    fill(page, type="50x4.6")
    save(page)
    saved(page)
    laid = Duct.objects.get(code="R-1")
    assert list(laid.sections.values_list("segment__code", flat=True)) == ["A-B", "B-C"]


def test_a_chosen_duct_and_its_fill_stay_after_a_refusal_and_a_reload(page):
    start(page, "cable-create", view(17))
    points(page, A, C, zoom=17)
    fill(page, type="K12-1-2.5", code="MR-1 K")
    room = page.locator("#edit-room-0")
    expect(room).to_contain_text("MR-2: Füllung 0 % → 39 %")
    chosen = str(Duct.objects.get(code="MR-2").public_id)
    room.select_option(chosen)
    fill(page, owner="")
    save(page)
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    expect(room).to_have_value(chosen)
    drafted(page, chosen)
    page.reload()
    expect(room).to_have_value(chosen)
    fill(page, owner=page.locator("#edit-owner option").nth(1).get_attribute("value"))
    save(page)
    saved(page)
    cable = Cable.objects.get()
    assert {one.duct_section.duct.code for one in cable.sections.all()} == {"MR-2"}


def test_the_ends_of_a_line_keep_their_names(page):
    start(page, "segment-create", view())
    points(page, (0, 0), (20, 25), (50, 1), (50, 1))
    ends = page.locator(".edit-end")

    def are_named() -> None:
        expect(ends.first).to_contain_text("Standort B")
        expect(ends.nth(1)).to_contain_text("auf dem Abschnitt B-C")
        expect(page.get_by_label("B-C hier teilen, mit allem, was darin liegt")).to_be_checked()

    are_named()
    fill(page, code="NEU", kind="open_cut", depth_cm="-1")
    save(page)
    expect(page.locator("[aria-invalid=true]")).to_have_count(1)
    are_named()
    drafted(page, "NEU")
    page.reload()
    are_named()


def test_a_line_that_was_ended_and_opened_again_still_ends_at_its_site(page):
    start(page, "segment-create", view())
    points(page, (0, 0), (20, 25), (100, 0), (100, 0))
    end = page.locator(".edit-end").nth(1)
    expect(end).to_contain_text("Standort C")
    page.get_by_role("button", name="Letzten Punkt entfernen").click()
    expect(end).to_contain_text("Standort C")
    page.get_by_role("button", name="Linie beenden").click()
    fill(page, kind="open_cut", code="NEU")
    save(page)
    saved(page)
    assert Segment.objects.get(code="NEU").end_site.code == "C"
    assert Site.objects.count() == 4


def test_of_many_that_were_refused_the_choice_stays_and_is_previewed_as_it_is_now(page, square):
    start(page, "many-change", view(17))
    points(page, (-120, -30), (120, 30), zoom=17)
    fill(page, life_cycle="abandoned")
    note, preview = page.locator(".edit-note"), page.locator(".edit-preview li")
    expect(note).to_contain_text("Von 4 Objekten ändern sich 4")
    with transaction.atomic():
        service.change(segment=square["B-C"], by=make_user("editor"), accuracy="cm10")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("B-C:")
    expect(note).to_contain_text("Von 4 Objekten ändern sich 4")
    expect(preview).to_have_count(4)

    # Another wish than the one that was refused: those it concerns, and the way back is its own.
    fill(page, life_cycle="", accuracy="cm10")
    expect(note).to_contain_text("Von 4 Objekten ändern sich 3")
    drafted(page, "cm10")
    page.reload()
    expect(note).to_contain_text("Von 4 Objekten ändern sich 3")
    expect(page.locator(".edit-corner")).to_have_count(2)
    save(page)
    saved(page)
    assert Segment.objects.filter(accuracy="cm10").count() == 4
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Viele ändern")
    assert Segment.objects.get(accuracy="cm10") == square["B-C"]
