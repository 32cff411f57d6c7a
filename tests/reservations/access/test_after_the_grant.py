"""After the grant: kept longer, given back in part, reported as built; the regulator is told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Grant, User
from accounts.roles import Role
from assets.models import Duct
from gis.exporting import job
from gis.refusals import NotPermitted
from network.models import ClaimLine
from network.periods import Period
from reservations.access import holding
from reservations.access.states import RequestState
from reservations.models import (
    AsBuiltReport,
    Claim,
    ClaimState,
    Deadline,
    DecisionOutcome,
    Offer,
    OfferLine,
    PeriodExtension,
)
from reservations.models.deadline import DeadlineQuerySet
from reservations.services import (
    access_request,
    as_built,
    decide,
    decision,
    fulfilled_duty,
    offer,
    partial_return,
    period_extension,
)
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_user
from tests.network.ledger.soundness import assert_sound
from tests.refused import refused_as, refused_by
from tests.reservations.access.cases import (
    drafted,
    granted,
    in_use,
    laid,
    stretch,
    submitted,
    tariff,
)
from tests.reservations.desk.conftest import seen_by

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound(scene):
    yield
    assert_sound()


def later(case, days: int = 365) -> dt.date:
    return case.period.upper + dt.timedelta(days=days - 1)


def asked(scene, case, days: int = 365) -> PeriodExtension:
    return period_extension.ask(
        request=case, last=later(case, days), reason="Ausbau dauert", by=scene.north
    )


# --- kept longer


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


# --- given back in part


def test_claim_and_sight_shrink_together(scene) -> None:
    case = granted(scene, 1, 2)
    claim = holding.claim_of(case)
    partial_return.give_back(
        request=case, units=claim.holder.units.filter(duct=scene.tube(2)), by=scene.north
    )
    assert [d.code for d in Duct.objects.visible_to(scene.north)] == [scene.tube(1).code]
    assert not ClaimLine.objects.filter(section__duct=scene.tube(2)).exists()
    returned = Claim.objects.get(request=case, state=ClaimState.RELEASED)
    assert returned.decided_by == scene.north
    reserve(units=[stretch(scene, 2)], period=scene.period, idempotency_key="x", by=scene.south)
    assert Grant.objects.get() == holding.claim_of(case).grant


@pytest.mark.parametrize(
    ("asked", "returned"),
    [
        ([(1, "A", "C"), (2, "A", "C")], (2, "A")),
        ([(1, "A", "B"), (1, "B", "C"), (2, "B", "C")], (1, "B")),
    ],
    ids=["a tube", "where another stays open"],
)
def test_a_file_made_before_is_not_handed_out_once_less_is_open(
    scene, settings, tmp_path, asked, returned
) -> None:
    """The grant stays, but the file holds what was given back."""
    settings.EXPORT_FOLDER = tmp_path
    case = granted(scene, units=[stretch(scene, *one) for one in asked])
    facts = {"table": "ducts", "query": "", "file_format": "csv", "language": "en"}
    export = job.begin(person=User.objects.get(pk=scene.north.pk), **facts)
    job.make(export)
    assert scene.tube(2).code in export.path.read_text()
    client = Client()
    client.force_login(scene.north)
    address = reverse("export_file", args=[export.pk])
    assert client.get(address).status_code == 200
    tube, start = returned
    units = holding.claim_of(case).holder.units.filter(
        duct=scene.tube(tube), from_site=scene.network[start]
    )
    partial_return.give_back(request=case, units=units, by=scene.north)
    assert client.get(address).status_code == 404


def test_what_was_used_stays_in_the_ledger_until_today(scene) -> None:
    today = timezone.localdate()
    begun = Period(today - dt.timedelta(days=20), today + dt.timedelta(days=300))
    case = in_use(scene, 1, 2, period=begun)
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.officer)
    line = ClaimLine.objects.filter(section__duct=scene.tube(2)).first()
    assert (line.period.lower, line.period.upper) == (begun.first, today)
    assert Claim.objects.filter(request=case, state=ClaimState.ENDED).exists()
    case.refresh_from_db()
    assert case.state == RequestState.IN_USE


def test_everything_is_not_a_part(scene) -> None:
    case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units
    for wrong in (units.all(), units.none()):
        with refused_as("WRONG_UNITS"):
            partial_return.give_back(request=case, units=wrong, by=scene.north)


def test_others_give_nothing_back(scene) -> None:
    case = granted(scene, 1, 2)
    units = holding.claim_of(case).holder.units.all()[:1]
    for stranger in (scene.south, make_user(Role.VIEWER)):
        with refused_as("NOT_FOUND"):
            partial_return.give_back(request=case, units=units, by=stranger)


def test_nothing_is_credited_for_what_is_given_back_early(scene) -> None:
    """docs/decisions/0117: the offer stands to the cent, whether a part is given back or all."""
    case = granted(scene, 1, 2)
    agreed = [list(model.objects.order_by("pk").values()) for model in (Offer, OfferLine)]
    assert agreed[0][0]["gross"] > 0
    units = holding.claim_of(case).holder.units.filter(duct=scene.tube(2))
    partial_return.give_back(request=case, units=units, by=scene.north)
    access_request.end(request=case, by=scene.north)
    now = [list(model.objects.order_by("pk").values()) for model in (Offer, OfferLine)]
    assert now == agreed
    assert not PeriodExtension.objects.exists()
    with refused_by("offer_stands"):
        Offer.objects.filter(request=case).update(net=0, vat=0, gross=0)


# --- reported as built


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
    with refused_as("REPORT_NEEDED"):
        as_built.confirm(request=case, by=scene.officer)
    as_built.report(laid=[laid(scene)], **facts)
    assert as_built.confirm(request=case, by=scene.officer).state == RequestState.IN_USE


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


# --- the regulator is told


def to_tell() -> DeadlineQuerySet:
    """What the city has yet to tell the regulator, as the queue counts it."""
    return Deadline.objects.owed().filter(step="notification")


def test_the_regulator_is_told_within_two_months(scene, law, clock) -> None:
    clock.set("2026-12-01T10:00:00")
    case = granted(scene, 1)
    task = to_tell().get()
    assert (task.request, task.due_on) == (case, dt.date(2027, 2, 1))
    clock.set("2026-12-10T10:00:00")
    facts = {"request": case, "reference": "BNetzA 113/26", "by": scene.officer}
    for wrong in (dt.date(2026, 11, 30), dt.date(2026, 12, 11)):
        with refused_as("INVALID_DATE"):
            fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=wrong, **facts)
    fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=dt.date(2026, 12, 9), **facts)
    task.refresh_from_db()
    assert task.met_on == dt.date(2026, 12, 9)
    assert not to_tell().exists()
    with refused_as("NOTHING_TO_TELL"):
        fulfilled_duty.record(fulfilled_duty.REGULATOR, done_on=dt.date(2026, 12, 9), **facts)


def test_what_has_ended_is_still_told_to_the_regulator(scene, law, clock) -> None:
    """The contract was concluded: giving it up, or its end, does not undo the duty (§ 138 (4))."""
    clock.set("2026-12-01T10:00:00")
    case = access_request.end(request=granted(scene, 1), by=scene.north)
    assert case.state == RequestState.ENDED
    clock.set("2027-02-02T08:00:00")
    assert to_tell().get().leads
    desk = seen_by(scene.officer)
    assert str(case.public_id) in desk.text("/desk/", show="tasks", light="red")
    assert "Note that the regulator was told" in desk.text(f"/desk/{case.public_id}/")
    facts = {"told_on": f"{timezone.localdate()}", "reference": "BNetzA 1", "version": case.version}
    assert desk.post(f"/desk/{case.public_id}/notice/", **facts).status_code == 302
    assert not to_tell().exists() and not Deadline.objects.leading().exists()
    assert str(case.public_id) not in desk.text("/desk/", show="tasks")
    page = desk.text(f"/desk/{case.public_id}/")
    assert "nothing more to do" in page.lower() and "BNetzA 1" in page


def test_nobody_else_records_that_the_regulator_was_told(scene, law) -> None:
    case = granted(scene, 1)
    with pytest.raises(NotPermitted):
        fulfilled_duty.record(
            fulfilled_duty.REGULATOR,
            request=case,
            done_on=timezone.localdate(),
            reference="x",
            by=scene.north,
        )


def test_what_was_withdrawn_is_no_task(scene, law) -> None:
    case = submitted(scene, 1)
    access_request.withdraw(request=case, by=scene.north)
    assert not to_tell().exists()


def test_a_claim_of_a_case_is_not_given_back_elsewhere(scene) -> None:
    claim = holding.claim_of(granted(scene, 1, 2))
    with refused_as("PART_OF_A_REQUEST"):
        decide.release(claim=claim, by=scene.north)
