"""Two people moved one site: both places are shown, and each can be chosen without a mouse."""

import os

import pytest
from django.db import transaction
from playwright.sync_api import expect

from assets.models import Site
from assets.services import site as service
from tests.builders import make_user, place
from tests.map.conftest import view
from tests.map.editing import DESK, points, save, start
from tests.map.test_accessibility import faults
from tests.map.test_edit_sites import off
from tests.map.test_reservations import tab_to

MINE, THEIRS = (80, -20), (110, 10)


@pytest.mark.parametrize(("choice", "place_of"), [("mine", MINE), ("theirs", THEIRS)])
@pytest.mark.parametrize(
    "said",
    [("de", "Standort speichern", "Ihrer: wie auf der Karte",
      "Der andere: gestrichelt auf der Karte"),
     ("en", "Save site", "Yours: as on the map", "Theirs: dashed on the map")],
    ids=["de", "en"],
)  # fmt: skip
def test_each_place_is_chosen_with_the_keyboard(network, page_of, choice, place_of, said):
    language, button, *words = said
    page = page_of(make_user("editor"), **DESK)
    start(page, f"site-change:{network['B'].public_id}", view(lang=language))
    with transaction.atomic():
        service.change(site=network["B"], by=make_user("planner"), geom=place(*THEIRS))
    points(page, (-20, 20))
    save(page)
    both = page.locator("[data-conflict=geom]")
    for word in words:
        expect(both).to_contain_text(word)
    expect(page.locator(".edit-other")).to_be_visible()
    expect(page.locator(".edit-mark")).to_be_visible()
    assert faults(page) == []
    if "SHOTS" in os.environ:
        page.screenshot(path=f"{os.environ['SHOTS']}/both-{language}.png")
    tab_to(page, "choose-geom-mine")
    if choice == "theirs":
        page.keyboard.press("ArrowDown")
        expect(page.locator("#choose-geom-theirs")).to_be_checked()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(page.locator(".edit-form")).to_have_count(0)
    assert off(Site.objects.get(code="B"), *place_of) < 3
