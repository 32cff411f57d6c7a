"""A request through both doors, in the browsers of a partner and of two officers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from reservations.models import AccessRequest, ClaimState
from tests.builders import make_user
from tests.map.test_accessibility import DESK
from tests.map.test_portal import partner, places
from tests.reservations.letters.reading import text_of

__all__ = ["partner"]


@pytest.fixture
def officers(partner: Any) -> tuple[Any, Any]:
    with transaction.atomic():
        return make_user(Role.ACCESS_OFFICER), make_user(Role.ACCESS_OFFICER)


def test_from_the_enquiry_to_the_signed_letter(network, partner, officers, page_of, settings):
    settings.TWO_PERSON_RULE = True
    applicant, desk, second = (page_of(one, **DESK) for one in (partner, *officers))

    ask(applicant, *places(network))
    case = AccessRequest.objects.get()
    desk.goto("/desk/?lang=de")
    second.goto("/desk/?lang=de")

    ask_back(desk, case)
    complete(applicant, case)
    make_an_offer(desk, case)
    accept(applicant, case)
    decide(desk, second, case)

    applicant.goto(f"/portal/{case.public_id}/?lang=de")
    expect(applicant.locator(".page__note").first).to_contain_text("Bewilligt")
    text = text_of(opened(applicant, "Bescheid als PDF"))
    says_what_was_granted(text, AccessRequest.objects.get())


def ask(page: Page, start: str, end: str) -> None:
    """A way on the map, with its price, becomes a request that saves itself and is handed in."""
    page.goto("/portal/enquiry/?lang=de")
    page.get_by_label("Von (A)").fill(start)
    page.get_by_label("Nach (B)").fill(end)
    page.get_by_role("button", name="Wege suchen").click()
    way = page.get_by_role("article", name="Weg 1")
    expect(way).to_contain_text("EUR brutto")
    expect(page.locator("[data-enquiry] path").first).to_be_attached()
    way.get_by_role("button", name="Diesen Weg beantragen").click()

    page.get_by_label("Betreff").fill("Anbindung Schule Süd")
    page.get_by_label("Ansprechperson", exact=True).fill("Ada Nord")
    page.get_by_role("button", name="Speichern und weiter").click()
    page.get_by_role("link", name="1. Angaben").click()
    page.get_by_label("Projektbeschreibung").fill("Glasfaser zur Schule")
    page.get_by_label("Betreff").focus()
    expect(page.locator(".portal-saved")).to_have_text("Gespeichert")
    assert AccessRequest.objects.get().description == "Glasfaser zur Schule"

    page.get_by_role("link", name="3. Prüfen und einreichen").click()
    page.get_by_role("button", name="Antrag einreichen").click()
    expect(page.get_by_role("status").first).to_contain_text("eingereicht")


def ask_back(page: Page, case: AccessRequest) -> None:
    """Something is missing: said in a letter and in a message."""
    page.goto(f"/desk/{case.public_id}/?lang=de")
    page.get_by_label("Ihre Nachricht").fill("Bitte nennen Sie uns das Kabel.")
    page.get_by_role("button", name="Nachricht senden").click()
    expect(page.locator(".conversation__message")).to_contain_text("das Kabel")

    page.get_by_role("link", name="Vollständigkeit prüfen").click()
    first, *others = page.locator("fieldset").all()
    first.get_by_label("Fehlt", exact=True).check()
    for item in others:
        item.get_by_label("Liegt vor", exact=True).check()
    page.get_by_role("button", name="Nachforderung entwerfen").click()
    expect(page.get_by_label("Nachforderung")).not_to_have_value("")
    page.get_by_role("button", name="Beim Antragsteller nachfordern").click()
    expect(page.get_by_role("status").first).to_contain_text("nachgefordert")


def complete(page: Page, case: AccessRequest) -> None:
    page.goto("/portal/?lang=de")
    row = page.get_by_role("row").filter(has_text=str(case))
    expect(row).to_contain_text("Sie")
    row.get_by_role("link", name=str(case)).click()
    expect(page.locator(".conversation__message")).to_contain_text("das Kabel")
    page.get_by_role("link", name="Fehlendes einreichen").click()
    page.get_by_label("Projektbeschreibung").fill("Glasfaser zur Schule, Kabel A-DQ 48")
    page.get_by_role("button", name="Fehlendes einreichen").click()
    expect(page.get_by_role("status").first).to_contain_text("vollständig")


def make_an_offer(page: Page, case: AccessRequest) -> None:
    page.goto(f"/desk/{case.public_id}/completeness/?lang=de")
    for item in page.locator("fieldset").all():
        item.get_by_label("Liegt vor", exact=True).check()
    page.get_by_role("button", name="Vollständigkeit feststellen").click()
    page.get_by_role("link", name="Angebot abgeben").click()
    page.get_by_role("button", name="Dieses Angebot abgeben").click()
    expect(page.get_by_text("Das Angebot gilt bis zum")).to_be_visible()


def accept(page: Page, case: AccessRequest) -> None:
    page.goto(f"/portal/{case.public_id}/?lang=de")
    page.get_by_role("link", name="Angebot lesen und annehmen").click()
    page.get_by_label("Name der annehmenden Person").fill("Ada Nord, Prokuristin")
    page.locator("#sure").check()
    page.get_by_role("button", name="Angebot zahlungspflichtig annehmen").click()
    expect(page.get_by_role("status").first).to_contain_text("angenommen")


def decide(first: Page, second: Page, case: AccessRequest) -> None:
    """One prepares, the other signs."""
    first.goto(f"/desk/{case.public_id}/decision/?lang=de")
    first.locator("#outcome-granted").check()
    first.get_by_role("button", name="Zur Unterschrift vorlegen").click()
    expect(first.get_by_text("Jemand anderes muss sie unterzeichnen.").last).to_be_visible()
    second.goto(f"/desk/{case.public_id}/signature/?lang=de")
    second.get_by_role("button", name="Entscheidung unterzeichnen").click()
    expect(second.get_by_role("status").first).to_contain_text("unterzeichnet")


def opened(page: Page, link: str) -> bytes:
    """What the link leads to, as the browser gets it with its session."""
    address = page.get_by_role("link", name=link).get_attribute("href")
    answer = page.request.get(str(address))
    assert answer.headers["content-type"] == "application/pdf"
    return answer.body()


def says_what_was_granted(text: str, case: AccessRequest) -> None:
    """Number, duct, both sites, period, and who accepted the offer when."""
    claim = case.claims.get(state=ClaimState.CONFIRMED)
    unit = claim.holder.units.select_related("duct", "from_site", "to_site").get()
    last = case.period.upper - dt.timedelta(days=1)
    today = timezone.localdate()
    for what in (
        f"Ihrem Antrag {case}",
        f"{unit.duct.code} {unit.from_site.code} {unit.to_site.code}",
        f"vom {case.period.lower:%d.%m.%Y} bis {last:%d.%m.%Y}",
        f"von Ada Nord, Prokuristin am {today:%d.%m.%Y} angenommene Angebot",
    ):
        assert what in text
