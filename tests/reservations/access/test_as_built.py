"""Reported as built: what the applicant laid, within what was granted; confirmed, it is in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from gis.refusals import NotPermitted
from reservations.access import built, holding
from reservations.access.states import RequestState
from reservations.models import (
    AsBuiltReport,
    ClaimState,
    DecisionOutcome,
    Notice,
)
from reservations.services import (
    access_request,
    as_built,
    decision,
    offer,
    partial_return,
)
from reservations.services.requested import Stretch
from tests.refused import refused_as
from tests.reservations.access.cases import (
    drafted,
    granted,
    laid,
    tariff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]


def test_a_confirmed_report_brings_case_and_claim_into_use(scene) -> None:
    case = granted(scene, 1)
    with refused_as("REPORT_NEEDED"):
        as_built.confirm(request=case, by=scene.officer)
    reported = as_built.report(
        request=case, laid=[laid(scene)], laid_on=timezone.localdate(), by=scene.north
    )
    assert reported.lines.get().cable == "A-DQ(ZN)2Y 48"
    with pytest.raises(NotPermitted):
        as_built.confirm(request=case, by=scene.north)
    case = as_built.confirm(request=case, by=scene.officer)
    assert (case.state, holding.claim_of(case).state) == ("in_use", ClaimState.IN_USE)
    assert AsBuiltReport.objects.get().confirmed_by == scene.officer


def test_a_report_that_is_sent_back_is_followed_by_another(scene) -> None:
    case = granted(scene, 1)
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    as_built.report(laid=[laid(scene)], **facts)
    with refused_as("NOT_UNIQUE"):
        as_built.report(laid=[laid(scene)], **facts)
    as_built.send_back(request=case, reason="Länge fehlt", by=scene.officer)
    (told,) = Notice.objects.filter(person=scene.north, message__isnull=False)
    assert told.message.text.endswith("verlegt haben, wird zurückgegeben: Länge fehlt")
    with refused_as("REPORT_NEEDED"):
        as_built.confirm(request=case, by=scene.officer)
    as_built.report(laid=[laid(scene)], **facts)
    assert as_built.confirm(request=case, by=scene.officer).state == RequestState.IN_USE


def test_the_rest_is_reported_once_the_case_is_in_use(scene) -> None:
    """The claim is in use as a whole; what was laid where is known by the reports alone."""
    case = granted(scene, 1, 2)
    first, second = (scene.tube(number).code for number in (1, 2))
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    assert built.unreported([case.pk]) == {case.pk: [first, second]}
    as_built.report(laid=[laid(scene, 1)], **facts)
    assert as_built.confirm(request=case, by=scene.officer).state == RequestState.IN_USE
    assert built.unreported([case.pk]) == {case.pk: [second]}
    with refused_as("REPORT_NEEDED"):
        as_built.confirm(request=case, by=scene.officer)
    as_built.report(laid=[laid(scene, 2)], **facts)
    assert built.unreported([case.pk]) == {case.pk: []}
    as_built.send_back(request=case, reason="Länge fehlt", by=scene.officer)
    as_built.report(laid=[laid(scene, 2)], **facts)
    with refused_as("NOT_UNIQUE"):
        as_built.report(laid=[laid(scene, 2)], **facts)
    assert as_built.confirm(request=case, by=scene.officer).state == RequestState.IN_USE
    assert AsBuiltReport.objects.filter(confirmed_by=scene.officer).count() == 2


def test_a_later_cable_fits_beside_those_that_were_reported(scene) -> None:
    case = granted(scene, 1)
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    as_built.report(laid=[laid(scene)], **facts)
    as_built.confirm(request=case, by=scene.officer)
    with refused_as("WRONG_UNITS"):
        as_built.report(laid=[replace(laid(scene), outer_mm=Decimal("3.2"))], **facts)
    as_built.report(laid=[replace(laid(scene), outer_mm=Decimal("3.1"))], **facts)


@pytest.mark.parametrize("wrong", ["nothing", "elsewhere", "tomorrow", "before"])
def test_a_report_is_about_granted_ducts_and_the_time_since(scene, wrong: str) -> None:
    case = granted(scene, 1)
    lines = {"nothing": [], "elsewhere": [laid(scene, 2)]}.get(wrong, [laid(scene)])
    days = {"tomorrow": 1, "before": -1}.get(wrong, 0)
    day = timezone.localdate() + dt.timedelta(days=days)
    with refused_as("INVALID_DATE" if days else "WRONG_UNITS"):
        as_built.report(request=case, laid=lines, laid_on=day, by=scene.north)


@pytest.mark.parametrize("thick", [["4.1"], ["3", "3"]])
def test_a_report_is_about_cables_that_fit_into_the_duct(scene, thick: list[str]) -> None:
    """The tubes have a bore of 4 mm."""
    case = granted(scene, 1)
    lines = [replace(laid(scene), outer_mm=Decimal(outer)) for outer in thick]
    with refused_as("WRONG_UNITS"):
        as_built.report(request=case, laid=lines, laid_on=timezone.localdate(), by=scene.north)
    assert not AsBuiltReport.objects.exists()
    lines = [replace(laid(scene), outer_mm=Decimal("2.8")) for _cable in "12"]
    as_built.report(request=case, laid=lines, laid_on=timezone.localdate(), by=scene.north)


@pytest.mark.parametrize("wrong", ["0", "-1", "NaN", "500.1", "99999999.9"])
def test_a_report_tells_of_lengths_that_are_possible(scene, wrong: str) -> None:
    """The tube is 200 m long; slack in the chambers is possible, a multiple of it is not."""
    case = granted(scene, 1, 2)
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    lines = [laid(scene, 1), replace(laid(scene, 2), length_m=Decimal(wrong))]
    with refused_as("INVALID_VALUE") as refused:
        as_built.report(laid=lines, **facts)
    assert refused.value.field == "laid.1.length_m" and not AsBuiltReport.objects.exists()
    lines[1] = replace(lines[1], length_m=Decimal("500"))
    as_built.report(laid=lines, **facts)


def test_a_report_fills_no_more_than_the_granted_room(scene) -> None:
    tariff("room")
    room = Stretch(scene.tube(1).pk, scene.network["A"].pk, scene.network["C"].pk, 2.0)
    case = drafted(scene, kind="duct_access", units=[room])
    case = granted_from(scene, access_request.submit(request=case, by=scene.north))
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    with refused_as("WRONG_UNITS") as refused:
        as_built.report(laid=[laid(scene)], **facts)
    assert "2.0 mm" in str(refused.value) or "2,0 mm" in str(refused.value)
    as_built.report(laid=[replace(laid(scene), outer_mm=Decimal("2"))], **facts)


def granted_from(scene, case):
    """A request that was handed in, led to its grant."""
    case = access_request.review(request=case, by=scene.officer)
    case = offer.make(request=case, valid_until=timezone.localdate(), by=scene.officer)
    case = offer.accept(request=case, name="Ada Nord", by=scene.north)
    return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=scene.officer)


def test_a_report_of_what_was_given_back_is_not_confirmed(scene) -> None:
    """Else a case would be in use by a cable in a duct that it does not hold."""
    case = granted(scene, 1, 2)
    facts = {"request": case, "laid_on": timezone.localdate(), "by": scene.north}
    as_built.report(laid=[laid(scene, 1), laid(scene, 2)], **facts)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.north)
    with refused_as("WRONG_UNITS") as refused:
        as_built.confirm(request=case, by=scene.officer)
    assert scene.tube(2).code in str(refused.value)
    as_built.send_back(request=case, reason="RV.02 ist zurückgegeben", by=scene.officer)
    as_built.report(laid=[laid(scene, 1)], **facts)
    assert as_built.confirm(request=case, by=scene.officer).state == RequestState.IN_USE


def test_nothing_is_reported_or_taken_into_use_once_its_time_is_over(scene, clock) -> None:
    case, late = granted(scene, 1), granted(scene, 2)
    facts = {"laid": [laid(scene, 2)], "laid_on": timezone.localdate(), "by": scene.north}
    as_built.report(request=late, **facts)
    clock.set(f"{scene.period.range.upper}T08:00:00")
    with refused_as("PERIOD_OVER"):
        as_built.report(request=case, **{**facts, "laid": [laid(scene, 1)]})
    with refused_as("PERIOD_OVER"):
        as_built.confirm(request=late, by=scene.officer)
