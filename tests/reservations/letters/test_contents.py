"""What each letter says."""

from __future__ import annotations

import re

import pytest

from accounts.roles import Role
from assets.services import duct as duct_service
from gis.refusals import NotFound, Refusal
from reservations.access import holding
from reservations.models import DecisionOutcome, Letter, LetterKind
from reservations.services import access_request, case_calendar, decision, letter
from reservations.services.requested import Stretch
from tests.builders import make_duct, make_user
from tests.reservations.access.cases import (
    accepted,
    granted,
    ground,
    offered,
    reviewed,
    stretch,
    submitted,
    tariff,
)
from tests.reservations.letters.reading import opened, read
from tests.reservations.portal.conftest import page_of

pytestmark = pytest.mark.django_db


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
    file = opened(letter.read(case, LetterKind.EXTENSION, scene.north))
    assert "Mitteilung einer Fristverlängerung" in file.metadata.title
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


@pytest.mark.usefixtures("front_end_unbuilt")
def test_a_partial_grant_says_how_much_and_shows_no_refused_plant(scene) -> None:
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
    assert "die Position 2 des Angebots lehnen wir ab" in text
    assert ("RV.01" in text, "RV.02" in text) == (True, False)
    assert "line 2 of the offer" in page_of(case, scene.north)


@pytest.mark.usefixtures("front_end_unbuilt")
def test_a_part_that_was_cut_since_the_offer_has_no_line_of_its_own(scene) -> None:
    case = accepted(scene, 1, 2)
    duct_service.cut(duct=scene.tube(2), site=scene.network["B"], by=make_user(Role.EDITOR))
    pieces = holding.claim_of(case).holder.units.exclude(duct=scene.tube(1))
    decision.decide(
        request=case,
        outcome=DecisionOutcome.PARTLY_GRANTED,
        refused_units=pieces[:1],
        grounds=[decision.Shown(ground(), "gequetscht")],
        by=scene.officer,
    )
    text = read(case, "decision", scene.north)
    assert "einen der beantragten Abschnitte lehnen wir ab" in text
    assert "Not granted" not in page_of(case, scene.north)


def test_a_quote_names_the_minimum_term_of_each_tariff(scene) -> None:
    a, b = scene.network["A"].pk, scene.network["B"].pk
    duct = make_duct(scene.network, "A-B", code="KSR")
    tariff()
    units = [stretch(scene, 1), Stretch(duct.pk, a, b)]
    assert "mindestens aber 12 Monate." in read(offered(scene, 2), "quote", scene.north)
    tariff("protection", minimum_months=36)
    case = offered(scene, units=units)
    said = "mindestens aber 12 oder 36 Monate je nach Tarif."
    assert said in read(case, "quote", scene.north)


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
