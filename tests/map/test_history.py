"""The history in the panel: differences, the change on the map, and an earlier state restored."""

import re

from django.db import transaction
from playwright.sync_api import expect

from assets.models import Site
from assets.services import site
from tests.builders import make_user, place
from tests.map.conftest import view
from tests.map.editing import DESK, save, saved
from tests.map.test_accessibility import faults


def test_differences_are_read_shown_on_the_map_restored_and_taken_back(network, page_of):
    editor, one = make_user("editor"), network["B"]
    was = one.geom.clone()
    for number in range(5):
        site.change(site=one, by=editor, depth_cm=80 + number)
    site.change(site=one, by=editor, reason="vermessen", name="Markt")
    site.move(site=one, to=place(130, 30), by=editor)

    page = page_of(editor, **DESK)
    page.goto(view(p=f"site:{one.public_id}"))
    steps = page.locator(".history__step")
    expect(steps).to_have_count(5)
    expect(steps.nth(1)).to_contain_text("Grund: vermessen")
    expect(steps.nth(1).locator("ins")).to_contain_text("Markt")
    shapes = page.get_by_role("button", name="Vorher und nachher auf der Karte")
    shapes.click()
    expect(shapes).to_have_attribute("aria-pressed", "true")
    ghosts = page.locator("#map path.leaflet-interactive, #map .leaflet-overlay-pane path")
    expect(ghosts).not_to_have_count(0)
    assert faults(page) == []
    page.get_by_role("button", name="Ältere Änderungen zeigen").click()
    expect(steps).to_have_count(8)
    assert faults(page) == []

    restore = re.compile(r"Diesen Stand wiederherstellen \d\d\.\d\d\.\d{4}")
    steps.nth(2).get_by_role("button", name=restore).click()
    table = page.locator(".differences")
    expect(table).to_contain_text("Markt")
    expect(page.locator(".edit-other")).to_be_visible()
    assert faults(page) == []
    save(page)
    saved(page)
    back = Site.objects.get(pk=one.pk)
    assert (back.name, back.depth_cm) == ("", 84)
    assert back.geom.equals_exact(was, 0.001)
    expect(steps.first).to_contain_text("wiederhergestellt")

    page.locator("#edit-undo").click()
    expect(page.locator("#toast")).to_contain_text("Rückgängig gemacht")
    assert Site.objects.get(pk=one.pk).name == "Markt"


def test_a_state_is_restored_over_what_somebody_changed_meanwhile_once_that_was_seen(
    network, page_of
):
    """The number of the change was offered as if it were a fact: None, yours 16276, theirs –."""
    editor, one = make_user("editor"), network["B"]
    site.change(site=one, by=editor, name="Markt")
    page = page_of(editor, **DESK)
    page.goto(view(p=f"site:{one.public_id}"))
    page.get_by_role("button", name="Diesen Stand wiederherstellen").first.click()
    expect(page.locator(".differences")).to_contain_text("Markt")
    with transaction.atomic():
        site.change(site=one, by=make_user("planner"), name="Rathaus")
    save(page)
    warning = page.locator(".edit-form .kern-alert--warning")
    expect(warning).to_contain_text("Unten steht, was sich am neueren Stand ändern würde")
    expect(page.locator(".edit-conflict")).to_have_count(0)
    expect(page.locator(".differences")).to_contain_text("Rathaus")
    assert faults(page) == []
    save(page)
    saved(page)
    assert Site.objects.get(pk=one.pk).name == ""
