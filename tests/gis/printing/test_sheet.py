"""The map on paper: true to the millimetre, with what the viewer may see, and nothing else."""

from __future__ import annotations

import math
import re

import numpy as np
import pytest
from django.test import Client
from pypdf import PdfReader

from accounts.models import Organisation
from assets.models import Segment
from assets.models.asset import LifeCycle
from assets.models.segment import SegmentKind
from gis.printing import labels
from gis.printing.features import Feature
from gis.printing.sheet import Sheet, bar_length_m
from gis.printing.tokens import tokens
from tests.builders import make_gateway, make_organisation
from tests.gis.printing.sheets import HERE, drawing, printed
from tests.gis.test_tiles import client_of

pytestmark = pytest.mark.django_db

MM = 72 / 25.4


def straight_lines(pdf: PdfReader) -> list[tuple[float, float]]:
    """Width and height in millimetres of all paths of two points."""
    found = re.findall(r"n ([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l\s+S", drawing(pdf))
    numbers = [[float(one) / MM for one in line] for line in found]
    return [(x2 - x1, y2 - y1) for x1, y1, x2, y2 in numbers]


def bar_mm(pdf: PdfReader) -> float:
    """The two halves of the scale bar: the only boxes 2 mm high."""
    boxes = re.findall(r"n ([\d.-]+) ([\d.-]+) ([\d.-]+) ([\d.-]+) re", drawing(pdf))
    halves = [float(w) / MM for _x, _y, w, h in boxes if abs(float(h) / MM - 2) < 0.001]
    assert len(halves) == 2
    return sum(halves)


@pytest.mark.parametrize(
    ("paper", "wide", "size"),
    [("a4", "1", (297, 210)), ("a4", "0", (210, 297)), ("a3", "1", (420, 297))],
)
def test_the_page_has_its_size(network, paper, wide, size):
    box = printed(client_of("viewer"), paper=paper, wide=wide).pages[0].mediabox

    assert (float(box.width) / MM, float(box.height) / MM) == pytest.approx(size, abs=0.01)


@pytest.mark.parametrize("scale", tokens()["sheets"]["scales"])
def test_the_scale_bar_is_as_long_as_it_says(network, scale):
    pdf = printed(client_of("viewer"), scale=str(scale))

    text = pdf.pages[0].extract_text()
    metres = float(re.search(r"([\d.]+) m\b", text)[1].replace(".", ""))
    assert bar_mm(pdf) == pytest.approx(metres * 1000 / scale, abs=0.01)
    assert 30 <= bar_mm(pdf) <= 80
    assert f"1 : {scale:,}".replace(",", ".") in text


@pytest.mark.parametrize("scale", [1000, 2500, 10000])
def test_what_is_drawn_is_true_to_the_millimetre(network, scale):
    """Sites of the builders are 100 m apart to the east, in the grid of the sheet."""
    lines = straight_lines(printed(client_of("viewer"), paper="a3", scale=str(scale)))

    expected = 100 * 1000 / scale
    segments = [line for line in lines if abs(math.hypot(*line) - expected) < 1]
    assert len(segments) >= 2
    for across, up in segments:
        assert across == pytest.approx(expected, abs=0.25)
        assert up == pytest.approx(0, abs=0.25)


def test_the_title_block_says_what_when_and_by_whom(network):
    client = client_of("viewer")
    text = printed(client, title="Baustelle Nord", lang="de").pages[0].extract_text()

    for word in ("Baustelle Nord", "Wuppertal", "EPSG:25832", "Maßstab 1 : 1.000", "N", "Gedruckt"):
        assert word in text
    assert "Printed on" in printed(client, lang="en").pages[0].extract_text()


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("capacity", ["überwiegend frei", "nichts frei", "ohne Rohre oder nicht bekannt"]),
        ("kind", ["offene Bauweise", "gebohrt"]),
        ("life_cycle", ["in Betrieb", "geplant"]),
        ("age", ["weniger als 5 Jahre", "35 Jahre und mehr"]),
        ("owner", ["Stadt", "Telco"]),
    ],
)
def test_the_legend_explains_the_chosen_colour(network, variable, words):
    Segment.objects.filter(code="B-C").update(owner=make_organisation("telco", "carrier"))

    text = printed(client_of("viewer"), s=variable, lang="de").pages[0].extract_text()

    for word in [*words, "Trassenabschnitte", "Schacht"]:
        assert word in text


def test_a_long_name_is_set_smaller_before_it_is_cut(network):
    owner = make_organisation("telco", "carrier")
    Organisation.objects.filter(pk=owner.pk).update(name="Tallicht Telekommunikation GmbH")
    Segment.objects.filter(code="B-C").update(owner=owner)

    text = printed(client_of("viewer"), s="owner", lang="de").pages[0].extract_text()

    assert "Tallicht Telekommunikation GmbH" in text


def test_all_frames_are_drawn_alike_whatever_the_legend_drew_before(network):
    """Samples of nothing free end with wide ticks; map, title block and bar have thin edges."""
    width, frames = "1", []
    for line in drawing(printed(client_of("viewer"), l="segments")).splitlines():
        if found := re.search(r"([\d.]+) w$", line):
            width = found[1]
        if re.search(r" re S$", line):
            frames.append(width)
    assert frames == [".7", ".7"]


def test_what_is_not_on_the_sheet_is_not_in_the_legend(network):
    text = printed(client_of("viewer"), l="segments", lang="de").pages[0].extract_text()

    assert "Trassenabschnitte" in text
    assert "Schacht" not in text


def test_gateways_that_stand_together_are_a_number_on_small_scales(network):
    make_gateway(network["B"], "GW-2")
    client = client_of("viewer")

    far = printed(client, scale="25000", l="gateways", lang="de").pages[0].extract_text()
    near = printed(client, scale="2500", l="gateways", lang="de").pages[0].extract_text()

    assert re.search(r"^2$", far, re.MULTILINE)
    assert "mehrere, mit ihrer Zahl" in far
    assert "mehrere" not in near


def test_filters_hold_on_paper(network):
    Segment.objects.filter(code="B-C").update(kind="drilled")
    client = client_of("viewer")
    everything = straight_lines(printed(client, l="segments"))

    drilled = straight_lines(printed(client, l="segments", layer="segments", kind="drilled"))

    # Casing and body of one segment less.
    assert len(everything) - len(drilled) >= 2


def test_partners_get_cells_and_no_plant_and_strangers_nothing(network):
    pdf = printed(client_of("partner"), lang="de")

    assert "Korridor" in pdf.pages[0].extract_text()
    assert "Schacht" not in pdf.pages[0].extract_text()
    assert not [line for line in straight_lines(pdf) if abs(line[0] - 100) < 2]
    assert Client().get("/print/", {"c": HERE}).status_code == 403


def test_an_owner_is_not_told_on_paper_either(network):
    Segment.objects.update(owner=make_organisation("telco", "carrier"))

    pdf = printed(client_of("contractor_editor"), s="owner", lang="de")

    assert "Telco" not in pdf.pages[0].extract_text()
    assert "Trassenabschnitte" in pdf.pages[0].extract_text()


def test_codes_stand_along_lines_and_never_overlap(network):
    pdf = printed(client_of("viewer"), l="segments", scale="1000")
    assert "B-C" in pdf.pages[0].extract_text()
    # The white outline ends before the black text begins, else that would be an outline, too.
    assert re.search(r"1 Tr \(A-B\) Tj ET\s+Q\s+q\s+BT.*\(A-B\) Tj", drawing(pdf))
    assert "A-B" not in printed(client_of("viewer"), scale="5000").pages[0].extract_text()

    line = np.array([[50.0, 50.0], [90.0, 50.0]])
    near = [Feature({"code": "T-1"}, [line]), Feature({"code": "T-2"}, [line + [0, 1]])]
    far = Feature({"code": "T-3"}, [line + [0, 5]])
    tight = Feature({"code": "T-4"}, [line[:1] + np.array([[0, 30], [2, 30]])])
    outside = Feature({"code": "T-5"}, [line - [0, 45]])
    found = [one.text for one in labels.placed([*near, far, tight, outside], (10, 10, 200, 200))]
    assert found == ["T-1", "T-3"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"c": ""}, "c"),
        ({"c": "nan,7"}, "c"),
        ({"c": "51.2,7.1,3"}, "c"),
        ({"c": "0,0"}, "c"),
        ({"paper": "a0"}, "paper"),
        ({"wide": "x"}, "wide"),
        ({"scale": "1001"}, "scale"),
        ({"scale": "-1"}, "scale"),
        ({"s": "beauty"}, "s"),
        ({"title": "x" * 81}, "title"),
        ({"layer": "segments", "kind": "x"}, "kind"),
        ({"layer": "segments", "foo": "x"}, "foo"),
        ({"layer": "nothing"}, "layer"),
    ],
)
def test_what_cannot_be_printed_is_refused_at_its_field(network, values, field):
    answer = client_of("viewer").get("/print/", {"c": HERE, **values})

    assert answer.status_code == 400
    assert answer.json()["field"] == field


def test_a_title_in_any_script_does_not_break_the_page(network):
    text = printed(client_of("viewer"), title="Łódź 東京 (a) \\").pages[0].extract_text()

    assert "(a) \\" in text


def test_the_tokens_know_every_kind_and_state():
    assert set(tokens()["kinds"]) == set(SegmentKind.values)
    assert set(tokens()["lifeCycles"]) == set(LifeCycle.values) - {"removed"}


def test_bar_lengths_are_round():
    for scale in tokens()["sheets"]["scales"]:
        assert str(bar_length_m(scale)).rstrip("0") in {"1", "2", "5"}


def test_the_ground_of_a_sheet():
    sheet = Sheet("a4", True, 1000, (370_000, 5_680_000))
    west, south, east, north = sheet.ground

    assert (east - west, north - south) == (sheet.frame[2], sheet.frame[3])
    assert sheet.on_paper(*sheet.centre) == (
        sheet.frame[0] + sheet.frame[2] / 2,
        sheet.frame[1] + sheet.frame[3] / 2,
    )
