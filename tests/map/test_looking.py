"""Measuring, coordinates, views kept under a name, and finding owners and EUIs."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from accounts.models import Bookmark
from assets.models import Gateway, Segment
from tests.builders import make_organisation, make_user
from tests.map.conftest import view
from tests.map.test_accessibility import DARK, DESK, PHONE, faults
from tests.map.test_map import click_map, heading

CORNERS = ((51.25653, 7.13699), (51.25656, 7.13985), (51.25553, 7.13912))


def measured(page: Page, label: str) -> float:
    """A value of the measuring panel, in metres or square metres."""
    text = page.locator(".measure__values dt", has_text=label).locator("+ dd").inner_text()
    return float(re.match(r"[\d.,]+", text)[0].replace(".", "").replace(",", "."))


def in_postgis(shape: str, function: str) -> float:
    places = [f"{lon} {lat}" for lat, lon in CORNERS]
    text = ", ".join(places if shape == "LINESTRING" else [*places, places[0]])
    text = f"({text})" if shape == "LINESTRING" else f"(({text}))"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s::geography)", [f"SRID=4258;{shape}{text}"])
        return cursor.fetchone()[0]


def test_lengths_and_areas_are_those_of_postgis(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="measure", m="_".join(f"{lat},{lon}" for lat, lon in CORNERS)))
    expect(page.locator(".measure__values dd")).to_have_count(4)

    assert measured(page, "Länge") == pytest.approx(in_postgis("LINESTRING", "ST_Length"), abs=0.06)
    assert measured(page, "Fläche") == pytest.approx(in_postgis("POLYGON", "ST_Area"), abs=0.06)
    assert measured(page, "Umfang") == pytest.approx(
        in_postgis("POLYGON", "ST_Perimeter"), abs=0.06
    )


def test_measuring_click_by_click_and_back(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())
    page.locator("#map").focus()
    page.keyboard.press("l")
    click_map(page, -50)
    click_map(page, 50)

    expect(page.locator(".measure__values dd").first).to_have_text(re.compile(r"(99|10\d),\d\sm"))
    assert page.url.count("_") == 1
    click_map(page, 50, 50)
    expect(page.locator(".measure__values dt")).to_have_count(4)
    page.get_by_role("button", name="Letzten Punkt entfernen").click()
    page.mouse.move(0, 0)
    assert page.url.count("_") == 1
    page.keyboard.press("Escape")
    assert "_" not in page.url
    page.keyboard.press("Escape")
    expect(page.locator(".measure__values dd")).to_have_count(0)
    expect(page.locator("#panel")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    click_map(page, 50)
    expect(heading(page)).to_have_text("B-C")


def test_measuring_by_keyboard(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view())
    page.locator("#map").focus()
    page.keyboard.press("l")
    page.locator("#map").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(500)
    page.keyboard.press("Enter")

    expect(page.locator("#map-announcer")).to_have_text(re.compile(r"\d,\d\sm"))


def test_an_area_that_crosses_itself_is_said_to(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="measure", m="51.25,7.13_51.26,7.14_51.25,7.14_51.26,7.13"))

    expect(page.locator(".measure")).to_contain_text("überschneidet sich selbst")


def test_coordinates_are_copied_in_both_systems_and_found_again(network, page_of):
    page = page_of(make_user("viewer"), permissions=["clipboard-read", "clipboard-write"])
    page.goto(view())
    page.get_by_role("button", name="WGS 84").click()
    expect(page.locator("#toast")).to_contain_text("Kopiert: 51.256530, 7.138420")

    box = page.locator("#map").bounding_box()
    page.mouse.move(box["x"] + 400, box["y"] + 300)
    page.locator("#map").focus()
    page.keyboard.press("c")
    expect(page.locator("#toast")).to_contain_text(
        re.compile(r"Kopiert: 3\d{5}\.\d\d 5\d{6}\.\d\d")
    )
    copied = page.evaluate("navigator.clipboard.readText()")
    page.fill("#search", copied)
    expect(page.locator("#search-list [role=option]")).to_have_count(1)


def test_a_view_is_kept_opened_shared_and_deleted_with_a_way_back(network, page_of):
    user = make_user("viewer")
    page = page_of(user, permissions=["clipboard-read", "clipboard-write"])
    page.goto(view(17, s="owner", l="segments") + "&layer=segments&kind=open_cut")
    page.get_by_role("button", name="Ansichten").click()
    page.get_by_label("Name der Ansicht").fill("Nordstadt")
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="Nordstadt", exact=True)
    expect(link).to_be_visible()

    page.goto(view(12))
    page.get_by_role("button", name="Ansichten").click()
    link.click()
    expect(page.get_by_label("Farbe zeigt")).to_have_value("owner")
    for part in ("z=17", "s=owner", "l=segments", "layer=segments&kind=open_cut"):
        assert part in page.url
    expect(page.locator("#status-scale")).to_contain_text("1 : 2.800")

    page.get_by_role("button", name="Ansichten").click()
    page.get_by_role("button", name="Link zu „Nordstadt“ kopieren").click()
    expect(page.locator("#toast")).to_contain_text("kopiert")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(Bookmark.objects.get().address)

    page.get_by_role("button", name="„Nordstadt“ löschen").click()
    expect(page.locator("#panel-tool")).to_contain_text("ist gelöscht")
    expect(link).to_have_count(0)
    page.get_by_role("button", name="Löschen rückgängig machen").click()
    expect(link).to_be_visible()
    assert Bookmark.objects.visible_to(user).count() == 1


def test_a_name_that_is_missing_or_taken_is_said_at_the_field(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(t="bookmarks"))
    keep = page.get_by_role("button", name="Ansicht merken")
    keep.click()
    expect(page.locator("#bookmark-error")).to_contain_text("Geben Sie der Ansicht einen Namen")

    for _time in range(2):
        page.get_by_label("Name der Ansicht").fill("Weg")
        keep.click()
        page.wait_for_load_state("networkidle")
    expect(page.locator("#bookmark-error")).to_contain_text("haben Sie schon")
    assert faults(page) == []


def test_an_owner_is_found_and_the_map_shows_what_is_theirs(network, page_of):
    telco = make_organisation("telco", "carrier")
    Segment.objects.filter(code="B-C").update(owner=telco)
    page = page_of(make_user("viewer"))
    page.goto(view())
    page.locator("#map").focus()
    page.keyboard.press("/")
    page.keyboard.type("telc")
    expect(page.locator("#search-list [role=option]")).to_contain_text(["Telco"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(page.locator(".filter__results a[data-panel]")).to_have_text(["B-C"])
    assert "layer=segments&owner=telco" in page.url


@pytest.mark.parametrize("typed", ["aa55", "AA-55-5A", "aa:55:5a:00:00:00:00:01"])
def test_a_gateway_is_found_by_its_eui_however_it_is_written(network, page_of, typed):
    Gateway.objects.filter(code="GW-1").update(eui="aa555a0000000001")
    page = page_of(make_user("viewer"))
    page.goto(view())

    page.fill("#search", typed)

    expect(page.locator("#search-list [role=option]")).to_contain_text(["GW-1"])


def test_the_way_back_leads_to_the_place_that_the_address_names(network, page_of):
    """Else a link copied then would show another place than the sender saw."""
    page = page_of(make_user("viewer"))
    page.goto(view(18))
    click_map(page, 50)
    expect(heading(page)).to_have_text("B-C")
    page.keyboard.press("Escape")
    before = parse_qs(urlsplit(page.url).query)["c"]
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("#map").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("-")
    expect(page).to_have_url(re.compile("z=17"))

    page.go_back()

    expect(page).to_have_url(re.compile("z=18"))
    assert parse_qs(urlsplit(page.url).query)["c"] == before
    expect(page.locator("#status-scale")).to_contain_text("1 : 1.400")


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "en")],
    ids=["desk", "phone", "dark"],
)
def test_accessible(network, page_of, screen, language):
    user = make_user("viewer")
    Bookmark.objects.create(person=user, name="Weg", address="?z=12")
    page = page_of(user, **screen)
    page.goto(view(lang=language, t="bookmarks"))
    expect(page.get_by_role("link", name="Weg", exact=True)).to_be_visible()
    assert faults(page) == []

    page.goto(view(lang=language, t="print"))
    expect(page.locator("#print-scale")).to_be_visible()
    assert faults(page) == []

    page.goto(view(lang=language, t="measure", m="51.2565,7.137_51.2566,7.139_51.2555,7.139"))
    expect(page.locator(".measure__values dd")).to_have_count(4)
    assert faults(page) == []


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_the_frame_of_the_sheet_is_seen_as_a_whole(network, page_of, screen):
    """Beside the panel and the legend on a desk, above the sheet on a phone."""
    page = page_of(make_user("viewer"), **screen)
    page.goto(view(16, t="print"))

    frame = page.locator(".leaflet-overlay-pane path").bounding_box()

    panel = page.locator("#panel").bounding_box()
    rail = page.locator("#rail").bounding_box()
    assert frame["x"] >= rail["x"] + rail["width"]
    if screen is DESK:
        legend = page.locator("#legend").bounding_box()
        assert frame["x"] >= legend["x"] + legend["width"]
        assert frame["x"] + frame["width"] <= panel["x"]
    else:
        assert frame["y"] + frame["height"] <= panel["y"]


def test_a_view_is_printed_to_scale(network, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(18, s="owner", l="segments") + "&layer=segments&kind=open_cut")
    page.get_by_role("button", name="Drucken").click()
    expect(page.locator("path.leaflet-interactive, .leaflet-overlay-pane path")).to_have_count(1)
    page.get_by_label("Papier").select_option(label="A3 quer")
    page.get_by_label("Maßstab").select_option(label="1 : 500")
    page.get_by_label("Titel").fill("Baustelle")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="PDF erstellen").click()

    asked = opened.value.url or ""
    for part in ("paper=a3", "wide=1", "scale=500", "title=Baustelle", "s=owner", "kind=open_cut"):
        assert part in asked
    assert page.request.get(asked).headers["content-type"] == "application/pdf"
    page.keyboard.press("Escape")
    expect(page.locator(".leaflet-overlay-pane path")).to_have_count(0)
