"""The ways between the states of a case: in Python, in the database and in the drawing the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts.roles import Role
from gis.refusals import NotFound, NotPermitted, StaleVersion
from reservations.access.states import OVER, TRANSITIONS, RequestState
from reservations.models import AccessRequest, CaseEvent
from reservations.services import access_request
from tests.builders import make_user
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import drafted, reviewed, submitted

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).parents[3] / "docs" / "access-requests.md"
WAYS = {(a.value, b.value) for a, onwards in TRANSITIONS.items() for b in onwards}


def test_the_database_knows_the_same_ways() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT from_state, to_state FROM reservations_casetransition")
        assert set(cursor.fetchall()) == WAYS


def test_the_drawing_shows_the_same_ways() -> None:
    drawn = re.findall(r"^\s+(\w+) --> (\w+)$", PAGE.read_text(encoding="utf-8"), re.M)
    assert len(drawn) == len(set(drawn))
    assert set(drawn) == WAYS


def test_every_state_is_reached_and_ends_somewhere() -> None:
    reached = {"draft"} | {b for _a, b in WAYS}
    assert reached == set(RequestState.values)
    assert set(OVER) == {"ended", "refused", "withdrawn", "expired"}


@pytest.mark.parametrize("start", RequestState.values)
def test_raw_sql_takes_no_other_way(scene, start: str) -> None:
    with transaction.atomic():
        _let_anything_expire()
        case = _in_state(scene, start)
        for to in {*RequestState.values} - {b for a, b in WAYS if a == start} - {start}:
            with refused_by("case_transition_known"), connection.cursor() as cursor:
                cursor.execute(
                    "UPDATE reservations_accessrequest SET state = %s WHERE id = %s", [to, case.pk]
                )
        # What a granted case promises is checked at the end, and not kept here.
        transaction.set_rollback(True)


def _let_anything_expire() -> None:
    """Also what has no offer and was not asked back, as long as the transaction lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("ALTER TABLE reservations_accessrequest DISABLE TRIGGER case_time_is_over")


def _in_state(scene, state: str) -> AccessRequest:
    """By raw SQL along the shortest way; what the state promises is checked at the end only."""
    case = drafted(scene)
    for step in _way("draft", state)[1:]:
        if step == "submitted":
            case.legal_basis, case.received_at = "gia", timezone.now()
        if step in ("submitted", "completed", "incomplete"):
            case.complete_at = None if step == "incomplete" else timezone.now()
        case.state = step
        case.save(update_fields=["legal_basis", "received_at", "complete_at", "state"])
    return case


def _way(start: str, end: str) -> list[str]:
    ways = [[start]]
    for way in ways:
        if way[-1] == end:
            return way
        ways += [[*way, b] for a, b in sorted(WAYS) if a == way[-1] and b not in way]
    raise AssertionError(end)


def test_every_step_is_logged_with_who_when_and_why(scene, clock) -> None:
    clock.set("2027-03-01T10:00:00")
    case = submitted(scene, 1)
    asked = clock.set("2027-03-02T09:30:00")
    access_request.ask_back(request=case, missing="Lageplan fehlt", by=scene.officer)
    steps = list(CaseEvent.objects.filter(request=case).order_by("pk"))
    assert [(one.from_state, one.to_state) for one in steps] == [
        ("draft", "submitted"),
        ("submitted", "incomplete"),
    ]
    assert (steps[1].at, steps[1].reason) == (asked, "Lageplan fehlt")
    assert (steps[1].actor_id, steps[1].actor_label) == (scene.officer.pk, str(scene.officer))


def test_a_step_that_is_not_possible_says_so_and_changes_nothing(scene) -> None:
    case = reviewed(scene)
    with refused_as("WRONG_STATE") as refused:
        access_request.ask_back(request=case, missing="x", by=scene.officer)
    assert refused.value.details == {"state": "in_review"}
    assert CaseEvent.objects.filter(request=case).count() == 2


def test_receipt_and_completeness_are_noted(scene, clock) -> None:
    first = clock.set("2027-03-01T10:00:00")
    case = submitted(scene, 1)
    assert (case.received_at, case.complete_at) == (first, first)
    clock.set("2027-03-02T10:00:00")
    case = access_request.ask_back(request=case, missing="Lageplan", by=scene.officer)
    assert (case.complete_at, case.place) == (None, None)
    second = clock.set("2027-03-05T10:00:00")
    case = access_request.complete(request=case, by=scene.north, description="mit Plan")
    assert (case.received_at, case.complete_at) == (first, second)
    assert case.place > case.receipt
    assert submitted(scene).receipt > case.receipt


def test_what_is_missing_is_said(scene) -> None:
    case = submitted(scene, 1)
    for missing in ("", "  ", "x" * 2_001, "a\0b"):
        with refused_as("REASON_NEEDED"):
            access_request.ask_back(request=case, missing=missing, by=scene.officer)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.ACCESS_OFFICER, Role.PARTNER)])
def test_the_desk_belongs_to_access_officers(scene, role) -> None:
    case = submitted(scene, 1)
    user = make_user(role)
    assert not AccessRequest.objects.visible_to(user).exists()
    with pytest.raises((NotFound, NotPermitted)):
        access_request.review(request=case, by=user)


def test_a_case_is_seen_by_its_organisation_and_once_submitted_by_the_desk(scene) -> None:
    case = drafted(scene, 1)
    seen = AccessRequest.objects.visible_to
    assert list(seen(scene.north)) == [case]
    assert not seen(scene.south).exists()
    assert not seen(scene.officer).exists()
    access_request.submit(request=case, by=scene.north)
    assert list(seen(scene.officer)) == [case]
    assert not seen(scene.south).exists()
    assert not CaseEvent.objects.visible_to(scene.south).exists()


def test_a_partner_of_another_organisation_meets_nothing(scene) -> None:
    case = submitted(scene, 1)
    for service in (access_request.withdraw, access_request.end, access_request.complete):
        with pytest.raises(NotFound):
            service(request=case, by=scene.south)


def test_an_officer_does_not_act_for_the_applicant(scene) -> None:
    case = submitted(scene, 1)
    with pytest.raises(NotPermitted):
        access_request.withdraw(request=case, by=scene.officer)


def test_a_stale_version_is_refused(scene) -> None:
    case = submitted(scene, 1)
    with pytest.raises(StaleVersion):
        access_request.review(request=case, by=scene.officer, version=case.version - 1)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "x" * 201}, "subject"),
        ({"contact_email": "no address"}, "contact_email"),
        ({"description": "x" * 10_001}, "description"),
    ],
)
def test_facts_are_checked(scene, facts, field) -> None:
    with refused_as("INVALID_VALUE") as refused:
        drafted(scene, **facts)
    assert refused.value.field == field
    assert not AccessRequest.objects.exists()
