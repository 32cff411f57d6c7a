"""How letters look: the sheet, the window for the address, fonts, and what people typed."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from accounts.roles import Role
from reservations.letters.fonts import BOLD, REGULAR, register
from reservations.models import DecisionOutcome, LetterKind
from reservations.services import decision, letter
from tests.builders import make_user
from tests.reservations.access.cases import (
    reviewed,
    submitted,
)
from tests.reservations.letters.reading import opened, text_of

pytestmark = pytest.mark.django_db

HOSTILE = 'Škoda & Söhne <b>fett</b> </p><a href="javascript:alert(1)">x</a> (/S /JavaScript) €'


def test_the_file_says_what_it_is_and_carries_its_fonts(scene, settings) -> None:
    settings.LETTERHEAD_NAME = "Stadt Übersee"
    settings.LETTERHEAD_ADDRESS = "Am Markt 1; 01234 Übersee"
    settings.LETTERHEAD_CONTACT = "Telefon 0123 456; breitband@uebersee.example"
    case = submitted(scene, 1)
    case.organisation.postal_address = "Große Straße 5\n40213 Düsseldorf"
    case.organisation.save()
    pdf = letter.read(case, LetterKind.RECEIPT, scene.north)
    file = opened(pdf)
    assert file.metadata.title == f"{case} · Eingangsbestätigung · {case.subject}"
    assert file.metadata.author == "Stadt Übersee"
    assert file.trailer["/Root"]["/Lang"] == "de-DE"
    fonts = file.pages[0]["/Resources"]["/Font"].get_object().values()
    used = [font.get_object() for font in fonts]
    embedded = [f for f in used if "/FontFile2" in f.get("/FontDescriptor", {})]
    assert {f["/BaseFont"].split("+")[-1] for f in embedded} >= {"DejaVuSans"}
    text = text_of(pdf)
    for said in (
        "Große Straße 5",
        "Stadt Übersee · Am Markt 1 · 01234 Übersee",
        "Telefon 0123 456",
    ):
        assert said in text
    assert "Seite 1 von 1" in text


def test_names_of_all_europe_can_be_printed(scene) -> None:
    """The letters of Vietnamese, Greek and Cyrillic names as well."""
    names = "Łukasz Őry Şahin İnci Țepeș Đorđević Nguyễn Ωμέγα Жуков ẞ€–„“ſ"
    register()
    for font in (REGULAR, BOLD):
        known = pdfmetrics.getFont(font).face.charToGlyph
        assert [one for one in names if ord(one) not in known] == []
    case = submitted(scene, 1, subject=names[:60])
    assert names[:60].strip() in text_of(letter.read(case, LetterKind.RECEIPT, scene.north))


def test_the_address_stands_in_the_window_of_form_b(scene) -> None:
    """DIN 5008: the address 20 to 105 mm from the left, 62.7 to 90 mm from above."""
    case = submitted(scene, 1)
    places: dict[str, tuple[float, float]] = {}

    def note(text, _cm, matrix, _font, _size) -> None:
        places[text.strip()] = (matrix[4] * 25.4 / 72, 297 - matrix[5] * 25.4 / 72)

    page = opened(letter.read(case, LetterKind.RECEIPT, scene.north)).pages[0]
    page.extract_text(visitor_text=note)
    left, down = places["Ada Nord"]
    assert 20 < left < 105 and 62.7 < down < 90
    _left, first_line = places[f"Eingangsbestätigung – {case.subject}"]
    assert first_line > 97


def test_a_long_name_is_not_cut_short_in_the_window(scene) -> None:
    """Whom a decision is for must be readable through the window, the legal form as well."""
    case = submitted(scene, 1)
    organisation = case.organisation
    organisation.name = "Bergische Glasfaserausbau- und Beteiligungsgesellschaft Süd mbH & Co. KG"
    organisation.postal_address = "Abteilung Netzplanung\nGroße Straße 5\n40213 Düsseldorf"
    organisation.save()
    case.refresh_from_db()
    window = text_of(letter.read(case, LetterKind.RECEIPT, scene.north)).split("Eingangsb")[0]
    assert f"{organisation.name} Ada Nord Abteilung Netzplanung" in window
    assert "40213 Düsseldorf" in window and "…" not in window


def test_a_long_contact_goes_on_below(scene, settings) -> None:
    address = "mitnutzung-und-wegerechte-koordinierungsstelle@stadt-wuppertal.example"
    settings.LETTERHEAD_CONTACT = f"Telefon 0202 563-0; {address}"
    text = text_of(letter.read(submitted(scene, 1), LetterKind.RECEIPT, scene.north))
    block = text.split("Kontakt")[1].split("Eingangsbest")[0]
    assert address in block.replace(" ", "") and "…" not in block


def test_neither_signature_nor_heading_stands_alone(scene) -> None:
    """Whatever the length: the last page has a sentence, no page ends with a heading."""
    from reservations.letters import letterhead, markup, sheet

    closing = "<closing><p>Mit freundlichen Grüßen</p><p>Im Auftrag</p></closing>"
    for lines in range(20, 60):
        body = "<p>Zeile.</p>" * lines
        story = markup.flowables(
            f"<letter>{body}<h>Rechtsbehelf</h><text>Sie können klagen.</text>{closing}</letter>"
        )
        paper = sheet.Sheet(letterhead.letterhead(), "Bescheid", ["Nord"], [])
        pages = [page.extract_text() for page in opened(sheet.pdf(paper, story)).pages]
        last = next(page for page in pages if "Mit freundlichen" in page)
        assert "Rechtsbehelf" in last and "klagen" in last


def test_what_people_typed_is_text_and_nothing_else(scene) -> None:
    case = submitted(scene, 1, subject=HOSTILE, contact_name="Ada\x07 \u202eNord <i>")
    pdf = letter.read(case, LetterKind.RECEIPT, scene.north)
    assert HOSTILE in text_of(pdf)
    assert "Ada Nord <i>" in text_of(pdf)
    file = opened(pdf)
    assert all("/Annots" not in page for page in file.pages)
    assert not {"/OpenAction", "/AA", "/Names", "/AcroForm"} & set(file.trailer["/Root"])


def test_a_long_text_takes_more_pages(scene, law) -> None:
    road = make_user(Role.ROAD_OFFICER)
    case = reviewed(scene, desk=road)
    reasons = "\n\n".join(f"Auflage {number}: Gehweg pflastern. " * 6 for number in range(40))
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, reasons=reasons, by=road)
    pdf = letter.read(case, LetterKind.DECISION, scene.north)
    pages = len(opened(pdf).pages)
    assert pages > 2
    assert f"Seite {pages} von {pages}" in text_of(pdf)
    assert "Auflage 39" in text_of(pdf)
