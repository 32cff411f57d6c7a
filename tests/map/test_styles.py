"""What the colour of the map says: one variable at a time, chosen in the legend."""

import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from assets.models import Segment
from config.setup.front_end import SOURCE
from network.services.capacity_summary import refresh_all
from tests.builders import make_organisation, make_user
from tests.map.conftest import view
from tests.map.editing import DESK, PHONE

TOKENS = json.loads((SOURCE / "src" / "style" / "tokens.json").read_text())

COLOURS = """() => {
  const seen = new Set();
  for (const canvas of document.querySelectorAll('.leaflet-data-pane canvas')) {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 255) seen.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
    }
  }
  return [...seen].map(colour => '#' + colour.toString(16).padStart(6, '0'));
}"""


def is_near(one: str, other: str) -> bool:
    """Whether two colours differ by no more than blending at the edge of a thin line makes."""
    parts = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5)]
    return all(abs(first - second) <= 24 for first, second in parts)


def shows(page: Page, *wanted: str, enough: Callable[[Iterable[bool]], bool] = all) -> bool:
    """Whether these colours come onto the data canvases, which are painted little by little."""
    page.wait_for_load_state("networkidle")
    for _look in range(20):
        # Reading canvases holds up whoever paints them.
        page.wait_for_timeout(1_000)
        seen = page.evaluate(COLOURS)
        if enough(any(is_near(colour, one) for one in seen) for colour in wanted):
            return True
    return False


@pytest.fixture
def kinds(network):
    """A-B of another owner and old, B-C drilled, planned and of no known year."""
    telco = make_organisation("telco", "carrier")
    Segment.objects.filter(code="A-B").update(owner=telco, built_year=1950)
    Segment.objects.filter(code="B-C").update(kind="drilled", life_cycle="planned")
    refresh_all()
    return network


def choose(page: Page, variable: str) -> None:
    page.get_by_label("Farbe zeigt").select_option(label=variable)


def test_each_variable_has_its_colours_and_its_legend(kinds, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(17, l="segments"))
    light = TOKENS["light"]
    assert shows(page, *light["capacity"], enough=any)
    legend = page.locator("#legend-body")

    choose(page, "Eigentümer")
    expect(legend).to_contain_text("Telco")
    assert shows(page, light["category"][0], light["category"][1])
    assert "s=owner" in page.url

    choose(page, "Art der Verlegung")
    expect(legend).to_contain_text("gebohrt")
    assert shows(page, light["category"][0], light["category"][2])

    choose(page, "Zustand")
    expect(legend).to_contain_text("gebaut, ungenutzt")
    assert shows(page, light["category"][0], light["category"][2])

    choose(page, "Alter")
    expect(legend).to_contain_text("35 Jahre und älter")
    assert shows(page, light["age"][0], light["unknown"])

    page.reload()
    expect(page.get_by_label("Farbe zeigt")).to_have_value("age")
    choose(page, "Freie Kapazität")
    assert "s=" not in page.url


def test_the_keyboard_keeps_its_place_in_the_legend(kinds, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(17))

    page.get_by_label("Farbe zeigt").focus()
    page.keyboard.press("ArrowDown")

    expect(page.locator("#legend-variable")).to_be_focused()
    expect(page.locator("#legend-variable")).to_have_value("life_cycle")


def test_owners_are_no_choice_for_those_who_may_not_see_them(kinds, page_of):
    page = page_of(make_user("partner"))
    page.goto(view(17, s="owner"))

    options = page.get_by_label("Farbe zeigt").locator("option")
    expect(options.first).to_be_attached()
    assert "Eigentümer" not in options.all_inner_texts()
    expect(page.get_by_label("Farbe zeigt")).to_have_value("capacity")


def test_small_scales_say_from_where_the_colours_appear(kinds, page_of):
    page = page_of(make_user("viewer"))
    page.goto(view(11, s="kind"))
    note = page.get_by_text("Diese Farben erscheinen ab Zoomstufe 13.")
    expect(note).to_be_visible()

    page.goto(view(13, s="kind"))
    expect(page.get_by_label("Farbe zeigt")).to_have_value("kind")
    expect(note).to_be_hidden()


def test_dark_and_paper_have_their_own_palette(kinds, page_of):
    page = page_of(make_user("viewer"), color_scheme="dark")
    page.goto(view(17, s="kind"))
    assert shows(page, TOKENS["dark"]["category"][2])

    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert shows(page, TOKENS["print"]["category"][2])
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert shows(page, TOKENS["dark"]["category"][2])


def test_the_page_on_paper_is_map_and_legend_and_what_the_panel_says(kinds, page_of):
    """No tools, no forms, the middle of the view stays the middle; afterwards all is as before."""
    page = page_of(make_user("editor"), **DESK)
    page.goto(view(17, s="kind", p=f"segment:{kinds['A-B'].public_id}"))
    expect(page.locator("#panel-body h2")).to_have_text("A-B")
    page.locator("#legend > summary").click()
    expect(page.locator("#legend-body")).to_be_hidden()
    shows(page, TOKENS["light"]["category"][2])
    size, where = page.locator("#map").bounding_box(), page.url
    page.evaluate(
        "window.addEventListener('beforeprint', () =>"
        " (window.held = document.getElementById('map').clientWidth))"
    )

    sheet = PdfReader(BytesIO(page.pdf(format="A4")))

    text = sheet.pages[0].extract_text()
    for word in ("Trassenbuch", "gebohrt", "Zustand der Trasse", "Schacht"):
        assert word in text
    everything = "".join(one.extract_text() for one in sheet.pages)
    assert "100,0 m" in everything
    for word in ("Wählen", "Abschnitt ändern", "Farbe zeigt", "EPSG", "Abmelden", "Hintergrund"):
        assert word not in everything
    assert len(sheet.pages) <= 4
    assert page.evaluate("window.held") <= 680
    expect(page.locator("#legend-body")).to_be_hidden()
    assert page.locator("#map").bounding_box() == size
    assert page.url == where


def background(name: str, title: str, kind: str, url: str, **more: object) -> dict[str, object]:
    given = {"name": name, "title": title, "kind": kind, "url": url, "attribution": "© Test"}
    return {**given, "layers": "", "colour": False, **more}


PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
"""The smallest picture."""

BACKGROUNDS = [
    background("none", "Ohne", "none", ""),
    background("photo", "Luftbild", "wms", "/wms", layers="dop", colour=True),
    background("plan", "Plan", "wmts", "/wmts/{TileMatrix}/{TileRow}/{TileCol}"),
    background("tiles", "Kacheln", "xyz", "/xyz/{z}/{x}/{y}"),
]


def test_a_background_that_does_not_answer_is_named(network, page_of, settings):
    """An empty map looked as if nothing lay there, or as if the page were broken."""
    settings.BACKGROUNDS = BACKGROUNDS
    page = page_of(make_user("viewer"))
    page.route("**/xyz/**", lambda route: route.abort())
    page.goto(view(18, bg="tiles"))
    note = page.locator(".leaflet-control-attribution strong")
    expect(note).to_have_text("Der Hintergrund „Kacheln“ antwortet gerade nicht")
    page.unroute("**/xyz/**")
    page.route("**/xyz/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    page.get_by_role("button", name="Vergrößern (+)").click()
    expect(note).to_have_count(0)
    page.get_by_label("Ohne").check()
    expect(note).to_have_count(0)


@pytest.mark.parametrize("screen", [DESK, PHONE], ids=["desk", "phone"])
def test_who_made_the_background_is_read_beside_an_open_panel(network, page_of, settings, screen):
    settings.BACKGROUNDS = BACKGROUNDS
    page = page_of(make_user("viewer"), **screen)
    page.route("**/xyz/**", lambda route: route.fulfill(body=PIXEL, content_type="image/png"))
    page.goto(view(18, bg="tiles", p=f"segment:{network['A-B'].public_id}"))
    expect(page.locator("#panel-body h2")).to_be_visible()
    names = page.locator(".leaflet-control-attribution")
    expect(names).to_have_text("© Test")
    is_free = """(names) => {
      const { left, right, top, bottom } = names.getBoundingClientRect();
      return [[left, top], [right, bottom]].every(([x, y]) =>
        names.contains(document.elementFromPoint((x + left + right) / 3, (y + top + bottom) / 3)));
    }"""
    assert names.evaluate(is_free)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Luftbild", r"/wms\?.*layers=dop&"),
        ("Plan", r"/wmts/18/87\d{3}/136\d{3}$"),
        ("Kacheln", r"/xyz/18/136\d{3}/87\d{3}$"),
    ],
)
def test_backgrounds_come_from_the_settings(network, page_of, settings, title, asked):
    settings.BACKGROUNDS = BACKGROUNDS
    page = page_of(make_user("viewer"))
    page.goto(view(18))
    expect(page.get_by_label("Ohne")).to_be_checked()

    with page.expect_request(re.compile(asked, re.IGNORECASE)):
        page.get_by_label(title).check()

    # An aerial photo keeps its colours.
    assert page.locator(".map-background").count() == int(title != "Luftbild")
    expect(page.locator(".leaflet-control-attribution")).to_contain_text("© Test")


def test_the_signs_of_a_cross_section_stand_out_on_a_dark_page(network, page_of):
    """Their black rings were lost on black: free and occupied looked nearly alike."""
    page = page_of(make_user("viewer"), **{**DESK, "color_scheme": "dark"})
    page.goto(view(18, p=f"segment:{network['A-B'].public_id}"))
    sign = page.locator(".drawing-legend__sign--free")
    ring, around, paper = sign.evaluate(
        "(sign) => { const { borderColor, outlineColor } = getComputedStyle(sign);"
        " return [borderColor, outlineColor, getComputedStyle(document.body).backgroundColor]; }"
    )
    assert paper != around
    assert (ring, around) == ("rgb(23, 26, 43)", "rgb(255, 255, 255)")
    assert sign.evaluate("(sign) => getComputedStyle(sign).outlineStyle") == "solid"
