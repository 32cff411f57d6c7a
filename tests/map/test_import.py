"""A file on its way from the screen into the registry, with its findings on the map."""

import re

from playwright.sync_api import expect

from assets.models import Delivery, KeptMapping, Segment
from tests.assets.importing.test_screen import LINES, collection
from tests.builders import make_user
from tests.map.editing import DESK, PHONE
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


def test_a_mapping_is_kept_under_a_name_and_proposed_for_the_next_delivery(
    transactional_db, page_of
):
    first = collection(({"nr": "T-1", "lage": "Markt"}, [(0, 0), (90, 0)]))
    second = collection(({"nr": "T-2", "lage": "Hofaue"}, [(0, 9), (90, 9)]))
    page = page_of(make_user("editor"), **DESK)

    def send(name: str, data: bytes) -> None:
        page.goto("/imports/?lang=de")
        file = {"name": name, "mimeType": "application/geo+json", "buffer": data}
        page.locator("#file").set_input_files(file)
        page.get_by_role("button", name="Datei einlesen").click()

    def keep(name: str) -> None:
        page.get_by_text("Diese Zuordnung für die nächste Lieferung aufbewahren").click()
        page.get_by_label("Name der Zuordnung").fill(name)
        page.get_by_role("button", name="Unter diesem Namen aufbewahren").click()

    send("maerz.geojson", first)
    page.get_by_label("lage", exact=True).select_option(label="Name")
    keep("Meier Los 3")
    expect(page.locator("#mapping")).to_have_value("Meier Los 3")

    send("april.geojson", second)
    expect(page.locator("#mapping")).to_have_value("Meier Los 3")
    expect(page.locator("#mapping option:checked")).to_have_text("Meier Los 3 (hier aufbewahrt)")
    expect(page.get_by_text("april → Trassenabschnitt")).to_be_visible()
    expect(page.get_by_label("lage", exact=True)).to_have_value("name")
    keep("Meier Los 3")
    expect(page.locator("#kept-name-error")).to_contain_text("gibt es schon")
    assert faults(page) == []
    page.get_by_label("Die vorhandene mit diesem Namen ersetzen").check()
    page.get_by_role("button", name="Unter diesem Namen aufbewahren").click()
    expect(page.locator("#kept-name-error")).to_have_count(0)
    assert "april" in KeptMapping.objects.get().text

    page.get_by_role("link", name="Zurück zu den Lieferungen").click()
    row = page.get_by_role("row").filter(has_text="Meier Los 3")
    row.get_by_text("Löschen", exact=False).first.click()
    assert faults(page) == []
    row.get_by_role("button", name="Zuordnung löschen").click()
    expect(row).to_have_count(0)
    assert not KeptMapping.objects.exists()
    expect(page.get_by_text("„Meier Los 3“ wurde gelöscht.")).to_be_visible()
    assert faults(page) == []
    page.get_by_role("button", name="Zurückholen").click()
    expect(row).to_be_visible()
    assert "april" in KeptMapping.objects.get().text


def test_on_a_phone_what_a_column_becomes_is_read_and_chosen_without_scrolling_aside(
    transactional_db, page_of
):
    page = page_of(make_user("editor"), **PHONE)
    page.goto("/imports/?lang=de")
    data = collection(({"nr": "T-1", "strassenname": "Markt"}, [(0, 0), (90, 0)]))
    page.locator("#file").set_input_files(
        {"name": "los.geojson", "mimeType": "application/geo+json", "buffer": data}
    )
    page.get_by_role("button", name="Datei einlesen").click()
    name = page.get_by_label("strassenname", exact=True)
    name.select_option(label="Name")
    edge = page.locator(".assignment .list").bounding_box()
    box = name.bounding_box()
    assert box["x"] + box["width"] <= edge["x"] + edge["width"]
    assert box["width"] > edge["width"] * 0.8, "long names of fields are read as a whole"
    assert faults(page) == []
