"""Cases in every state for the demo city, which has none."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from accounts.models import Grant, Look, Organisation, User
from assets.models import Segment
from reservations.models import (
    AccessRequest,
    AsBuiltLine,
    AsBuiltReport,
    CalendarAddress,
    CheckedItem,
    ChecklistItem,
    CityReserve,
    Claim,
    ClockRule,
    Deadline,
    Decision,
    DecisionGround,
    DeemedConsent,
    Dispute,
    Exemption,
    FulfilledDuty,
    Letter,
    Offer,
    OfferLine,
    PeriodExtension,
    RefusalGround,
    ReserveShare,
    Tariff,
)
from tests.reservations.access.cases import clocks_set_aside


def fill_cases(person: User, number: str) -> None:
    """A case with an offer and a deadline, one that is refused, and one that has nothing yet."""
    office = Organisation.objects.first()
    person.memberships.get_or_create(organisation=office, role="access_officer")
    case = _in_review(person, f"case {number}", "information")
    today = timezone.localdate()
    Deadline.objects.create(
        request=case,
        rule=ClockRule.objects.get(code="gia-4-1-information"),
        step="answer",
        started_on=today,
        due_on=today + dt.timedelta(days=14),
    )
    _offer(case, person)
    asked = _submitted(person, f"asked {number}", "information")
    CheckedItem.objects.create(
        request=asked,
        item=ChecklistItem.objects.filter(kind="information").order_by("pk")[int(number) - 1],
        answer="missing",
        checked_by=person,
        checked_at=timezone.now(),
    )
    _refused(_in_review(person, f"refused {number}", "information"), person)
    _prepared(_in_review(person, f"prepared {number}", "information"), person)
    _in_review(person, f"bare {number}", "duct_access")
    _granted(person, number)
    _consents(person, number)
    _published(person, number)


@transaction.atomic
def _granted(person: User, number: str) -> None:
    """Access to what a reservation of the demo city holds, with a report and an extension."""
    several = Claim.objects.annotate(ducts=Count("holder__units__duct")).filter(ducts__gt=1)
    several = several.filter(holder__units__duct__type__kind="tube", city_reserve=None)
    several = several.exclude(organisation__memberships__user=person)
    claim = several.filter(state="confirmed", request=None).order_by("-pk").first()
    facts = {"organisation": claim.organisation, "period": claim.period}
    case = _in_review(person, f"granted {number}", "duct_access", **facts)
    now = timezone.now()
    _offer(case, person)
    _step(case, "offered")
    Offer.objects.filter(request=case).update(
        accepted_at=now, accepted_by=person, accepted_name="x"
    )
    _step(case, "accepted")
    _signed(case, person, "granted")
    claim.grant = claim.grant or Grant.objects.create(
        organisation=claim.organisation, case_reference="x", valid=claim.period
    )
    claim.request = case
    claim.save()
    for unit in claim.holder.units.exclude(duct=None):
        unit.duct.grants.add(claim.grant)
    last = claim.period.upper - dt.timedelta(days=1)
    money = {"months": 1, "currency": "EUR", "net": 1, "vat": 0, "gross": 1}
    PeriodExtension.objects.create(
        request=case,
        until=last,
        last=last + dt.timedelta(days=30),
        asked_by=person,
        asked_at=now,
        reason="x",
        **money,
    )
    report = AsBuiltReport.objects.create(
        request=case, laid_on=timezone.localdate(), reported_by=person, reported_at=now
    )
    AsBuiltLine.objects.create(report=report, duct="x", cable="x", outer_mm=1, fibres=1, length_m=1)
    segment = Segment.objects.order_by("pk")[int(number)]
    Exemption.objects.create(
        concept="segment",
        code=segment.code,
        reason="critical",
        explanation="x",
        source="x",
        added_by=person,
    )
    valid = (dt.date(2020 + int(number), 1, 1), dt.date(2021 + int(number), 1, 1))
    share = ReserveShare.objects.create(
        duct_class="tube", percent=15, justification="x", valid=valid, source="x"
    )
    own = Claim.objects.filter(organisation__kind="city_department", city_reserve=None)
    own = own.filter(holder__units__duct__type__kind="tube", holder__units__cable_outer_mm=None)
    CityReserve.objects.create(claim=own.order_by("pk").first(), share=share)
    Look.objects.create(
        person=person, organisation=claim.organisation, cases=["x"], door="tile", what="x"
    )
    Letter.objects.create(request=case, kind="quote", cause=1, pdf=b"%PDF", issued_at=now)
    facts = {"done_on": now.date(), "reference": "x", "recorded_by": person, "recorded_at": now}
    FulfilledDuty.objects.create(request=case, step="notification", **facts)


@transaction.atomic
def _published(person: User, number: str) -> None:
    """Planned works, for which a permit is applied for next year."""
    now = timezone.now()
    day = timezone.localdate(now)
    case = _submitted(person, f"works {number}", "works_coordination")
    rule = ClockRule.objects.get(code="gia-6-publication")
    facts = {"rule": rule, "step": "publication", "started_on": day, "due_on": day}
    with clocks_set_aside():
        Deadline.objects.create(request=case, **facts)
    noted = {"done_on": day, "reference": "x", "recorded_by": person, "recorded_at": now}
    FulfilledDuty.objects.create(request=case, step="publication", **noted)


@transaction.atomic
def _consents(person: User, number: str) -> None:
    """One that counts as given because nobody decided, and one of which that is not noted yet."""
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rule = ClockRule.objects.get(code="tkg-127-consent")
    for subject in ("deemed", "overdue"):
        case = _in_review(person, f"{subject} {number}", "road_consent")
        with clocks_set_aside():
            Deadline.objects.create(
                request=case, rule=rule, step="decision", started_on=yesterday, due_on=yesterday
            )
        if subject == "deemed":
            now = timezone.now()
            DeemedConsent.objects.create(
                request=case, rule=rule, since=timezone.localdate(), recorded_at=now
            )
            _step(case, "granted")


def _step(case: AccessRequest, state: str) -> None:
    case.state = state
    case.save()


def fill_calendars() -> None:
    for number, person in enumerate(User.objects.order_by("pk")[:2]):
        CalendarAddress.objects.create(person=person, digest=f"{number}" * 64)


def _submitted(person: User, subject: str, kind: str, **facts: Any) -> AccessRequest:
    # Somebody else asks than who deals with it: nobody decides in a matter of their own.
    applicant = User.objects.filter(memberships__role="partner").exclude(pk=person.pk).first()
    assert applicant is not None
    usual = {
        "organisation": applicant.memberships.get().organisation,
        "period": (dt.date(2030, 1, 1), dt.date(2031, 1, 1)),
    }
    case = AccessRequest.objects.create(
        kind=kind,
        contact_name="x",
        contact_email="x@example.org",
        subject=subject,
        created_by=applicant,
        **{**usual, **facts},
    )
    now = timezone.now()
    case.state, case.legal_basis, case.received_at, case.complete_at = "submitted", "gia", now, now
    case.save()
    case.refresh_from_db()
    return case


def _in_review(person: User, subject: str, kind: str, **facts: Any) -> AccessRequest:
    case = _submitted(person, subject, kind, **facts)
    _step(case, "in_review")
    return case


def _offer(case: AccessRequest, person: User) -> None:
    tariff = Tariff.objects.first()
    offer = Offer.objects.create(
        request=case,
        valid_until=dt.date(2030, 1, 1),
        currency="EUR",
        net=1,
        vat=0,
        gross=1,
        made_by=person,
        made_at=timezone.now(),
    )
    for position, net in ((1, 1), (2, 0)):
        OfferLine.objects.create(
            offer=offer,
            position=position,
            tariff=tariff,
            length_m=1,
            months=1,
            per_metre_year=1,
            one_off=0,
            net=net,
            vat_percent=0,
        )


def _refused(case: AccessRequest, person: User) -> None:
    _signed(case, person, "refused")
    now = timezone.now()
    Dispute.objects.create(
        request=case,
        filed_on=timezone.localdate(),
        by_applicant=False,
        recorded_by=person,
        recorded_at=now,
    )


def _prepared(case: AccessRequest, person: User) -> None:
    """A refusal that waits for its signature."""
    facts = {"request": case, "outcome": "refused", "two_person": True}
    _grounded(Decision.objects.create(prepared_by=person, prepared_at=timezone.now(), **facts))


def _grounded(decision: Decision) -> None:
    ground = RefusalGround.objects.get(code="gia-3-5-a")
    DecisionGround.objects.create(decision=decision, ground=ground, evidence="x")


def _signed(case: AccessRequest, person: User, outcome: str) -> Decision:
    now = timezone.now()
    decision = Decision.objects.create(
        request=case,
        outcome=outcome,
        prepared_by=person,
        prepared_at=now,
        two_person=False,
    )
    if outcome == "refused":
        _grounded(decision)
    decision.signed_by, decision.signed_at = person, now
    decision.save(update_fields=["signed_by", "signed_at"])
    _step(case, outcome)
    return decision
