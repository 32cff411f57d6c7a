"""Whatever people do in whichever order, cases and ledger agree.

Two carriers ask for three tubes; a desk asks back, offers, decides, by one or two people; holds
lapse; others reserve, the city sets ducts aside; ducts are cut; the dispute body is called.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from accounts.roles import Role
from assets.services import duct as duct_service
from gis.refusals import Refusal
from network.models import ClaimLine, Holder
from reservations.access import deadlines, granted, holding
from reservations.access.states import HOLDING, OVER, TRANSITIONS, RequestState
from reservations.models import (
    AccessRequest,
    CaseEvent,
    CityReserve,
    Claim,
    ClaimState,
    ClockRule,
    DecisionOutcome,
    ReserveShare,
)
from reservations.services import (
    access_request,
    as_built,
    case_calendar,
    city_reserve,
    decide,
    decision,
    dispute,
    expiry,
    fulfilled_duty,
    offer,
    partial_return,
    period_extension,
)
from reservations.services.city_reserve import Place
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve
from tests.builders import make_organisation, make_user
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.cases import CONTACT, ground, tariff
from tests.reservations.access.cases import granted as grant_ducts
from tests.reservations.conftest import make_scene

EXPECTED = {
    "WRONG_STATE",
    "CONFLICT",
    "OUT_OF_TURN",
    "OFFER_NEEDED",
    "WRONG_UNITS",
    "PART_OF_A_REQUEST",
    "OFFER_EXPIRED",
    "REPORT_NEEDED",
    "NOT_UNIQUE",
    "NOTHING_ASKED",
    "NOTHING_MISSING",
    "NOTHING_TO_SIGN",
    "NOTHING_TO_TELL",
    "NOT_PASSED",
    "NO_DISPUTE",
    "SECOND_PERSON_NEEDED",
    "STALE_DECISION",
}
"""What people may be told here; anything else is a fault."""

FOREVER = (dt.date(2020, 1, 1), None)
# Step, what starts it, months, what it does while something is missing.
CLOCKS = [
    ("decision", "complete", 1, "restarts"),
    ("appeal", "received", 1, "runs_on"),
    ("answer", "received", 2, "pauses"),
    ("completion", "asked_back", 3, "runs_on"),
    ("notification", "concluded", 2, "runs_on"),
    ("ruling", "dispute_filed", 4, "runs_on"),
]


def set_clocks() -> None:
    for step, start, months, missing in CLOCKS:
        ClockRule.objects.create(
            code=step,
            name=step,
            name_en=step,
            basis="own",
            paragraph="1",
            kind="duct_access",
            step=step,
            duty="city",
            start=start,
            amount=months,
            unit="months",
            incompleteness=missing,
            consequence="breach",
            valid=FOREVER,
            source="test",
            verified=True,
        )


def later(days: int) -> Any:
    """The services look at the calendar so many days from now."""
    real = timezone.localdate

    def moved(*given: Any) -> dt.date:
        return real(*given) if given else real() + dt.timedelta(days=days)

    return mock.patch.object(timezone, "localdate", moved)


tubes = st.sampled_from([1, 2, 3])
picks = st.integers(0, 5)


class Desk(RuleBasedStateMachine):
    @initialize(something_is_granted=st.booleans(), two_people=st.booleans())
    def begin(self, something_is_granted: bool, two_people: bool) -> None:
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.scene = make_scene()
        self.editor, self.second = make_user(Role.EDITOR), make_user(Role.ACCESS_OFFICER)
        set_clocks()
        tariff()
        facts = {"justification": "Schulen", "source": "Rat", "valid": FOREVER}
        ReserveShare.objects.create(duct_class="tube", percent=40, **facts)
        self.shown = decision.Shown(ground(), "gequetscht")

        self.others = 0
        if something_is_granted:
            grant_ducts(self.scene, 1, 2)
        self.signing = override_settings(TWO_PERSON_RULE=two_people)
        self.signing.enable()

    def teardown(self) -> None:
        if hasattr(self, "signing"):
            self.signing.disable()
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    def attempt(self, act: Any) -> None:
        """What is refused leaves no trace."""
        try:
            with transaction.atomic():
                act()
        except Refusal as refusal:
            assert refusal.code in EXPECTED, refusal.code

    def case(self, pick: int) -> AccessRequest | None:
        cases = list(AccessRequest.objects.order_by("pk"))
        return cases[pick % len(cases)] if cases else None

    def applicant(self, case: AccessRequest) -> Any:
        return case.created_by

    def stretches(self, *numbers: int) -> list[Stretch]:
        """The tubes of these numbers from end to end, in the pieces that they are now."""
        ducts = self.scene.bundle.tubes.filter(number__in=numbers).order_by("pk")
        return [Stretch(one.pk, one.start_site_id, one.end_site_id) for one in ducts]

    @rule(first=tubes, second=tubes, south=st.booleans(), hold=st.booleans())
    def ask(self, first: int, second: int, south: bool, hold: bool) -> None:
        by = self.scene.south if south else self.scene.north

        def act() -> None:
            facts = {"subject": "x", "period": self.scene.period, **CONTACT}
            units = self.stretches(first, second)
            case = access_request.draft(kind="duct_access", by=by, units=units, **facts)
            access_request.submit(request=case, by=by, hold=hold)

        self.attempt(act)

    @rule(pick=picks, what=st.sampled_from(["ask_back", "complete", "review", "withdraw", "end"]))
    def go_on(self, pick: int, what: str) -> None:
        case = self.case(pick)
        if case is None:
            return
        by = self.applicant(case) if what in ("complete", "withdraw", "end") else self.scene.officer
        facts = {"missing": "Lageplan"} if what == "ask_back" else {}
        service = getattr(access_request, what)
        self.attempt(lambda: service(request=case, by=by, **facts))

    @rule(pick=picks, why=st.sampled_from(["", "eilig"]))
    def make_offer(self, pick: int, why: str) -> None:
        case = self.case(pick)
        if case is not None:
            facts = {"by": self.scene.officer, "out_of_turn_reason": why}
            today = timezone.localdate()
            self.attempt(lambda: offer.make(request=case, valid_until=today, **facts))

    @rule(pick=picks)
    def accept(self, pick: int) -> None:
        case = self.case(pick)
        if case is not None:
            by = self.applicant(case)
            self.attempt(lambda: offer.accept(request=case, name="Ada", by=by))

    @rule(pick=picks, outcome=st.sampled_from(list(DecisionOutcome)))
    def decide(self, pick: int, outcome: DecisionOutcome) -> None:
        case = self.case(pick)
        claim = holding.claim_of(case) if case is not None else None
        if case is None or claim is None:
            return
        units = list(claim.holder.units.order_by("pk"))
        partly = outcome == DecisionOutcome.PARTLY_GRANTED
        self.attempt(
            lambda: decision.decide(
                request=case,
                outcome=outcome,
                refused_units=units[1:] if partly else [],
                grounds=[] if outcome == DecisionOutcome.GRANTED else [self.shown],
                out_of_turn_reason="eilig",
                by=self.scene.officer,
            )
        )

    @rule(pick=picks, by_another=st.booleans())
    def sign(self, pick: int, by_another: bool) -> None:
        case = self.case(pick)
        if case is not None:
            by = self.second if by_another else self.scene.officer
            self.attempt(lambda: decision.sign(request=case, by=by))

    @rule(pick=picks)
    def tell_the_regulator(self, pick: int) -> None:
        case = self.case(pick)
        if case is not None:
            facts = {"done_on": timezone.localdate(), "reference": "7", "by": self.scene.officer}
            self.attempt(
                lambda: fulfilled_duty.record(fulfilled_duty.REGULATOR, request=case, **facts)
            )

    @rule(pick=picks, ruled=st.booleans())
    def call_the_dispute_body(self, pick: int, ruled: bool) -> None:
        case, today = self.case(pick), timezone.localdate()
        if case is not None:
            by = self.applicant(case)
            self.attempt(lambda: dispute.file(request=case, filed_on=today, by=by))
            facts = {"ruled_on": today, "ruling": "x", "by": self.scene.officer}
            if ruled:
                self.attempt(lambda: dispute.note_ruling(request=case, **facts))

    @rule(tube=tubes)
    def cut(self, tube: int) -> None:
        """Whatever is asked for, held or granted in it."""
        site, piece = self.scene.network["B"], self.scene.bundle.tubes.filter(number=tube).first()
        self.attempt(lambda: duct_service.cut(duct=piece, site=site, by=self.editor))

    @rule()
    def the_city_keeps_its_share(self) -> None:
        last = timezone.localdate() + dt.timedelta(days=730)
        facts = {"place": Place.of_bundle(self.scene.bundle), "last": last}
        by, city = self.scene.officer, make_organisation("stadt").code
        self.attempt(lambda: city_reserve.set_aside(by=by, organisation=city, **facts))

    @rule()
    def the_city_gives_its_share_back(self) -> None:
        kept = CityReserve.objects.filter(claim__state=ClaimState.CONFIRMED).first()
        if kept is not None:
            self.attempt(lambda: decide.release(claim=kept.claim, by=self.scene.officer))

    @rule(pick=picks, what=st.sampled_from(["report", "send_back", "confirm"]))
    def report_as_built(self, pick: int, what: str) -> None:
        case = self.case(pick)
        unit = granted.units(case).first() if case is not None else None
        if case is None or unit is None:
            return
        size = {"outer_mm": 6, "fibres": 12, "length_m": 10}
        line = as_built.Laid(duct=unit.duct.code, cable="Kabel", **size)
        facts: dict[str, dict[str, Any]] = {
            "report": {"laid": [line], "laid_on": timezone.localdate()},
            "send_back": {"reason": "Länge fehlt"},
            "confirm": {},
        }
        by = self.applicant(case) if what == "report" else self.scene.officer
        self.attempt(lambda: getattr(as_built, what)(request=case, by=by, **facts[what]))

    @rule(pick=picks, days=st.sampled_from([1, 40]))
    def ask_for_more_time(self, pick: int, days: int) -> None:
        case = self.case(pick)
        if case is not None:
            last = case.period.upper + dt.timedelta(days=days - 1)
            facts = {"last": last, "reason": "Ausbau dauert", "by": self.applicant(case)}
            self.attempt(lambda: period_extension.ask(request=case, **facts))

    @rule(pick=picks, longer=st.booleans())
    def answer_about_more_time(self, pick: int, longer: bool) -> None:
        case = self.case(pick)
        if case is not None:
            answer = period_extension.grant if longer else period_extension.refuse
            self.attempt(lambda: answer(request=case, reason="x", by=self.scene.officer))

    @rule(pick=picks, whole=st.booleans())
    def give_back(self, pick: int, whole: bool) -> None:
        case = self.case(pick)
        if case is not None:
            units = list(granted.units(case))[0 if whole else 1 :]
            by = self.applicant(case)
            self.attempt(lambda: partial_return.give_back(request=case, units=units, by=by))

    @rule(pick=picks)
    def try_to_release_what_a_case_holds(self, pick: int) -> None:
        case = self.case(pick)
        claim = holding.claim_of(case) if case is not None else None
        if claim is not None:
            self.attempt(lambda: decide.release(claim=claim, by=self.scene.officer))

    @rule(tube=tubes)
    def somebody_else_reserves(self, tube: int) -> None:
        self.others += 1
        self.attempt(
            lambda: reserve(
                units=self.stretches(tube),
                period=self.scene.period,
                idempotency_key=f"other {self.others}",
                by=self.scene.south,
            )
        )

    @rule(written_off=st.booleans())
    def holds_lapse(self, written_off: bool) -> None:
        past = timezone.now() - dt.timedelta(hours=1)
        Holder.objects.filter(expires_at__isnull=False).update(expires_at=past)
        if written_off:
            expiry.expire_overdue()

    @rule(days=st.sampled_from([0, 100]))
    def the_day_is_noted(self, days: int) -> None:
        """Offers and what was asked back run out; nothing granted is over by then."""
        with later(days):
            case_calendar.note_the_day()

    @invariant()
    def all_agree(self) -> None:
        if not hasattr(self, "transaction"):
            return
        assert_sound()
        for case in AccessRequest.objects.all():
            self._took_a_known_way(case)
            self._holds_what_its_state_says(case)
            self._keeps_its_deadlines(case)

    def _keeps_its_deadlines(self, case: AccessRequest) -> None:
        """Counted anew they are the same: none was missed, moved or forgotten."""
        rows = case.deadlines.order_by("step")
        kept = list(rows.values("step", "started_on", "due_on", "met_on", "leads"))
        with transaction.atomic():
            deadlines.keep(case)
            assert list(rows.values("step", "started_on", "due_on", "met_on", "leads")) == kept
            transaction.set_rollback(True)

    def _took_a_known_way(self, case: AccessRequest) -> None:
        before = "draft"
        for step in CaseEvent.objects.filter(request=case).order_by("pk"):
            assert step.from_state == before
            assert RequestState(step.to_state) in TRANSITIONS[RequestState(before)]
            before = step.to_state
        assert case.state == before

    def _holds_what_its_state_says(self, case: AccessRequest) -> None:
        claims = Claim.objects.filter(request=case)
        confirmed = claims.filter(state__in=[ClaimState.CONFIRMED, ClaimState.IN_USE]).count()
        assert confirmed == (1 if case.state in HOLDING else 0)
        if case.state in HOLDING:
            self._is_held_and_shown_as_granted(case)
        if case.state in OVER:
            assert not ClaimLine.objects.filter(holder__claim__request=case).exists()

    def _is_held_and_shown_as_granted(self, case: AccessRequest) -> None:
        claim = holding.claim_of(case)
        assert claim is not None and claim.grant is not None
        assert claim.period == claim.holder.period == case.period
        assert claim.grant.valid.upper == case.period.upper
        named = set(claim.holder.units.values_list("duct", flat=True))
        assert set(claim.grant.ducts.values_list("pk", flat=True)) == named


@pytest.mark.django_db
def test_any_order() -> None:
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        Desk,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
