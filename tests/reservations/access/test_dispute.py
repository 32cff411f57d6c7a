"""The national dispute body is called (Art. 13 GIA, § 149 TKG): its clock, and who notes it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from gis.refusals import NotFound
from history.models import Change
from reservations.models import CaseMessage, Deadline, DecisionOutcome, Dispute, RefusalGround
from reservations.services import access_request, decision, dispute
from tests.builders import make_user
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import (
    accepted,
    drafted,
    granted,
    offered,
    reviewed,
    submitted,
)
from tests.reservations.desk.conftest import pages, seen_by  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]


def refused(scene, **facts: Any) -> Any:
    case = reviewed(scene, 1) if not facts else reviewed(scene, **facts)
    shown = decision.Shown(RefusalGround.objects.get(code="gia-3-5-a"), "gequetscht")
    outcome = DecisionOutcome.REFUSED
    return decision.decide(request=case, outcome=outcome, grounds=[shown], by=scene.officer)


def ruling(case: Any) -> tuple[str, dt.date | None, dt.date | None]:
    row = Deadline.objects.select_related("rule").get(request=case, step="ruling")
    return row.rule.code, row.due_on, row.met_on


# Paragraph, kind, rule that is stricter, called on 1 December 2026, due.
CLOCKS = """
access       | duct_access        | gia-13-access-ruling       | 2027-04-01
information  | information        | gia-13-information-ruling  | 2027-01-04
coordination | works_coordination | gia-13-coordination-ruling | 2027-01-04
""".strip().splitlines()


@pytest.mark.parametrize("line", CLOCKS, ids=lambda line: line.split("|")[0].strip())
def test_the_clock_of_the_body_runs_from_the_call(scene, clock, line: str) -> None:
    _name, kind, rule, due = (part.strip() for part in line.split("|"))
    clock.set("2026-11-30T10:00:00")
    case = submitted(scene, 1) if kind == "duct_access" else submitted(scene, kind=kind)
    clock.set("2026-12-01T10:00:00")
    dispute.file(request=case, filed_on=dt.date(2026, 12, 1), by=scene.north)
    assert ruling(case) == (rule, dt.date.fromisoformat(due), None)


def test_the_appeal_clock_runs_for_works_too(scene, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = submitted(scene, kind="works_coordination")
    row = Deadline.objects.select_related("rule").get(request=case, step="appeal")
    assert (row.due_on, row.rule.verified) == (dt.date(2027, 1, 4), False)


STATES = {
    "refused": refused,
    "not answered": lambda scene: submitted(scene, 1),
    "offered": lambda scene: offered(scene, 1),
}


@pytest.mark.parametrize("state", STATES)
def test_it_is_called_where_nothing_is_agreed(scene, state: str) -> None:
    case = STATES[state](scene)
    before = Deadline.objects.filter(request=case).count()
    today = timezone.localdate()
    dispute.file(request=case, filed_on=today, by=scene.officer, reference="BK11-26-1")
    assert Deadline.objects.filter(request=case).count() == before + 1
    assert not Dispute.objects.get(request=case).by_applicant
    case.refresh_from_db()
    dispute.note_ruling(request=case, ruled_on=today, ruling="Zugang angeordnet", by=scene.officer)
    assert ruling(case)[2] == today
    with refused_as("NO_DISPUTE"):
        dispute.note_ruling(request=case, ruled_on=today, ruling="noch einmal", by=scene.officer)


FORBIDDEN = {
    "a draft": lambda scene: drafted(scene, 1),
    "agreed on": lambda scene: accepted(scene, 1),
    "granted": lambda scene: granted(scene, 1),
    "withdrawn": lambda scene: access_request.withdraw(request=submitted(scene), by=scene.north),
    "a consent": submitted,
}


@pytest.mark.parametrize("state", FORBIDDEN)
def test_it_is_not_called_otherwise(scene, state: str) -> None:
    case = FORBIDDEN[state](scene)
    with refused_as("NO_DISPUTE"):
        dispute.file(request=case, filed_on=timezone.localdate(), by=scene.north)
    assert not Dispute.objects.exists()


def test_once_and_between_receipt_and_today(scene) -> None:
    case, today = submitted(scene, 1), timezone.localdate()
    for wrong in (today - dt.timedelta(days=1), today + dt.timedelta(days=1)):
        with refused_as("INVALID_DATE"):
            dispute.file(request=case, filed_on=wrong, by=scene.north)
    dispute.file(request=case, filed_on=today, by=scene.north)
    with refused_as("NO_DISPUTE"):
        dispute.file(request=case, filed_on=today, by=scene.officer)
    with refused_by("deadline_is_kept"):
        Deadline.objects.filter(request=case, step="ruling").delete()


def test_only_those_of_the_case_note_it(scene) -> None:
    case, today = submitted(scene, 1), timezone.localdate()
    for stranger in (scene.south, make_user(Role.VIEWER)):
        with pytest.raises(NotFound):
            dispute.file(request=case, filed_on=today, by=stranger)
    dispute.file(request=case, filed_on=today, by=scene.north)
    assert Dispute.objects.visible_to(scene.north).exists()
    assert not Dispute.objects.visible_to(scene.south).exists()


def test_the_other_side_hears_of_it_and_it_is_in_the_history(scene) -> None:
    case = submitted(scene, 1)
    version = case.version
    today = timezone.localdate()
    dispute.file(request=case, filed_on=today, by=scene.north, reference="BK11-26-1")
    case.refresh_from_db()
    assert case.version == version + 1
    told = CaseMessage.objects.visible_to(scene.officer).get(request=case)
    assert not told.from_desk and "BK11-26-1" in told.text and "Streitbeilegung" in told.text
    written = Change.objects.filter(table_name="reservations_dispute").get()
    assert (written.actor_id, written.after["reference"]) == (scene.north.pk, "BK11-26-1")


def test_the_portal_shows_the_right_and_takes_the_note(scene, pages, clock) -> None:  # noqa: F811
    clock.set("2026-12-01T10:00:00")
    case, north = refused(scene), seen_by(scene.north)
    page = north.text(f"/portal/{case.public_id}/")
    assert "may call the national dispute body" in page and "01/04/2027 (Art. 13 GIA)" in page
    address = f"/portal/{case.public_id}/dispute/"
    facts = {"version": case.version, "filed_on": "2026-12-01", "reference": "BK11-26-1"}
    assert north.post(address, **{**facts, "filed_on": "2026-12-02"}).status_code == 400
    assert north.post(address, **facts).status_code == 302
    page = north.text(f"/portal/{case.public_id}/")
    assert "was called on 01/12/2026" in page and "BK11-26-1" in page
    assert "may call the national dispute body" not in page
    assert north.text(address).count("<form method") == north.text(page_of(case)).count(
        "<form method"
    )
    assert seen_by(scene.south).get(address).status_code == 404


def page_of(case: Any) -> str:
    return f"/portal/{case.public_id}/withdraw/"


def test_the_desk_notes_the_call_and_what_was_decided(scene, pages, clock) -> None:  # noqa: F811
    clock.set("2026-12-01T10:00:00")
    case, desk = refused(scene), seen_by(scene.officer)
    address = f"/desk/{case.public_id}/dispute/"
    assert address in desk.text(f"/desk/{case.public_id}/")
    facts = {"version": case.version, "filed_on": "2026-12-01", "reference": ""}
    assert desk.post(address, **facts).status_code == 302
    clock.set("2027-01-11T10:00:00")
    case.refresh_from_db()
    facts = {
        "version": case.version,
        "ruled_on": "2027-01-11",
        "ruling": "Zugang <b>angeordnet</b>",
    }
    assert desk.post(address, **facts).status_code == 302
    page = desk.text(f"/desk/{case.public_id}/")
    assert "It decided on 11/01/2027:" in page and "Zugang &lt;b&gt;angeordnet" in page
    assert address not in page
    assert seen_by(scene.north).get(address).status_code in (302, 403, 404)
