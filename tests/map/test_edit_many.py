"""Choosing many objects by a box or a polygon and changing them together."""

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from assets.models import Cable, Duct, Gateway, Segment, Site
from assets.services import segment as service
from tests.builders import make_user
from tests.map.conftest import view
from tests.map.editing import DESK, drafted, fill, points, save, saved, start
from tests.map.test_accessibility import faults


@pytest.fixture
def page(network, page_of) -> Page:
    return page_of(make_user("editor"), **DESK)


def test_a_box_of_segments_is_previewed_changed_and_changed_back(page):
    start(page, "many-change", view(17))
    points(page, (-120, -30), (120, 30), zoom=17)
    note = page.locator(".edit-note")
    expect(note).to_contain_text("2 Objekte ausgewählt")
    fill(page, life_cycle="abandoned")
    expect(note).to_contain_text("Von 2 Objekten ändern sich 2")
    expect(page.locator(".edit-preview li").first).to_contain_text("A-B in Betrieb → stillgelegt")
    assert faults(page) == []
    save(page)
    saved(page)
    # None of them is the one to be shown.
    assert "p=" not in page.url
    assert set(Segment.objects.values_list("life_cycle", flat=True)) == {"abandoned"}
    for button, said in (
        ("#edit-undo", "Rückgängig gemacht"), ("#edit-redo", "Wiederhergestellt"),
        ("#edit-undo", "Rückgängig gemacht"),
    ):  # fmt: skip
        page.locator(button).click()
        expect(page.locator("#toast")).to_contain_text(said)
    assert set(Segment.objects.values_list("life_cycle", flat=True)) == {"in_service"}


def test_a_polygon_of_sites(page):
    start(page, "many-change", view(17))
    page.get_by_label("Standorte", exact=True).last.check()
    page.get_by_label("Vieleck").check()
    points(page, (-20, -30), (20, -30), (0, 40), (0, 40), zoom=17)
    expect(page.locator(".edit-note")).to_contain_text("1 Objekt ausgewählt")
    fill(page, accuracy="cm10")
    save(page)
    saved(page)
    assert list(Site.objects.filter(accuracy="cm10").values_list("code", flat=True)) == ["B"]


def test_all_that_a_filter_finds_are_changed_and_a_box_takes_only_what_it_shows(page):
    with transaction.atomic():
        Segment.objects.filter(code="B-C").update(life_cycle="planned")
    page.goto(view(17, t="filter", layer="segments"))
    expect(page.locator(".listing__count")).to_be_visible()
    expect(page.get_by_role("button", name="Alle ändern")).to_have_count(0)

    page.goto(view(17, t="filter", layer="segments", life_cycle="planned"))
    page.get_by_role("button", name="Alle ändern").click()
    note = page.locator(".edit-note")
    expect(note).to_contain_text("1 Objekt ausgewählt")
    expect(page.get_by_label("alle gefilterten")).to_be_checked()
    assert faults(page) == []
    page.get_by_label("Rechteck").check()
    expect(note).to_contain_text("Nur was der Filter der Karte zeigt")
    points(page, (-120, -30), (120, 30), zoom=17)
    expect(note).to_contain_text("1 Objekt ausgewählt")
    page.get_by_label("Standorte", exact=True).last.check()
    expect(page.get_by_label("alle gefilterten")).to_be_hidden()
    page.get_by_label("Trassenabschnitte", exact=True).last.check()
    page.get_by_label("alle gefilterten").check()
    fill(page, life_cycle="abandoned")
    expect(page.locator(".edit-preview li")).to_have_count(1)
    save(page)
    saved(page)
    states = dict(Segment.objects.values_list("code", "life_cycle"))
    assert states == {"A-B": "in_service", "B-C": "abandoned"}


def test_of_more_than_can_be_changed_together_the_limit_is_said_instead(page, monkeypatch):
    monkeypatch.setattr("gis.views.listing.MOST_TOGETHER", 1)
    page.goto(view(17, t="filter", layer="segments", life_cycle="in_service"))
    expect(page.locator(".listing__count")).to_have_text("2 gefunden")
    expect(page.locator(".listing__note")).to_have_text(
        "Zusammen ändern lassen sich höchstens 1 Objekt. Grenzen Sie weiter ein."
    )
    expect(page.get_by_role("button", name="Alle ändern")).to_have_count(0)
    assert faults(page) == []


def test_if_one_was_changed_meanwhile_none_is_and_it_is_shown_at_its_place(page, network):
    start(page, "many-change", view(17))
    points(page, (-120, -30), (120, 30), zoom=17)
    fill(page, life_cycle="abandoned")
    expect(page.locator(".edit-note")).to_contain_text("ändern sich 2")
    with transaction.atomic():
        service.change(segment=network["B-C"], by=make_user("planner"), name="weiter")
    save(page)
    expect(page.locator(".edit-reason")).to_contain_text("B-C:")
    assert not Segment.objects.filter(life_cycle="abandoned").exists()


@pytest.mark.parametrize(
    ("kind", "model", "count"),
    [("Rohre", Duct, 4), ("Kabel", Cable, 1), ("Gateways", Gateway, 1)],
)
def test_ducts_cables_and_gateways_are_changed_as_one_step(page, kind, model, count):
    start(page, "many-change", view(17))
    page.get_by_label(kind, exact=True).last.check()
    expect(page.locator("#edit-accuracy")).to_be_hidden()
    points(page, (-120, -30), (120, 30), zoom=17)
    expect(page.locator(".edit-note")).to_contain_text(f"{count} Objekt")
    fill(page, life_cycle="planned")
    expect(page.locator(".edit-preview li")).to_have_count(count)
    assert faults(page) == []
    save(page)
    saved(page)
    assert set(model.objects.values_list("life_cycle", flat=True)) == {"planned"}
    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht: Viele ändern")
    assert set(model.objects.values_list("life_cycle", flat=True)) == {"in_service"}


def test_too_many_are_refused_with_how_many_it_may_be(page, monkeypatch):
    monkeypatch.setattr("assets.edits.many.MOST_TOGETHER", 3)
    start(page, "many-change", view(17))
    page.get_by_label("Rohre", exact=True).last.check()
    points(page, (-120, -30), (120, 30), zoom=17)
    expect(page.locator(".edit-note")).to_contain_text("höchstens 3 Objekte")


def test_a_kept_selection_comes_back_as_the_kind_that_it_was(page):
    start(page, "many-change", view(17))
    page.get_by_label("Rohre", exact=True).last.check()
    points(page, (-120, -30), (120, 30), zoom=17)
    fill(page, life_cycle="planned")
    drafted(page, "planned")
    page.reload()
    expect(page.get_by_label("Rohre", exact=True).last).to_be_checked()
    save(page)
    saved(page)
    assert Duct.objects.filter(life_cycle="planned").count() == 4
