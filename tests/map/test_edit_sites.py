"""Placing, moving and deleting sites on the map, with all that may go wrong."""

import re

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Segment, Site
from assets.services import site as service
from tests.builders import make_area, make_site, make_user, place
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE, drafted, fill, points, save, saved, start
from tests.map.test_accessibility import faults
from tests.map.test_reservations import tab_to


def off(site: Site, east: float, north: float) -> float:
    """How far, in metres, a site is from a place of the drawn network."""
    return site.geom.distance(place(east, north))


def test_a_site_is_placed_by_a_click_and_seen_at_once_without_a_reload(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto(view())
    page.evaluate("window.sameMap = true")
    page.keyboard.press("e")
    page.keyboard.press("s")
    expect(page.locator(".edit-form")).to_contain_text("Neuer Standort")
    points(page, (20, 30))
    expect(page.locator(".edit-mark")).to_be_visible()
    fill(page, kind="handhole", code="H-1", name="Neu")
    expect(page.locator("#status-edit")).to_have_text("nicht gespeichert")
    save(page)
    saved(page)

    made = Site.objects.get(code="H-1")
    assert (made.kind, made.name, made.owner.code) == ("handhole", "Neu", "stadt")
    assert off(made, 120, -30) < 3
    expect(page.locator("#panel-body h2")).to_have_text("H-1")
    page.keyboard.press("Escape")
    points(page, (20, 30))
    expect(page.locator("#panel-body h2")).to_have_text("H-1")
    assert page.evaluate("window.sameMap") is True


@pytest.mark.parametrize("typed", ["370150 5679980", "51,25634 7,13914", "7.13914/51.25634"])
def test_a_place_may_be_typed_in_either_system(network, page_of, typed):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    page.fill("#edit-typed", typed)
    page.locator(".edit-form .combobox__option").first.click()
    fill(page, kind="chamber", code="T-1")
    save(page)
    saved(page)
    assert off(Site.objects.get(code="T-1"), 150, -20) < 5


def test_a_site_is_moved_with_the_lines_that_end_there_and_back_again(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto(view(p=f"site:{network['B'].public_id}"))
    page.get_by_role("button", name="Standort ändern oder verschieben").click()
    mark = page.locator(".edit-mark")
    expect(mark).to_be_visible()
    page.wait_for_load_state("networkidle")
    box = mark.bounding_box()
    page.mouse.move(box["x"] + 16, box["y"] + 16)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] - 60, steps=5)
    page.mouse.up()
    save(page)
    saved(page)
    moved = Site.objects.get(code="B")
    assert 20 < off(moved, 100, 0) < 40
    assert Segment.objects.get(code="A-B").geom[-1] == moved.geom.coords

    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert off(Site.objects.get(code="B"), 100, 0) < 0.01
    page.keyboard.press("Control+Shift+z")
    expect(page.locator("#toast")).to_contain_text("Wiederhergestellt")
    assert off(Site.objects.get(code="B"), 100, 0) > 20


def test_what_is_made_and_deleted_comes_back_in_order(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="chamber", code="N-1", name="eins")
    save(page)
    saved(page)
    page.get_by_role("button", name="Standort löschen").click()
    expect(page.locator(".edit-form")).to_contain_text("Nur für Fehler")
    save(page)
    saved(page)
    assert not Site.objects.filter(code="N-1").exists()

    for done in ("Rückgängig gemacht: Standort löschen", "Rückgängig gemacht: Neuer Standort"):
        page.keyboard.press("Control+z")
        expect(page.locator("#toast")).to_contain_text(done)
    assert not Site.objects.filter(code="N-1").exists()
    expect(page.locator("#edit-undo")).to_be_disabled()
    page.keyboard.press("Control+y")
    expect(page.locator("#toast")).to_contain_text("Wiederhergestellt: Neuer Standort")
    assert Site.objects.get(code="N-1").name == "eins"
    page.reload()
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert not Site.objects.filter(code="N-1").exists()


def test_undo_is_refused_where_somebody_else_went_on(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-change:{network['B'].public_id}", view())
    fill(page, name="mine")
    save(page)
    saved(page)
    with transaction.atomic():
        service.change(site=network["B"], by=make_user("planner"), name="theirs")
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("lässt sich nicht zurücknehmen")
    assert Site.objects.get(code="B").name == "theirs"
    # Both versions stand in the form, and the person chooses.
    both = page.locator("[data-conflict=name]")
    expect(both).to_contain_text("theirs")
    assert faults(page) == []
    page.locator("#choose-name-mine").check()
    save(page)
    saved(page)
    assert Site.objects.get(code="B").name == ""


def test_of_two_who_move_one_site_the_second_sees_both_and_chooses(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-change:{network['B'].public_id}", view())
    with transaction.atomic():
        service.change(site=network["B"], by=make_user("planner"), geom=place(110, 10))
    points(page, (-20, 20))
    save(page)
    expect(page.locator("[data-conflict=geom]")).to_be_visible()
    expect(page.locator(".edit-other")).to_be_visible()
    expect(page.locator(".edit-mark")).to_be_visible()
    assert faults(page) == []
    assert off(Site.objects.get(code="B"), 110, 10) < 0.01
    page.get_by_label("Ihrer: wie auf der Karte", exact=False).check()
    save(page)
    saved(page)
    assert off(Site.objects.get(code="B"), 80, -20) < 3


def test_the_other_version_may_be_taken_instead(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-change:{network['B'].public_id}", view())
    with transaction.atomic():
        service.change(site=network["B"], by=make_user("planner"), name="theirs")
    fill(page, name="mine")
    save(page)
    page.get_by_label(re.compile("theirs")).check()
    save(page)
    saved(page)
    assert Site.objects.get(code="B").name == "theirs"


def test_a_refusal_stands_beside_the_field_and_at_its_place(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    page.fill("#edit-typed", "52.5 13.4")
    page.locator(".edit-form .combobox__option").first.click()
    fill(page, kind="chamber", code="B")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("außerhalb")
    expect(page.locator(".edit-form__place-error")).to_contain_text("außerhalb")
    expect(page.locator(".edit-problem")).to_be_visible()
    assert faults(page) == []
    page.fill("#edit-typed", "370150 5679980")
    page.locator(".edit-form .combobox__option").first.click()
    save(page)
    expect(page.locator("#edit-code-error")).to_contain_text("Kennzeichen")
    assert page.evaluate("document.activeElement.id") == "edit-code"
    assert Site.objects.count() == 3


def test_a_site_in_use_is_not_deleted_and_says_what_needs_it(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-delete:{network['B'].public_id}", view())
    expect(page.locator(".edit-form__notes")).to_contain_text("A-B")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("A-B")
    expect(page.locator(".edit-problem")).to_be_visible()
    assert Site.objects.filter(code="B").exists()


def test_a_connection_that_is_cut_in_mid_save_saves_exactly_once(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="chamber", code="ONCE")
    sent = []

    def lose_the_answer(route):
        """The server gets the request and carries it out; its answer never arrives."""
        sent.append(route.request.post_data)
        if len(sent) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/edit/?*", lose_the_answer)
    save(page)
    saved(page)
    assert len(sent) == 2
    assert sent[0] == sent[1]
    assert Site.objects.filter(code="ONCE").count() == 1
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert not Site.objects.filter(code="ONCE").exists()


def test_what_was_sent_before_a_reload_is_saved_once(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="chamber", code="LATE")
    page.route("**/edit/?*", lambda route: route.abort())
    save(page)
    expect(page.locator("#status-edit")).to_contain_text("keine Verbindung")
    page.unroute("**/edit/?*")
    page.reload()
    expect(page.locator("#toast")).to_contain_text("jetzt gespeichert")
    assert Site.objects.filter(code="LATE").count() == 1


def test_unsaved_work_survives_a_reload(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, "site-create", view())
    points(page, (20, 30))
    fill(page, kind="handhole", code="DRAFT")
    drafted(page, "DRAFT")
    page.reload()
    expect(page.locator("#edit-code")).to_have_value("DRAFT")
    expect(page.locator(".edit-mark")).to_be_visible()
    expect(page.locator(".edit-host")).to_contain_text("Entwurf ist wieder da")
    assert faults(page) == []
    save(page)
    saved(page)
    assert Site.objects.get(code="DRAFT").kind == "handhole"


def test_a_discarded_draft_is_gone(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-change:{network['B'].public_id}", view())
    fill(page, name="half")
    drafted(page, "half")
    page.reload()
    page.get_by_role("button", name="Entwurf verwerfen").click()
    expect(page.locator("#edit-name")).to_have_value("")


def test_all_of_it_with_the_keyboard(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto(view())
    page.locator("#map").focus()
    page.keyboard.press("e")
    page.keyboard.press("s")
    expect(page.locator(".edit-form")).to_be_visible()
    page.locator("#map").focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    expect(page.locator(".edit-mark")).to_be_visible()
    tab_to(page, "edit-kind")
    page.keyboard.press("S")
    tab_to(page, "edit-code")
    page.keyboard.type("KEY-1")
    tab_to(page, "Standort speichern")
    page.keyboard.press("Enter")
    saved(page)
    assert Site.objects.filter(code="KEY-1").exists()


def test_on_a_phone(network, page_of):
    page = page_of(make_user("editor"), **PHONE)
    page.goto(view(lang="en"))
    page.wait_for_load_state("networkidle")
    page.locator("[data-tool=edit]").tap()
    page.locator("#rail-edit [data-edit=site-create]").tap()
    expect(page.locator(".edit-form")).to_contain_text("New site")
    page.wait_for_load_state("networkidle")
    page.touchscreen.tap(250, 280)
    expect(page.locator(".edit-mark")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert faults(page) == []
    fill(page, kind="chamber", code="P-1")
    page.locator(".edit-form button[type=submit]").tap()
    saved(page)
    assert Site.objects.filter(code="P-1").exists()


def test_contractors_see_their_area_and_are_refused_outside_of_it(network, page_of):
    page = page_of(make_user("contractor_editor", area=make_area(-50, -50, 150, 50)), **DESK)
    page.goto(view(14, c="51.3,7.3") + "&t=edit")
    page.get_by_role("button", name="Gebiet auf der Karte zeigen").click()
    expect(page).to_have_url(re.compile(r"z=1[78]&c=51\.25[67]\d*,7\.1[34]"))
    start(page, "site-create", view())
    expect(page.locator("path[stroke='#b35900']")).to_be_visible()
    points(page, (80, 0))
    fill(page, kind="chamber", code="C-1")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("Gebiet")
    # The map moved, so that the reason is seen.
    page.fill("#edit-typed", "370140 5680000")
    page.locator(".edit-form .combobox__option").first.click()
    save(page)
    saved(page)
    assert Site.objects.filter(code="C-1").exists()


@pytest.mark.parametrize("role", ["viewer", "partner", None])
def test_who_may_not_edit_has_no_tools(transactional_db, page_of, role):
    page: Page = page_of(make_user(role) if role else None, **DESK)
    page.goto(view() + "&t=edit&e=site-create")
    expect(page.locator("[data-tool=select]")).to_be_visible()
    expect(page.locator("[data-tool=edit]")).to_have_count(0)
    expect(page.locator(".edit-form")).to_have_count(0)


@pytest.mark.parametrize(
    ("screen", "language"), [(DESK, "de"), (PHONE, "en")], ids=["desk", "phone"]
)
def test_axe_finds_nothing_in_tools_and_forms(network, page_of, screen, language):
    page = page_of(make_user("editor"), **screen)
    page.goto(view(lang=language) + "&t=edit")
    expect(page.locator(".edit-intro")).to_be_visible()
    assert faults(page) == []
    start(page, "site-create", view(lang=language))
    page.evaluate("document.querySelectorAll('.edit-form details').forEach(one => one.open = true)")
    assert faults(page) == []


def test_the_first_view_loads_no_edit_tools(network, page_of):
    page = page_of(make_user("editor"), **DESK)
    loaded = []
    page.on("request", lambda request: loaded.append(request.url))
    page.goto(view())
    page.wait_for_load_state("networkidle")
    assert not [url for url in loaded if "workbench" in url]
    make_site("later", 400)
