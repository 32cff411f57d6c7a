"""Letters are opened and read: what they say, to whom, on which sheet, and that they stay."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from reportlab.pdfbase import pdfmetrics

from accounts.roles import Role
from gis.refusals import NotFound, Refusal
from reservations.access import holding
from reservations.letters.fonts import BOLD, REGULAR, register
from reservations.models import DecisionOutcome, Letter, LetterKind
from reservations.services import access_request, case_calendar, decision, letter, partial_return
from tests.builders import make_user
from tests.refused import refused_by
from tests.reservations.access.cases import (
    drafted,
    granted,
    ground,
    offered,
    reviewed,
    submitted,
)
from tests.reservations.letters.reading import opened, text_of

pytestmark = pytest.mark.django_db

HOSTILE = 'Škoda & Söhne <b>fett</b> </p><a href="javascript:alert(1)">x</a> (/S /JavaScript) €'


def read(case, kind: str, viewer) -> str:
    return text_of(letter.read(case, LetterKind(kind), viewer))


# --- what each letter says


def test_the_receipt_names_case_and_deadlines(scene, law, clock) -> None:
    clock.set("2026-12-01T10:15:00")
    case = submitted(scene, 1)
    text = read(case, "receipt", scene.north)
    for said in (
        "Eingangsbestätigung – Anbindung Schule",
        f"01.12.2026 um 10:15 Uhr bei uns eingegangen. Wir führen ihn unter dem Zeichen {case},",
        "Ada Nord",
        "Entscheidung über den Zugang, Ablehnung mit Gründen 04.01.2027 Art. 3 Abs. 7 GIA",
        "01.02.2027 § 138 TKG",
        "in der Reihenfolge ihres Eingangs entschieden (§ 147 TKG)",
    ):
        assert said in text, text


def test_what_is_missing_is_asked_for_with_a_day(scene, law, clock) -> None:
    clock.set("2026-12-01T10:15:00")
    case = submitted(scene, 1)
    clock.set("2026-12-01T11:15:00")
    access_request.ask_back(
        request=case, missing="Lageplan im Maßstab 1:500 <unterschrieben>", by=scene.officer
    )
    text = read(case, "missing", scene.north)
    assert "Lageplan im Maßstab 1:500 <unterschrieben>" in text
    assert "bis zum 01.03.2027 nach" in text
    assert "verfällt der Antrag" in text


def test_an_extension_is_told_by_a_letter_that_stands(scene, law, clock) -> None:
    clock.set("2026-12-01T10:15:00")
    case = submitted(scene, kind="information")
    with pytest.raises(NotFound):
        letter.read(case, LetterKind.EXTENSION, scene.north)
    clock.set("2026-12-10T09:00:00")
    facts = {"step_name": "answer", "reason": "Pläne <im Archiv>", "by": scene.officer}
    access_request.extend(request=case, **facts)
    text = read(case, "extended", scene.north)
    due = case.deadlines.get(step="answer")
    for said in (
        "Verlängerung einer Frist – ",
        f"auf den {due.due_on:%d.%m.%Y}",
        "Läuft seit 01.12.2026",
        due.rule.reference,
        "Pläne <im Archiv>",
        "10.12.2026",
        str(scene.officer),
    ):
        assert said in text, text
    assert LetterKind.EXTENSION in letter.available(case, scene.north)
    # Asked back the deadline stands still, and begins anew: the notice stays what it was.
    clock.set("2026-12-11T09:00:00")
    access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    assert read(case, "extended", scene.north) == text
    with pytest.raises(NotFound):
        letter.read(case, LetterKind.EXTENSION, scene.south)


def test_no_extension_no_letter(scene, law, clock) -> None:
    case = submitted(scene, kind="information")
    with pytest.raises(Refusal):
        access_request.extend(request=case, step_name="answer", reason=" ", by=scene.officer)
    assert not Letter.objects.filter(kind=LetterKind.EXTENSION).exists()


def test_every_line_of_a_quote_is_explained(scene) -> None:
    case = offered(scene, 1, 2, days=30)
    offer = case.offers.get()
    line = offer.lines.first()
    text = read(case, "quote", scene.north)
    length, net = german(line.length_m, 1), german(line.net, 2)
    explained = (
        f"{length} m × 0,60 EUR je m und Jahr × {line.months} / 12 Jahre + 250,00 EUR einmalig"
    )
    assert text.count(explained) == 2
    assert f"{length} m {line.months} {net}" in text
    assert (
        f"zuzüglich 19 % Umsatzsteuer auf {german(offer.net, 2)} EUR {german(offer.vat, 2)}" in text
    )
    assert f"Gesamtbetrag brutto {german(offer.gross, 2)}" in text
    assert f"gültig bis zum {offer.valid_until:%d.%m.%Y}" in text
    assert offer.lines.count() == 2
    assert not re.search(r"RV\.0|Duct", text), "a quote names no plant"


def german(number, places: int) -> str:
    return f"{number:,.{places}f}".translate(str.maketrans(",.", ".,"))


def test_a_grant_names_what_is_granted(scene) -> None:
    case = granted(scene, 1, 2)
    text = read(case, "decision", scene.north)
    assert f"Bewilligung – {case.subject}" in text
    assert re.search(r"RV\.01 A C [\d,.]+ m RV\.02 A C", text), text
    assert "von Ada Nord am" in text
    assert "§ 148 TKG" in text


def test_a_refusal_names_grounds_evidence_and_remedy(scene, law) -> None:
    case = reviewed(scene, 1)
    shown = decision.Shown(ground(shows_capacity=True), "Rohr <belegt>", None, "IP 2027, Nr. 4 & 5")
    decision.decide(
        request=case, outcome=DecisionOutcome.REFUSED, grounds=[shown], by=scene.officer
    )
    text = read(case, "decision", scene.north)
    for said in (
        "Ablehnung – Anbindung Schule",
        "§ 141 TKG : kein-platz",
        "Rohr <belegt>",
        "Investitionsplan – IP 2027, Nr. 4 & 5",
        "Streitbeilegungsstelle bei der Bundesnetzagentur",
        str(scene.officer),
    ):
        assert said.replace(" :", ":") in text.replace(" :", ":"), text


def test_a_partial_grant_says_how_much_and_shows_no_refused_plant(scene) -> None:
    from tests.reservations.access.cases import accepted

    case = accepted(scene, 1, 2)
    second = holding.claim_of(case).holder.units.get(duct=scene.tube(2))
    decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=[second],
        grounds=[decision.Shown(ground(), "gequetscht")],
        by=scene.officer,
    )
    text = read(case, "decision", scene.north)
    assert "Teilweise Bewilligung" in text
    assert "1 der beantragten Abschnitte lehnen wir ab" in text
    assert ("RV.01" in text, "RV.02" in text) == (True, False)


def test_consent_and_what_counts_as_consent(scene, law, clock) -> None:
    road = make_user(Role.ROAD_OFFICER)
    clock.set("2026-12-01T10:00:00")
    signed, silent = (reviewed(scene, desk=road) for _each in range(2))
    decision.decide(
        request=signed, outcome=DecisionOutcome.GRANTED, reasons="Gehweg pflastern", by=road
    )
    text = read(signed, "decision", scene.north)
    assert "stimmen wir als Träger der Wegebaulast" in text
    assert "Nebenbestimmungen und Hinweise Gehweg pflastern" in text
    assert "Klage beim Verwaltungsgericht" in text
    clock.set("2027-03-02T10:00:00")
    case_calendar.note_the_day()
    silent.refresh_from_db()
    assert "gilt daher seit dem 02.03.2027 als erteilt" in read(silent, "decision", scene.north)


# --- the sheet


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


# --- kept as it went out


def test_a_letter_stays_as_it_was_first_opened(scene, settings) -> None:
    case = offered(scene, 1)
    first = letter.read(case, LetterKind.QUOTE, scene.north)
    settings.LETTERHEAD_NAME = "Stadt Anders"
    assert letter.read(case, LetterKind.QUOTE, scene.officer) == first
    assert Letter.objects.count() == 1
    for attack in ("UPDATE reservations_letter SET pdf = ''", "DELETE FROM reservations_letter"):
        with refused_by("letter_is_kept"), connection.cursor() as cursor:
            cursor.execute(attack)


def test_the_same_rows_give_the_same_bytes(scene) -> None:
    from reservations.letters import contents, writing

    case = offered(scene, 1)
    draft = contents.drafts(case, LetterKind.QUOTE)
    assert writing.written(case, draft) == writing.written(case, draft)


def test_a_decision_is_written_when_it_is_signed(scene, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.north)
    assert "RV.02" in read(case, "decision", scene.north)


def test_a_new_question_is_a_new_letter(scene) -> None:
    case = submitted(scene, 1)
    for missing in ("Lageplan", "Vollmacht"):
        access_request.ask_back(request=case, missing=missing, by=scene.officer)
        assert missing in read(case, "missing", scene.north)
        access_request.complete(request=case, by=scene.north)
    assert Letter.objects.filter(kind=LetterKind.MISSING).count() == 2


# --- for whom


def test_a_draft_decision_is_for_those_who_decide_and_not_kept(scene, settings) -> None:
    settings.TWO_PERSON_RULE = True
    case = reviewed(scene, 1)
    shown = [decision.Shown(ground(), "gequetscht")]
    decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=scene.officer)
    assert "ENTWURF" in read(case, "decision", scene.officer)
    assert LetterKind.DECISION not in letter.available(case, scene.north)
    with pytest.raises(NotFound):
        letter.read(case, LetterKind.DECISION, scene.north)
    assert not Letter.objects.exists()


def test_both_doors_open_the_same_address_and_nobody_else(scene, client) -> None:
    case = submitted(scene, 1)
    address = f"/cases/{case.public_id}/receipt.pdf"
    assert client.get(address).status_code == 302
    for viewer, status in (
        (scene.north, 200),
        (scene.officer, 200),
        (scene.south, 404),
        (make_user(Role.VIEWER), 404),
    ):
        client.force_login(viewer)
        answer = client.get(address)
        assert answer.status_code == status
        assert (answer["Content-Type"] == "application/pdf") == (status == 200)
    client.force_login(scene.north)
    assert client.get(address)["Cache-Control"] == "private, no-store"
    assert client.get(f"/cases/{case.public_id}/quote.pdf").status_code == 404


def test_what_there_is_to_open(scene) -> None:
    assert letter.available(drafted(scene, 3), scene.north) == []
    case = offered(scene, 1)
    assert letter.available(case, scene.north) == [LetterKind.RECEIPT, LetterKind.QUOTE]
    assert letter.available(case, scene.south) == []
    access_request.withdraw(request=case, by=scene.north)
