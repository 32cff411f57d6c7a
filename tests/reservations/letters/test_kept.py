"""Letters stay as they went out, and are opened by whom they concern."""

from __future__ import annotations

import pytest
from django.db import connection

from accounts.roles import Role
from gis.refusals import NotFound
from reservations.access import holding
from reservations.models import DecisionOutcome, Letter, LetterKind
from reservations.services import access_request, decision, letter, partial_return
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
from tests.reservations.letters.reading import read

pytestmark = pytest.mark.django_db


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
