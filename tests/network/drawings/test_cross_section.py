"""The cross-section as drawn: proportion, state by shape, words for those who cannot see it."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from network.drawings.cross_section import CableInside, Colour, Occupancy, Tube, lay_out
from network.drawings.svg import Words, cross_section

SVG = "{http://www.w3.org/2000/svg}"
RED = Colour("#d00000", "rot", "stripe")
WORDS = Words("Querschnitt <T-1>", "Ein Verband")


def tube(number: int, occupancy: Occupancy = Occupancy.FREE, **fields) -> Tube:
    defaults = {
        "id": f"id-{number}",
        "label": str(number),
        "name": f"R-{number}",
        "outer_mm": 7.0,
        "inner_mm": 4.0,
        "occupancy": occupancy,
        "colour": RED,
    }
    return Tube(**{**defaults, **fields})


def bundle(*children: Tube, outer_mm: float | None = 42.4) -> Tube:
    inner = outer_mm - 2.4 if outer_mm else None
    return tube(0, outer_mm=outer_mm, inner_mm=inner, label="", colour=None, children=children)


def draw(*tubes: Tube) -> ET.Element:
    return ET.fromstring(cross_section(tubes, WORDS, "cs1"))


def of_class(drawing: ET.Element, name: str) -> list[ET.Element]:
    return [one for one in drawing.iter() if name in one.get("class", "").split()]


def test_circles_are_in_true_proportion():
    drawing = draw(bundle(tube(1), tube(2, outer_mm=14.0, inner_mm=10.0)))

    radii = sorted(float(wall.get("r")) for wall in of_class(drawing, "tube__wall"))
    assert radii == [3.5, 7, 21.2]


def test_the_state_is_said_by_shape_and_word():
    states = [tube(n, state) for n, state in enumerate(Occupancy, start=1)]
    drawing = draw(bundle(*states))

    assert len(of_class(drawing, "tube__hatch")) == 1
    assert len(of_class(drawing, "tube__cable")) == 1
    assert len(of_class(drawing, "tube__cross")) == 2  # with its white edge
    titles = [link.find(f"{SVG}title").text for link in of_class(drawing, "tube--reserved")]
    assert "R-2 · rot" in titles[0]


def test_a_cable_is_drawn_at_its_diameter():
    cables = [CableInside("K-1", 2.5), CableInside("K-2", None)]
    drawing = draw(tube(1, Occupancy.OCCUPIED, cables=cables, inner_mm=6.0, outer_mm=8.0))

    known, unknown = of_class(drawing, "tube__cable")
    assert known.get("r") == "1.25"
    assert unknown.get("stroke-dasharray")


def test_every_tube_leads_to_its_panel_and_every_number_is_there():
    drawing = draw(bundle(*(tube(n) for n in range(1, 25))))

    links = {link.get("data-panel") for link in drawing.iter(f"{SVG}a")}
    numbers = {text.text for text in drawing.iter(f"{SVG}text")}
    assert {f"/panel/duct/id-{n}/" for n in range(1, 25)} < links
    assert numbers == {str(n) for n in range(1, 25)}


def test_title_and_description_are_words_not_markup():
    drawing = draw(tube(1, name="<script>"))

    assert drawing.find(f"{SVG}title").text == WORDS.title
    assert drawing.find(f"{SVG}desc").text == WORDS.description
    assert not list(drawing.iter(f"{SVG}script"))


def test_unknown_and_impossible_diameters_are_drawn_dashed():
    crowded = bundle(*(tube(n) for n in range(1, 25)), outer_mm=20.0)
    unknown = tube(1, outer_mm=None, inner_mm=None)

    layout = lay_out([crowded, unknown, tube(2)], margin=2, caption=2)

    assert [placed.assumed for placed in layout.tubes] == [True, True, False]
    child_reach = max(
        abs(child.circle.x - layout.tubes[0].circle.x) + child.circle.radius
        for child in layout.tubes[0].children
    )
    assert child_reach <= layout.tubes[0].inner_radius + 0.01


def test_wide_trenches_break_into_rows_inside_the_drawing():
    tubes = [replace(bundle(tube(1)), id=str(n)) for n in range(9)]
    layout = lay_out(tubes, margin=5, caption=3)

    assert len({placed.circle.y for placed in layout.tubes}) > 1
    for placed in layout.tubes:
        assert placed.circle.x + placed.circle.radius <= layout.width
        assert placed.circle.y + placed.circle.radius <= layout.height
