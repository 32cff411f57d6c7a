"""A file on its way from the screen into the registry, with its findings on the map."""

import re

from playwright.sync_api import expect

from assets.models import Delivery, Segment
from tests.assets.importing.test_screen import LINES
from tests.builders import make_user
from tests.map.editing import DESK
from tests.map.test_accessibility import faults


def test_a_file_is_chosen_tried_seen_on_the_map_and_imported(transactional_db, page_of):
    page = page_of(make_user("editor"), **DESK)
    page.goto("/imports/?lang=de")
    assert faults(page) == []
    page.locator("#file").set_input_files(
        {"name": "trassen.geojson", "mimeType": "application/geo+json", "buffer": LINES}
    )
    page.get_by_role("button", name="Datei einlesen").click()
    expect(page.get_by_text("trassen → Trassenabschnitt")).to_be_visible()
    assert faults(page) == []

    page.get_by_role("button", name="Erproben, ohne etwas zu ändern").click()
    expect(page.get_by_text("Noch ist nichts geändert")).to_be_visible()
    assert faults(page) == []
    assert not Segment.objects.exists()

    page.get_by_role("link", name="auf der Karte").first.click()
    bar = page.locator(".import-bar")
    expect(bar).to_contain_text("1 abgelehnt")
    expect(page).to_have_url(re.compile("c=51.25[0-9]+,7.13[67]"))
    page.locator("#map path.leaflet-interactive").first.click()
    expect(page.locator(".finding-popup")).to_contain_text("dort wurde ein Standort angelegt")
    assert faults(page) == []
    bar.get_by_role("link", name="Zurück zum Import").click()

    page.get_by_role("button", name="Jetzt importieren").click()
    expect(page.get_by_text("Importiert.")).to_be_visible()
    assert faults(page) == []
    assert Segment.objects.get().name == "Marktgasse"
    assert Delivery.objects.get().state == "imported"
