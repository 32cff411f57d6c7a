"""The partner's way in a browser: from two clicks on a map to a request that is handed in."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from accounts.roles import Role
from network.catalogues.files import read
from network.catalogues.load import load
from reservations.models import AccessRequest, CaseMessage, DecisionOutcome
from reservations.services import access_request, decision, offer
from tests.builders import make_fill_policies, make_organisation, make_user
from tests.map.test_accessibility import DARK, DESK, PHONE, faults
from tests.reservations.access.cases import tariff

# The page, or a table in which somebody would have to look for the price beside the screen.
TOO_WIDE = """document.documentElement.scrollWidth > innerWidth ||
    [...document.querySelectorAll(".list")].some(one => one.scrollWidth > one.clientWidth)"""
_REFERENCE = Path(__file__).parents[2] / "fixtures" / "reference"


@pytest.fixture
def partner(network: Any) -> Any:
    """A partner administrator, in a city with its laws and one tariff."""
    with transaction.atomic():
        make_fill_policies()
        known = read(_REFERENCE)
        load(replace(known, fill_policies=(), further={**known.further, "tariffs.toml": ()}))
        tariff()
        carrier = make_organisation("nord", "carrier")
        return make_user(Role.PARTNER_ADMINISTRATOR, carrier)


def places(network: Any) -> tuple[str, str]:
    ends = [network[name].geom.transform(4326, clone=True) for name in "AC"]
    start, end = (f"{one.y:.6f}, {one.x:.6f}" for one in ends)
    return start, end


def test_an_enquiry_asks_only_what_counts(network, partner, page_of):
    page = page_of(partner, **DESK)
    page.goto("/portal/enquiry/?lang=de")
    number, thickness = page.get_by_label("Anzahl der Rohre"), page.get_by_label("Außendurchm")
    expect(number).to_be_visible()
    expect(thickness).to_be_hidden()
    page.get_by_label("Was Sie brauchen").select_option("cable")
    expect(number).to_be_hidden()
    expect(thickness).to_be_visible()
    assert faults(page) == []


def test_from_two_points_to_a_request_that_is_handed_in(network, partner, page_of):
    page = page_of(partner, **DESK)
    page.goto("/portal/?lang=de")
    assert faults(page) == []
    page.get_by_role("link", name="Von A nach B anfragen").click()

    map_box = page.locator("[data-enquiry]")
    expect(page.locator("[data-enquiry].leaflet-container")).to_be_attached()
    # Where there is plant at all is seen before anything is asked: the corridor, no line.
    expect(map_box.locator(".leaflet-network-pane canvas").first).to_be_attached()
    # And what its colours mean, in words.
    expect(page.locator(".case-map__key")).to_contain_text("überwiegend frei")
    map_box.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Von (A)")).not_to_have_value("")
    map_box.click(position={"x": 40, "y": 200})
    expect(page.get_by_label("Nach (B)")).not_to_have_value("")
    start, end = places(network)
    page.get_by_label("Von (A)").fill(start)
    page.get_by_label("Nach (B)").fill(end)
    page.get_by_role("button", name="Wege suchen").click()
    way = page.get_by_role("article", name="Weg 1")
    expect(way).to_contain_text("etwa 200 m")
    expect(way).to_contain_text("EUR")
    expect(page.locator("[data-enquiry] path").first).to_be_attached()
    assert faults(page) == []

    way.get_by_role("button", name="Diesen Weg beantragen").click()
    expect(page.locator(".portal-due")).to_contain_text("nächste gesetzliche Schritt")
    page.get_by_label("Betreff").fill("Anbindung Schule")
    page.get_by_label("Ansprechperson", exact=True).fill("Ada Nord")
    page.get_by_role("button", name="Speichern und weiter").click()
    expect(page.locator("[data-case-map] path").first).to_be_attached()
    expect(page.locator("[data-draw-area]")).to_be_visible()
    assert faults(page) == []

    # Saved as it goes: what was typed survives a reload without any button, or leaving the field.
    page.get_by_role("link", name="1. Angaben").click()
    page.get_by_label("Projektbeschreibung").fill("Glasfaser zur Schule")
    expect(page.locator(".portal-saved")).to_have_text("Gespeichert")
    page.reload()
    expect(page.get_by_label("Projektbeschreibung")).to_have_value("Glasfaser zur Schule")
    assert faults(page) == []

    page.get_by_role("link", name="3. Prüfen und einreichen").click()
    assert faults(page) == []
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_role("status").first).to_contain_text("eingereicht")
    expect(page.locator("[data-case-map] path").first).to_be_attached()
    assert faults(page) == []
    case = AccessRequest.objects.get()
    assert (case.state, case.description) == ("submitted", "Glasfaser zur Schule")


@pytest.mark.parametrize(
    ("screen", "language"),
    [(PHONE, "en"), (DARK, "de")],
    ids=["phone", "dark"],
)
def test_axe_finds_nothing(network, partner, page_of, screen, language):
    with transaction.atomic():
        case = _offered(network, partner)
    page = page_of(partner, **screen)
    found = {}
    lists = ("", "new/", "enquiry/", "team/", "clients/", "export/")
    beside = ("/cases/notices/", f"/cases/{case.public_id}/messages/")
    steps = [f"/portal/{case.public_id}/{step}" for step in ("", "accept/", "withdraw/")]
    look_at(page, [*(f"/portal/{one}" for one in lists), *beside, *steps], language, found)
    with transaction.atomic():
        _granted(case, partner)
    after = ("", "report/", "longer/", "return/", "end/")
    look_at(page, [f"/portal/{case.public_id}/{step}" for step in after], language, found)
    assert found == {}


@pytest.mark.parametrize(
    ("screen", "language"),
    [({**PHONE, "color_scheme": "dark"}, "en"), (DESK, "de")],
    ids=["phone-dark", "desk"],
)
def test_axe_finds_nothing_in_forms_with_errors(network, partner, page_of, screen, language):
    with transaction.atomic():
        case = _offered(network, partner)
    page, found = page_of(partner, **screen), {}
    forms = ["new/", "enquiry/", "team/", "clients/", f"{case.public_id}/accept/"]
    submit_empty(page, forms, language, found)
    with transaction.atomic():
        _granted(case, partner)
    after = ("report/", "longer/", "return/", "end/")
    submit_empty(page, [f"{case.public_id}/{step}" for step in after], language, found)
    assert found == {}


def submit_empty(page: Page, forms: list[str], language: str, found: dict[str, list[str]]) -> None:
    for form in forms:
        page.goto(f"/portal/{form}?lang={language}")
        page.locator("main form.desk-form button[type=submit]").first.click()
        if page.locator(".kern-error").count() == 0:
            found[f"{form} says no error"] = []
        if wrong := faults(page):
            found[form] = wrong
        if page.evaluate(TOO_WIDE):
            found[f"{form} is too wide"] = []


def test_what_is_unread_stays_in_sight_on_a_phone(network, partner, page_of):
    with transaction.atomic():
        case = _offered(network, partner)
    page = page_of(partner, **PHONE)
    for address in ("/portal/", "/tables/", f"/portal/{case.public_id}/withdraw/"):
        page.goto(f"{address}?lang=de")
        badge = page.locator(".page__menu .kern-badge").bounding_box()
        right = badge["x"] + badge["width"]
        assert badge["x"] > 0 and right <= 390, (address, badge)
        link = page.get_by_role("link", name=re.compile("Benachrichtigungen \\d+ ungelesen"))
        expect(link).to_be_visible()
        assert faults(page) == []


def look_at(page: Page, addresses: list[str], language: str, found: dict[str, list[str]]) -> None:
    """Notes what axe finds, and what does not fit the screen."""
    for address in addresses:
        page.goto(f"{address}?lang={language}")
        if wrong := faults(page):
            found[address] = wrong
        if page.evaluate(TOO_WIDE):
            found[f"{address} is too wide"] = []


def test_a_message_survives_a_cut_line_and_arrives_once(network, partner, page_of, settings):
    settings.ATTACHMENT_MAX_MB = 1
    with transaction.atomic():
        case = _offered(network, partner)
    page = page_of(partner, **DESK)
    page.goto(f"/portal/{case.public_id}/?lang=de")
    text, files = page.get_by_label("Ihre Nachricht"), page.locator("#message-files")
    send = page.get_by_role("button", name="Nachricht senden")
    for name, size, sentence in (("a.exe", 2, "dieser Art"), ("plan.pdf", 2_000_000, "zu groß")):
        files.set_input_files({"name": name, "mimeType": "", "buffer": b"x" * size})
        expect(page.locator("#message-files-error")).to_contain_text(sentence)
    assert faults(page) == []
    files.set_input_files({"name": "plan.pdf", "mimeType": "", "buffer": b"%PDF-1.7\n%%EOF\n"})
    expect(page.locator("#message-files-error")).to_be_hidden()

    text.fill("Hier ist der Plan für die Südstraße.")
    page.route("**/messages/", lambda route: (route.fetch(), route.abort()))
    send.click()
    expect(page.locator("[data-progress]")).to_contain_text("Nicht gesendet")
    expect(text).to_have_value("Hier ist der Plan für die Südstraße.")
    page.unroute("**/messages/")
    send.click()
    expect(page.get_by_text("Ihre Nachricht wurde gesendet").first).to_be_visible()
    expect(page.get_by_role("link", name="plan.pdf")).to_be_visible()
    expect(text).to_have_value("")
    assert CaseMessage.objects.count() == 1

    text.fill("Noch etwas")
    page.reload()
    expect(text).to_have_value("Noch etwas")


def _granted(case: AccessRequest, by: Any) -> None:
    offer.accept(request=case, name="Ada Nord", by=by)
    officer = make_user(Role.ACCESS_OFFICER)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=officer)


def _offered(network: Any, by: Any) -> AccessRequest:
    from network.periods import Period
    from reservations.models import RequestKind
    from reservations.services.requested import Stretch

    tube = network["A-B"].duct_sections.filter(duct__number=1).get().duct
    today = dt.date.today()
    case = access_request.draft(
        kind=RequestKind.DUCT_ACCESS,
        by=by,
        units=[Stretch(tube.pk, network["A"].pk, network["C"].pk)],
        subject="Anbindung Schule",
        period=Period(today + dt.timedelta(days=30), today + dt.timedelta(days=395)),
        contact_name="Ada Nord",
        contact_email="ada@nord.example",
    )
    case = access_request.submit(request=case, by=by)
    officer = make_user(Role.ACCESS_OFFICER)
    case = access_request.review(request=case, by=officer)
    until = today + dt.timedelta(days=30)
    return offer.make(request=case, valid_until=until, by=officer)
