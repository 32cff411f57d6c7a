"""What carriers, the desk, the city and others do, each at any time."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import rule

from assets.services import duct as duct_service
from network.models import Holder
from reservations.access import built, granted, holding
from reservations.models import (
    CityReserve,
    ClaimState,
    DecisionOutcome,
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
from reservations.services.reserve import reserve
from tests.builders import make_organisation
from tests.reservations.access.any_scene import AnyScene, later, picks, tubes
from tests.reservations.access.cases import CONTACT


class UntilTheDecision(AnyScene):
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

    @rule(pick=picks, ruled=st.booleans())
    def call_the_dispute_body(self, pick: int, ruled: bool) -> None:
        case, today = self.case(pick), timezone.localdate()
        if case is not None:
            by = self.applicant(case)
            self.attempt(lambda: dispute.file(request=case, filed_on=today, by=by))
            facts = {"ruled_on": today, "ruling": "x", "by": self.scene.officer}
            if ruled:
                self.attempt(lambda: dispute.note_ruling(request=case, **facts))

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


class AfterTheGrant(AnyScene):
    @rule(pick=picks)
    def tell_the_regulator(self, pick: int) -> None:
        case = self.case(pick)
        if case is not None:
            facts = {"done_on": timezone.localdate(), "reference": "7", "by": self.scene.officer}
            self.attempt(
                lambda: fulfilled_duty.record(fulfilled_duty.REGULATOR, request=case, **facts)
            )

    @rule(pick=picks, what=st.sampled_from(["report", "send_back", "confirm"]))
    def report_as_built(self, pick: int, what: str) -> None:
        case = self.case(pick)
        unit = granted.units(case).first() if case is not None else None
        if case is None or unit is None:
            return
        size = {"outer_mm": Decimal(2), "fibres": 12, "length_m": Decimal(10)}
        line = built.Laid(duct=unit.duct.code, cable="Kabel", **size)
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


class Others(AnyScene):
    """Who edits the network, keeps a share or reserves beside the desk."""

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
