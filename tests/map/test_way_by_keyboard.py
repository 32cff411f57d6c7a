"""A request from the portal to its grant without a mouse: Tab, Enter, Space and letters alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from playwright.sync_api import Locator, Page, expect

from accounts.roles import Role
from network.periods import Period
from reservations.models import AccessRequest, RequestKind
from reservations.services import access_request
from reservations.services.requested import Stretch
from tests.builders import make_user
from tests.map.test_accessibility import DESK
from tests.map.test_portal import partner

__all__ = ["partner"]

MOST_STEPS = 150
"""More places than that nobody walks through before a button."""


def test_from_the_draft_to_the_grant(network, partner, page_of, settings):
    settings.TWO_PERSON_RULE = False
    with transaction.atomic():
        case, officer = _drafted(network, partner), make_user(Role.ACCESS_OFFICER)
    applicant, desk = page_of(partner, **DESK), page_of(officer, **DESK)

    applicant.goto("/portal/?lang=de")
    follow(applicant, str(case))
    follow(applicant, "Entwurf fortsetzen")
    write(applicant, "Projektbeschreibung", "Glasfaser zur Schule")
    push(applicant, "Speichern und weiter")
    follow(applicant, "3. Prüfen und einreichen")
    push(applicant, "Antrag einreichen")
    expect(applicant.get_by_role("status").first).to_contain_text("eingereicht")

    desk.goto("/desk/?lang=de")
    follow(desk, str(case))
    follow(desk, "Vollständigkeit prüfen")
    for item in desk.locator("fieldset").all():
        reach(desk, item.get_by_label("Liegt vor", exact=True))
        desk.keyboard.press("Space")
    push(desk, "Vollständigkeit feststellen")
    follow(desk, "Angebot abgeben")
    push(desk, "Dieses Angebot abgeben")
    expect(desk.get_by_text("Das Angebot gilt bis zum")).to_be_visible()

    applicant.goto("/portal/?lang=de")
    follow(applicant, str(case))
    follow(applicant, "Angebot lesen und annehmen")
    write(applicant, "Name der annehmenden Person", "Ada Nord")
    reach(applicant, applicant.locator("#sure"))
    applicant.keyboard.press("Space")
    push(applicant, "Angebot zahlungspflichtig annehmen")
    expect(applicant.get_by_role("status").first).to_contain_text("angenommen")

    desk.goto("/desk/?lang=de")
    follow(desk, str(case))
    follow(desk, "Entscheidung vorbereiten")
    reach(desk, desk.locator("#outcome-granted"))
    desk.keyboard.press("Space")
    push(desk, "Entscheidung unterzeichnen")
    expect(desk.get_by_role("status").first).to_contain_text("unterzeichnet")
    case.refresh_from_db()
    assert (case.state, case.description) == ("granted", "Glasfaser zur Schule")


def test_what_was_just_typed_is_not_lost_on_the_way_out(network, partner, page_of):
    """Neither by a link nor by leaving the page before the pause in which it saves is over."""
    with transaction.atomic():
        case = _drafted(network, partner)
    page, facts = page_of(partner, **DESK), f"/portal/{case.public_id}/facts/?lang=de"
    page.goto(facts)
    page.get_by_label("Projektbeschreibung").fill("Über einen Link verlassen")
    page.get_by_role("link", name="3. Prüfen und einreichen").click()
    expect(page.get_by_text("Über einen Link verlassen")).to_be_visible()

    page.goto(facts)
    page.get_by_label("Projektbeschreibung").fill("Den Tab verlassen")
    page.goto("/portal/?lang=de")
    saved = "async ([page, text]) => (await (await fetch(page)).text()).includes(text)"
    page.wait_for_function(saved, arg=[facts, "Den Tab verlassen"])


def reach(page: Page, target: Locator) -> None:
    """Tab until the focus is there; what is reached must be seen to have it."""
    expect(target).to_be_visible()
    for _step in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            assert target.evaluate("one => one.matches(':focus-visible')")
            return
    raise AssertionError(f"Tab does not lead to {target}")


def follow(page: Page, name: str) -> None:
    reach(page, page.get_by_role("link", name=name, exact=True))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def push(page: Page, name: str) -> None:
    reach(page, page.get_by_role("button", name=name))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def write(page: Page, label: str, text: str) -> None:
    reach(page, page.get_by_label(label))
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)


def _drafted(network: Any, by: Any) -> AccessRequest:
    tube = network["A-B"].duct_sections.filter(duct__number=1).get().duct
    today = dt.date.today()
    return access_request.draft(
        kind=RequestKind.DUCT_ACCESS,
        by=by,
        units=[Stretch(tube.pk, network["A"].pk, network["C"].pk)],
        subject="Anbindung Schule",
        period=Period(today + dt.timedelta(days=30), today + dt.timedelta(days=395)),
        contact_name="Ada Nord",
        contact_email="ada@nord.example",
    )
