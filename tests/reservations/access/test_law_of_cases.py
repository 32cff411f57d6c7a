"""One line for each rule of law about cases that is no clock: its paragraph, and what breaks it.

The clocks have their own table: tests/reservations/clocks/test_rules_of_law.py.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from accounts.roles import Role
from gis.refusals import Refusal
from reservations.models import (
    CaseMessage,
    Deadline,
    DecisionOutcome,
    LawBasis,
    RefusalGround,
    RequestKind,
    ReserveShare,
)
from reservations.services import access_request, city_reserve, decision, fulfilled_duty, offer
from reservations.services.city_reserve import Place
from tests.builders import make_organisation, make_user
from tests.refused import refused_as
from tests.reservations.access.cases import accepted, granted, reviewed, submitted, tariff

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("law")]

# Code, whether it needs the reserve or plan that shows it, paragraph.
GROUNDS = """
gia-3-5-a  -    Art. 3 Abs. 5 lit. a
gia-3-5-b  plan Art. 3 Abs. 5 lit. b
gia-3-5-c  -    Art. 3 Abs. 5 lit. c
gia-3-5-d  -    Art. 3 Abs. 5 lit. d
gia-3-5-e  -    Art. 3 Abs. 5 lit. e
gia-3-5-f  -    Art. 3 Abs. 5 lit. f
tkg-141-2-1 -    § 141 Abs. 2 Nr. 1
tkg-141-2-2 plan § 141 Abs. 2 Nr. 2
tkg-141-2-3 -    § 141 Abs. 2 Nr. 3
tkg-141-2-4 -    § 141 Abs. 2 Nr. 4
tkg-141-2-5 -    § 141 Abs. 2 Nr. 5
tkg-141-2-6 -    § 141 Abs. 2 Nr. 6
tkg-141-2-7 -    § 141 Abs. 2 Nr. 7
""".strip().splitlines()


def refuse(case, by, *shown) -> Any:
    return decision.decide(request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=by)


@pytest.mark.parametrize("line", GROUNDS, ids=lambda line: line.split()[0])
def test_a_ground_of_the_closed_lists(scene, line: str) -> None:
    """It needs evidence (Art. 3 (7) GIA: specific reasons); "no space" what leaves none."""
    code, needs, paragraph = line.split(maxsplit=2)
    ground = RefusalGround.objects.get(code=code)
    assert (ground.paragraph, ground.shows_capacity) == (paragraph, needs == "plan")
    case = reviewed(scene, 1)
    with refused_as("EVIDENCE_NEEDED"):
        refuse(case, scene.officer, decision.Shown(ground, " "))
    plan = "Investitionsplan 2026–2030, S. 12" if needs == "plan" else ""
    if plan:
        with refused_as("EVIDENCE_NEEDED"):
            refuse(case, scene.officer, decision.Shown(ground, "voll"))
    shown = decision.Shown(ground, "siehe Protokoll", investment_plan=plan)
    assert refuse(case, scene.officer, shown).state == "refused"


def test_the_lists_are_closed() -> None:
    lists = RefusalGround.objects.filter(signed_by=Role.ACCESS_OFFICER)
    assert {line.split()[0] for line in GROUNDS} == set(lists.values_list("code", flat=True))


# --- what the law forbids


def no_elements(scene: Any) -> None:
    submitted(scene, kind=RequestKind.DUCT_ACCESS)


def later_before_earlier(scene: Any) -> None:
    reviewed(scene, 1)
    ground = RefusalGround.objects.get(code="gia-3-5-a")
    refuse(reviewed(scene, 2), scene.officer, decision.Shown(ground, "x"))


def offer_before_earlier(scene: Any) -> None:
    tariff()
    reviewed(scene, 1)
    offer.make(request=reviewed(scene, 2), valid_until=timezone.localdate(), by=scene.officer)


def no_grounds(scene: Any) -> None:
    refuse(reviewed(scene, 1), scene.officer)


def grant_without_agreement(scene: Any) -> None:
    case = reviewed(scene, 1)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


def consent_by_the_network(scene: Any) -> None:
    both = make_user(Role.ROAD_OFFICER)
    both.memberships.create(organisation=make_organisation("netz"), role=Role.ACCESS_OFFICER)
    case = reviewed(scene, desk=both)
    decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=both)


def told_before_it_was_agreed(scene: Any) -> None:
    case, yesterday = granted(scene, 1), timezone.localdate() - dt.timedelta(days=1)
    fulfilled_duty.record(
        fulfilled_duty.REGULATOR, request=case, done_on=yesterday, reference="x", by=scene.officer
    )


def extended_twice(scene: Any) -> None:
    case = submitted(scene, kind=RequestKind.INFORMATION)
    for reason in ("Archiv", "noch einmal"):
        facts = {"step_name": "answer", "reason": reason, "by": scene.officer}
        access_request.extend(request=case, **facts)


def extended_without_a_reason(scene: Any) -> None:
    case = submitted(scene, kind=RequestKind.INFORMATION)
    access_request.extend(request=case, step_name="answer", reason="", by=scene.officer)


def more_than_the_share(scene: Any) -> None:
    _kept(scene)
    _kept(scene)


def _kept(scene: Any) -> Any:
    facts = {"percent": 25, "justification": "Schulen", "source": "Rat"}
    valid = (dt.date(2020, 1, 1), None)
    ReserveShare.objects.get_or_create(duct_class="tube", defaults={**facts, "valid": valid})
    last = timezone.localdate() + dt.timedelta(days=730)
    facts = {"place": Place.of_bundle(scene.bundle), "last": last, "by": scene.officer}
    return city_reserve.set_aside(organisation=make_organisation().code, **facts)


FORBIDDEN: list[tuple[str, Callable[[Any], None], str]] = [
    ("Art. 3 (1) GIA: a request names the elements", no_elements, "NOTHING_ASKED"),
    ("Art. 3 (5) b GIA: a share applied uniformly", more_than_the_share, "NOTHING_MISSING"),
    ("Art. 3 (7) GIA: a refusal has written reasons", no_grounds, "GROUND_NEEDED"),
    ("Art. 4 (1) GIA: extended once", extended_twice, "NO_EXTENSION"),
    ("Art. 4 (1) GIA: with notice of why", extended_without_a_reason, "REASON_NEEDED"),
    (
        "§ 127 (2) TKG: consent independent of the network",
        consent_by_the_network,
        "NOT_INDEPENDENT",
    ),
    ("§ 138 TKG: access rests on an agreed offer", grant_without_agreement, "OFFER_NEEDED"),
    ("§ 138 (4) TKG: told of what was agreed", told_before_it_was_agreed, "INVALID_DATE"),
    ("§ 147 TKG: decided in order of receipt", later_before_earlier, "OUT_OF_TURN"),
    ("§ 147 TKG: offers, too", offer_before_earlier, "OUT_OF_TURN"),
]


NAMES = [attempt.__name__ for _paragraph, attempt, _code in FORBIDDEN]


@pytest.mark.parametrize(("paragraph", "attempt", "code"), FORBIDDEN, ids=NAMES)
def test_what_the_law_forbids(scene, paragraph: str, attempt: Any, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        attempt(scene)
    assert refused.value.code == code, paragraph


# --- what the law demands


def test_the_applicant_is_told_of_an_extension(scene, clock) -> None:
    """Art. 4 (1) GIA: with the reason and the new last day, by a message and its notices."""
    clock.set("2026-11-25T10:00:00")
    case = submitted(scene, kind=RequestKind.INFORMATION)
    reason = "Pläne liegen im Archiv"
    access_request.extend(request=case, step_name="answer", reason=reason, by=scene.officer)
    told = CaseMessage.objects.visible_to(scene.north).get(request=case)
    assert told.from_desk and not told.internal
    assert reason in told.text and "16.12.2026" in told.text


def test_a_reserve_of_the_city_shows_that_there_is_no_space(scene) -> None:
    """Art. 3 (5) b GIA."""
    kept = _kept(scene)
    ground = RefusalGround.objects.get(code="gia-3-5-b")
    shown = decision.Shown(ground, "belegt oder zurückgehalten", reserve=kept)
    assert refuse(reviewed(scene, 1), scene.officer, shown).state == "refused"


def test_the_regulator_is_told_of_an_agreement_within_two_months(scene, clock) -> None:
    """§ 138 (4) TKG: a task from the day of the grant, done with its notice."""
    clock.set("2026-12-31T10:00:00")
    case = granted(scene, 1)
    task = Deadline.objects.get(request=case, step="notification")
    assert (task.due_on, task.met_on, task.leads) == (dt.date(2027, 3, 1), None, True)
    clock.set("2027-01-05T10:00:00")
    day = dt.date(2027, 1, 4)
    fulfilled_duty.record(
        fulfilled_duty.REGULATOR, request=case, done_on=day, reference="BNetzA 7", by=scene.officer
    )
    task.refresh_from_db()
    assert task.met_on == day


def test_the_law_of_a_request_is_that_of_its_receipt(scene, clock) -> None:
    """Union law applies from 12 November 2025, whatever becomes law while the case lies there."""
    clock.set("2025-11-11T10:00:00")
    old = submitted(scene, 1)
    clock.set("2025-11-12T10:00:00")
    new = submitted(scene, 2)
    assert (old.legal_basis, new.legal_basis) == (LawBasis.TKG, LawBasis.GIA)
    access_request.review(request=old, by=scene.officer)
    with refused_as("GROUND_NOT_IN_FORCE"):
        ground = RefusalGround.objects.get(code="gia-3-5-a")
        refuse(old, scene.officer, decision.Shown(ground, "x"))


def test_an_agreed_offer_is_granted(scene) -> None:
    """§ 138 TKG: what was offered and accepted with a name."""
    case = accepted(scene, 1)
    assert case.offers.get().accepted_name == "Ada Nord"
    case = decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)
    assert case.state == "granted"
