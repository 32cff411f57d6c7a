"""Kept longer: asked by the applicant, priced, granted with claim, ledger and sight together."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from gis.refusals import NotPermitted
from network.models import ClaimLine
from network.periods import Period
from reservations.access import holding
from reservations.clocks.counting import Span, Unit, last_day_of_term
from reservations.models import (
    Notice,
    PeriodExtension,
    Tariff,
)
from reservations.services import (
    partial_return,
    period_extension,
)
from reservations.services.reserve import reserve
from tests.refused import refused_as
from tests.reservations.access.cases import (
    granted,
    stretch,
    submitted,
    tariff,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sound")]


def later(case, days: int = 365) -> dt.date:
    return case.period.upper + dt.timedelta(days=days - 1)


def asked(scene, case, days: int = 365) -> PeriodExtension:
    return period_extension.ask(
        request=case, last=later(case, days), reason="Ausbau dauert", by=scene.north
    )


def test_an_extension_moves_case_claim_ledger_and_sight_together(scene) -> None:
    case = granted(scene, 1)
    question = asked(scene, case)
    case = period_extension.grant(request=case, by=scene.officer)
    claim = holding.claim_of(case)
    assert case.period.upper == question.last + dt.timedelta(days=1)
    assert claim.period == claim.holder.period == case.period
    assert claim.grant.valid.upper == case.period.upper
    assert ClaimLine.objects.filter(holder=claim.holder, period=case.period).exists()


def test_an_extension_costs_the_further_months_and_nothing_one_off(scene) -> None:
    case = granted(scene, 1)
    before = granted_months(scene)
    cost = period_extension.price(case, later(case))
    [line] = cost.lines
    whole = Period(case.period.lower, later(case))
    assert line.months == months(whole) - before
    lease = line.length_m * Decimal("0.60") * line.months / 12
    assert (line.net, line.one_off) == (lease.quantize(Decimal("0.01")), 0)
    question = asked(scene, case)
    assert (question.net, question.gross) == (cost.net, cost.gross)


@pytest.mark.parametrize(("then", "now", "further"), [(36, 12, 0), (12, 36, 12), (18, 1, 6)])
def test_months_that_a_minimum_term_made_the_offer_charge_are_not_charged_again(
    scene, then: int, now: int, further: int
) -> None:
    """The minimum of the tariff of today says nothing of what was paid."""
    first = scene.period.first
    scene.period = Period(first, last_day_of_term(Span(12, Unit.MONTHS), first))
    tariff(minimum_months=then)
    case = granted(scene, 1)
    Tariff.objects.update(minimum_months=now)
    last = last_day_of_term(Span(24, Unit.MONTHS), first)
    [line] = period_extension.price(case, last).lines
    assert line.months == further


def months(period: Period) -> int:
    from reservations.tariffs.quote import months_of

    return months_of(period)


def granted_months(scene) -> int:
    return months(scene.period)


def test_time_that_somebody_else_has_is_refused_whole(scene) -> None:
    case = granted(scene, 1)
    asked(scene, case)
    after = Period(case.period.upper, case.period.upper + dt.timedelta(days=10))
    reserve(units=[stretch(scene, 1)], period=after, idempotency_key="x", by=scene.south)
    with refused_as("CONFLICT"):
        period_extension.grant(request=case, by=scene.officer)
    case.refresh_from_db()
    assert case.period == scene.period.range
    assert PeriodExtension.objects.get().answer == "open"


def test_more_time_is_not_granted_at_the_price_of_what_was_given_back_since(scene) -> None:
    case = granted(scene, 1, 2)
    question = asked(scene, case)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.north)
    with refused_as("STALE_PRICE"):
        period_extension.grant(request=case, by=scene.officer)
    period_extension.refuse(request=case, reason="Neu fragen", by=scene.officer)
    again = asked(scene, case)
    assert again.net == question.net / 2
    period_extension.grant(request=case, by=scene.officer)


def test_a_refused_extension_says_why_and_changes_nothing(scene) -> None:
    case = granted(scene, 1)
    asked(scene, case)
    with refused_as("REASON_NEEDED"):
        period_extension.refuse(request=case, reason=" ", by=scene.officer)
    period_extension.refuse(request=case, reason="Eigenbedarf", by=scene.officer)
    case.refresh_from_db()
    assert case.period == scene.period.range
    assert PeriodExtension.objects.get().answer_reason == "Eigenbedarf"
    with refused_as("NOTHING_ASKED"):
        period_extension.grant(request=case, by=scene.officer)


def test_the_applicant_is_told_of_the_answer(scene) -> None:
    """It changes no state, so that no step tells of it."""
    case = granted(scene, 1)
    day = asked(scene, case).last.strftime("%d.%m.%Y")
    period_extension.refuse(request=case, reason="verplant", by=scene.officer)
    asked(scene, case)
    period_extension.grant(request=case, by=scene.officer)
    told = Notice.objects.filter(person=scene.north, message__isnull=False).order_by("pk")
    assert [one.message.text for one in told] == [
        f"Mehr Zeit bis zum {day} wird abgelehnt: verplant",
        f"Mehr Zeit ist bewilligt, bis zum {day}.",
    ]


def test_only_the_applicant_asks_and_only_for_more_of_what_is_granted(scene) -> None:
    case = granted(scene, 1)
    with refused_as("INVALID_PERIOD"):
        asked(scene, case, days=0)
    asked(scene, case)
    with refused_as("NOT_UNIQUE"):
        asked(scene, case)
    with pytest.raises(NotPermitted):
        period_extension.grant(request=case, by=scene.north)
    waiting = submitted(scene, 2)
    with refused_as("WRONG_STATE"):
        asked(scene, waiting)
