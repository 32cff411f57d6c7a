"""The desk's way from the queue to a signed decision, as two officers go it."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from network.catalogues.files import read
from network.catalogues.load import load
from reservations.models import AccessRequest
from reservations.services import as_built, fulfilled_duty, message, offer, period_extension
from tests.builders import make_user
from tests.map.test_accessibility import DARK, DESK, PHONE, faults
from tests.reservations.access.cases import accepted, granted, laid, reviewed, stretch, submitted
from tests.reservations.conftest import Scene, make_scene

REFERENCE = Path(__file__).parents[2] / "fixtures" / "reference"

# What decides a case may not wait beside the screen of a phone; statistics may.
BESIDE_THE_SCREEN = """[...document.querySelectorAll(".desk-case .list")]
    .some(one => one.scrollWidth > one.clientWidth)"""


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    """With the laws, checklists and tariffs of the reference data."""
    with transaction.atomic():
        scene = make_scene()
    load(replace(read(REFERENCE), fill_policies=()))
    return scene


def shot(page: Page, name: str) -> None:
    """A picture to look at, where SHOTS names a folder."""
    folder = os.environ.get("SHOTS")
    if folder:
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


def test_from_the_queue_to_a_signed_decision(scene, page_of, settings):
    settings.TWO_PERSON_RULE = True
    case = submitted(scene, 1, 2)
    page: Page = page_of(scene.officer, **DESK)
    page.goto("/?lang=de")
    page.get_by_role("button", name="Überspringen").click()
    page.locator(".topbar__pages summary").click()
    page.get_by_role("link", name="Mitnutzung").click()
    expect(page.get_by_role("row").filter(has_text=str(case))).to_contain_text("Werktage")
    page.get_by_role("link", name=str(case), exact=True).click()
    expect(page.locator(".case-map path").first).to_be_attached()

    page.get_by_role("link", name="Vollständigkeit prüfen").click()
    page.get_by_role("button", name="Vollständigkeit feststellen").click()
    expect(page.get_by_text("Geben Sie an, ob dies vorliegt.").first).to_be_visible()
    for item in page.locator("fieldset").all():
        item.get_by_label("Liegt vor", exact=True).check()
    page.get_by_role("button", name="Vollständigkeit feststellen").click()
    expect(page.get_by_role("status").first).to_contain_text("vollständig")

    page.get_by_role("link", name="Angebot abgeben").click()
    expect(page.get_by_text("je Meter und Jahr").first).to_be_visible()
    page.get_by_role("button", name="Dieses Angebot abgeben").click()
    expect(page.get_by_text("Das Angebot gilt bis zum")).to_be_visible()
    offer.accept(request=AccessRequest.objects.get(), name="Ada Nord", by=scene.north)

    page.reload()
    page.get_by_role("link", name="Entscheidung vorbereiten").click()
    expect(page.get_by_text("Gründe aus den abschließenden Listen")).to_be_hidden()
    page.locator("#outcome-partly_granted").check()
    expect(page.get_by_text("Was davon nicht bewilligt wird")).to_be_visible()
    page.locator("#outcome-granted").check()
    expect(page.get_by_text("Was davon nicht bewilligt wird")).to_be_hidden()
    expect(page.get_by_text("Gründe aus den abschließenden Listen")).to_be_hidden()
    page.get_by_role("button", name="Begründung entwerfen").click()
    expect(page.get_by_label("Begründung im Bescheid")).to_have_value(re.compile("ist vollständig"))
    page.get_by_role("button", name="Zur Unterschrift vorlegen").click()
    expect(page.get_by_text("Jemand anderes muss sie unterzeichnen.").last).to_be_visible()

    second: Page = page_of(make_user(Role.ACCESS_OFFICER), **DESK)
    second.goto(f"/desk/{case.public_id}/?lang=de")
    second.get_by_role("link", name="Lesen und unterzeichnen").click()
    expect(second.get_by_text("Die beantragte Kapazität ist")).to_be_visible()
    second.get_by_role("button", name="Entscheidung unterzeichnen").click()
    expect(second.get_by_role("status").first).to_contain_text("unterzeichnet")
    expect(second.locator(".desk-next")).to_contain_text("Mitteilung vermerken")
    assert AccessRequest.objects.get().state == "granted"


def pages_of(scene: Scene) -> dict[str, str]:
    """An address of each kind of page, with something on it."""
    parts = [stretch(scene, 4, *ends) for ends in (("A", "B"), ("B", "C"))]
    decided, done = accepted(scene, 3), granted(scene, units=parts)
    waits = submitted(scene, 1)
    _asked_after_the_grant(scene, done)
    permit = timezone.localdate() + dt.timedelta(days=200)
    works, published = (
        submitted(scene, kind="works_coordination", permit_on=permit) for _ in range(2)
    )
    place = "https://stadt.example/" + "bekanntmachung" * 10
    facts = {"done_on": timezone.localdate(), "reference": place, "by": scene.officer}
    fulfilled_duty.record(fulfilled_duty.WORKS, request=published, **facts)
    message.write(request=waits, text="Mit Frau Ö. klären", by=scene.officer, internal=True)
    looked_at = reviewed(scene, 2, hold=False)
    consent = reviewed(scene, kind="road_consent")
    own = submitted(scene, by=scene.officer, hold=False)
    submitted(scene, 2, by=scene.south, hold=False, subject="Ringschluss Nord mit langem Betreff")
    return {
        "queue": "/desk/?",
        "tasks": "/desk/?show=tasks&",
        "case": f"/desk/{looked_at.public_id}/?",
        "granted": f"/desk/{done.public_id}/?",
        "completeness": f"/desk/{waits.public_id}/completeness/?",
        "offer": f"/desk/{looked_at.public_id}/offer/?",
        "decision": f"/desk/{decided.public_id}/decision/?",
        "notice": f"/desk/{done.public_id}/notice/?",
        "published": f"/desk/{works.public_id}/published/?",
        "works": f"/desk/{published.public_id}/?",
        "told": f"/desk/{published.public_id}/published/?",
        "report": f"/desk/{done.public_id}/report/?",
        "more-time": f"/desk/{done.public_id}/more-time/?",
        "take-back": f"/desk/{done.public_id}/take-back/?",
        "end": f"/desk/{done.public_id}/end/?",
        "consent": f"/desk/{consent.public_id}/?",
        "dependent": f"/desk/{consent.public_id}/decision/?",
        "own": f"/desk/{own.public_id}/completeness/?",
        "dispute": f"/desk/{waits.public_id}/dispute/?",
        "conversation": f"/cases/{waits.public_id}/messages/?",
        "notices": "/cases/notices/?",
        "statistics": "/desk/statistics/?",
        "calendar": "/desk/calendar/?",
        "reserves": "/desk/reserves/?",
        "extension": f"/desk/{looked_at.public_id}/extension/decision/?",
        "elements": f"/desk/{waits.public_id}/elements/?",
        "signature": f"/desk/{decided.public_id}/signature/?",
        "not there": "/desk/00000000-0000-0000-0000-000000000000/?",
    }


def _asked_after_the_grant(scene: Scene, case: AccessRequest) -> None:
    """A report of what was laid, and the wish for more time."""
    day = timezone.localdate()
    as_built.report(request=case, laid=[laid(scene, 4)], laid_on=day, by=scene.north)
    later = case.period.upper + dt.timedelta(days=300)
    period_extension.ask(request=case, last=later, reason="Umbau der Schule", by=scene.north)


@pytest.mark.parametrize(
    ("screen", "language"),
    [(DESK, "de"), (PHONE, "en"), (DARK, "en"), (PHONE, "de")],
    ids=["desk-de", "phone-en", "dark-en", "phone-de"],
)
def test_axe_finds_nothing(scene, page_of, screen: dict[str, Any], language: str, request):
    addresses = pages_of(scene)
    page = page_of(scene.officer, **screen)
    found = {}
    for name, address in addresses.items():
        page.goto(f"{address}lang={language}")
        if name == "decision":
            page.locator("#outcome-partly_granted").check()
            page.locator(".desk-ground__choice").nth(1).check()
        shot(page, f"{request.node.callspec.id}-{name}")
        if wrong := faults(page):
            found[name] = wrong
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found[f"{name} is too wide"] = []
        if page.evaluate(BESIDE_THE_SCREEN):
            found[f"{name} hides columns"] = []
    assert found == {}
