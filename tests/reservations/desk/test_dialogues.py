"""Completeness, extension and offer, from the page to the case."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from reservations.models import CheckedItem, ChecklistItem, Offer, RequestKind
from reservations.services import access_request
from tests.refused import refused_as
from tests.reservations.access.cases import accepted, offered, reviewed, submitted, tariff
from tests.reservations.desk.conftest import seen_by


def answers(case: Any, **found: str) -> dict[str, str]:
    """An answer to each item of the case's list; what is not named is there."""
    items = ChecklistItem.objects.of(case)
    return {f"item_{one.pk}": found.get(one.code.replace("-", "_"), "there") for one in items}


def address(case: Any, part: str) -> str:
    return f"/desk/{case.public_id}/{part}/"


def test_what_is_missing_is_drafted_edited_and_asked_for(scene, law) -> None:
    case, desk = submitted(scene, 1), seen_by(scene.officer)
    given = {**answers(case, access_schedule="missing"), "version": case.version}
    drafted = desk.post(address(case, "completeness"), action="draft", **given)
    assert drafted.status_code == 200
    text = drafted.context["form"]["missing"].value()
    assert text == "– Zeitplan des Ausbaus"
    case.refresh_from_db()
    assert case.state == "submitted" and not CheckedItem.objects.exists()

    edited = f"{text}\n– bitte mit Kalenderwochen"
    answer = desk.post(address(case, "completeness"), action="ask", missing=edited, **given)
    assert answer.status_code == 302
    case.refresh_from_db()
    assert case.state == "incomplete"
    assert case.events.last().reason == edited
    assert CheckedItem.objects.get(answer="missing").item.code == "access-schedule"


def test_a_gap_must_be_closed_before_it_is_complete(scene, law) -> None:
    case, desk = submitted(scene, 1), seen_by(scene.officer)
    page = address(case, "completeness")
    wrong = {**answers(case, access_schedule="missing"), "version": case.version}
    refused = desk.post(page, action="complete", **wrong)
    assert refused.status_code == 400 and "found missing" in refused.content.decode()
    unanswered = desk.post(page, action="complete", version=case.version)
    assert unanswered.content.decode().count("Say whether this is there.") == 4
    assert not CheckedItem.objects.exists()

    desk.post(page, action="ask", missing="Zeitplan", **wrong)
    access_request.complete(request=case, by=scene.north)
    with refused_as("PARTS_MISSING"):
        access_request.review(request=case, by=scene.officer)
    case.refresh_from_db()
    right = {**answers(case, access_cable="not_needed"), "version": case.version}
    assert desk.post(page, action="complete", **right).status_code == 302
    case.refresh_from_db()
    assert case.state == "in_review"
    assert "not needed here" in desk.text(f"/desk/{case.public_id}/").lower()


def test_what_is_always_needed_cannot_be_not_needed(scene, law) -> None:
    case, desk = submitted(scene, 1), seen_by(scene.officer)
    given = {**answers(case, access_project="not_needed"), "version": case.version}
    assert desk.post(address(case, "completeness"), action="complete", **given).status_code == 400
    case.refresh_from_db()
    assert case.state == "submitted"


@pytest.mark.parametrize("kind", [k for k in RequestKind if k != RequestKind.DUCT_ACCESS])
def test_each_kind_has_a_list_of_its_own(scene, law, kind) -> None:
    page = seen_by(scene.officer).text(address(submitted(scene, kind=kind), "completeness"))
    for item in ChecklistItem.objects.exclude(kind=kind):
        assert f"item_{item.pk}-" not in page
    assert ChecklistItem.objects.filter(kind=kind, required=True).exists()


def test_the_list_is_that_of_the_day_of_receipt(scene, law) -> None:
    case = submitted(scene, 1)
    today = timezone.localdate()
    ChecklistItem.objects.filter(code="access-notice").update(valid=(dt.date(2020, 1, 1), today))
    assert "access-notice" not in {one.code for one in ChecklistItem.objects.of(case)}


def test_extending_a_deadline_once(scene, law, clock) -> None:
    clock.set("2026-12-02T10:00")
    case = submitted(scene, kind=RequestKind.INFORMATION)
    desk, page = seen_by(scene.officer), address(case, "extension/answer")
    assert "23/12/2026" in desk.text(page)
    assert desk.post(page, reason="", version=case.version).status_code == 400
    assert desk.post(page, reason="Archiv", version=case.version).status_code == 302
    row = case.deadlines.get(step="answer")
    assert (row.due_on, row.extension_reason) == (dt.date(2026, 12, 23), "Archiv")
    case.refresh_from_db()
    again = desk.post(page, reason="noch einmal", version=case.version)
    assert again.status_code == 400 and "cannot be extended" in again.content.decode()
    assert "Extended on 02/12/2026: Archiv" in desk.text(f"/desk/{case.public_id}/")
    assert desk.get(address(case, "extension/nonsense")).status_code == 404


def test_every_line_of_the_quote_is_explained(scene, law) -> None:
    tariff()
    case = reviewed(scene, 1, 2)
    page = seen_by(scene.officer).text(address(case, "offer"))
    assert page.count("200.0 m × 0.60 EUR per metre and year × 13 months / 12 + 250.00 EUR") == 2
    assert "760.00 EUR" in page


def test_making_replacing_and_taking_back_an_offer(scene, law) -> None:
    tariff()
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    page, today = address(case, "offer"), timezone.localdate()

    def act(action: str, days: int | None) -> Any:
        case.refresh_from_db()
        until = "" if days is None else (today + dt.timedelta(days=days)).isoformat()
        return desk.post(page, action=action, valid_until=until, version=case.version)

    assert act("make", None).status_code == 400
    assert act("make", 400).status_code == 400
    assert act("make", -1).status_code == 400
    assert not Offer.objects.exists()
    assert act("make", 10).status_code == 302
    assert act("replace", 20).status_code == 302
    first, second = Offer.objects.order_by("pk")
    assert first.withdrawn_at and second.valid_until == today + dt.timedelta(days=20)
    assert act("replace", 400).status_code == 400
    case.refresh_from_db()
    assert case.state == "offered" and Offer.objects.open().get() == second
    assert act("withdraw", None).status_code == 302
    case.refresh_from_db()
    assert case.state == "in_review" and not Offer.objects.open().exists()
    assert act("withdraw", None).status_code == 409


def test_without_a_tariff_the_page_says_so(scene, law) -> None:
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    assert "There is no tariff in force" in desk.text(address(case, "offer"))
    until = timezone.localdate() + dt.timedelta(days=3)
    given = {"valid_until": until.isoformat(), "version": case.version, "action": "make"}
    assert desk.post(address(case, "offer"), **given).status_code == 400


def test_an_offer_out_of_turn_needs_its_reason(scene, law) -> None:
    tariff()
    earlier, later = reviewed(scene, 1), reviewed(scene, 2)
    desk, page = seen_by(scene.officer), address(later, "offer")
    shown = desk.text(page)
    assert str(earlier) in shown and "order of receipt" in shown
    until = (timezone.localdate() + dt.timedelta(days=3)).isoformat()
    given = {"valid_until": until, "version": later.version, "action": "make"}
    refused = desk.post(page, **given)
    assert refused.status_code == 400
    assert refused.context["form"].errors["out_of_turn_reason"]
    assert desk.post(page, out_of_turn_reason="Andere Strecke", **given).status_code == 302
    later.refresh_from_db()
    assert later.out_of_turn_reason == "Andere Strecke"
    assert "Why before the earlier" not in desk.text(address(earlier, "offer"))


@pytest.mark.parametrize(
    ("make", "part", "given"),
    [
        (submitted, "completeness", {"action": "ask", "missing": "Plan und Liste dazu"}),
        (reviewed, "offer", {"action": "make", "valid_until": "2027-01-01"}),
        (offered, "offer", {"action": "withdraw"}),
        (
            accepted,
            "decision",
            {"outcome": "granted", "reasons": "Wie beantragt"},
        ),
    ],
)
def test_whoever_comes_second_is_told_who_was_faster(scene, law, make, part, given) -> None:
    tariff()
    case = make(scene, 1)
    seen = case.version
    access_request.withdraw(request=case, by=scene.north)
    answer = seen_by(scene.officer).post(address(case, part), version=seen, **given)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Somebody was faster" in page and "→ withdrawn" in page and str(scene.north) in page
    for text in (given.get("missing"), given.get("reasons")):
        assert text is None or text in page
    case.refresh_from_db()
    assert case.state == "withdrawn"


def test_nobody_was_faster_where_the_state_alone_is_wrong(scene, law) -> None:
    """The case is as it was seen; the step is not one of its state."""
    tariff()
    case, desk = reviewed(scene, 1), seen_by(scene.officer)
    for action, words in (
        ("replace", "no offer to replace"),
        ("withdraw", "no offer to take back"),
    ):
        given = {"action": action, "valid_until": timezone.localdate(), "version": case.version}
        answer = desk.post(address(case, "offer"), **given)
        page = answer.content.decode()
        assert answer.status_code == 409 and words in page
        assert "This step is not possible now" in page and "was faster" not in page
