"""What an applicant sees of an own case, gathered in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.utils import timezone

from accounts.roles import Capability
from accounts.viewer import Viewer
from network.periods import in_words
from reservations.access import built, holding
from reservations.access.foreseen import next_due
from reservations.access.states import HOLDING, TRANSITIONS, UNDECIDED, RequestState
from reservations.access.turn import Turn, turn_of
from reservations.clocks.bar import ClockBar, clock_of, leading
from reservations.clocks.rules import Due
from reservations.models import (
    LIVE_STATES,
    AccessRequest,
    AsBuiltReport,
    CaseEvent,
    Claim,
    Deadline,
    Decision,
    Dispute,
    FulfilledDuty,
    LegalStep,
    Offer,
    PeriodExtension,
)
from reservations.models.clock_rule import Duty
from reservations.models.deadline import worth_telling
from reservations.portal.told import Element, told_of
from reservations.services import fulfilled_duty
from reservations.services.dispute import right
from reservations.tariffs.granted import accepted_offer, positions_refused


@dataclass
class OwnCase:
    """One case for its applicant; each part is read once, when the page asks for it."""

    case: AccessRequest
    viewer: Viewer
    page: ClassVar[str] = "portal_case"
    moved_on: ClassVar[str] = "portal/overtaken.html"

    @cached_property
    def deadlines(self) -> list[Deadline]:
        rows = Deadline.objects.filter(request=self.case).select_related("rule")
        return list(rows.exclude(step=LegalStep.NOTIFICATION).order_by("due_on", "pk"))

    @cached_property
    def clocks(self) -> list[ClockBar]:
        return [clock_of(one) for one in worth_telling(self.deadlines, self.case.state)]

    @cached_property
    def clock(self) -> ClockBar | None:
        """The one that counts now."""
        return leading(self.deadlines, self.case.state) if self.case.state in UNDECIDED else None

    @cached_property
    def completion(self) -> ClockBar | None:
        """Until when what is missing must have come."""
        found = (one for one in self.deadlines if one.step == LegalStep.COMPLETION)
        return next((clock_of(one) for one in found), None)

    @cached_property
    def foreseen(self) -> Due | None:
        """What the city would owe next if the draft were handed in today."""
        if not self.is_draft:
            return None
        return next_due(self.case.kind, timezone.localdate())

    @cached_property
    def dispute(self) -> Dispute | None:
        return Dispute.objects.filter(request=self.case).first()

    @cached_property
    def fulfilled(self) -> dict[str, FulfilledDuty]:
        """What the city did within a duty of its own, by step; not what it told the regulator."""
        return fulfilled_duty.fulfilled(self.case, self.deadlines)

    @cached_property
    def dispute_right(self) -> Due | None:
        """By when the dispute body would decide if it were called today; None where it may not."""
        return None if self.dispute else right(self.case)

    @cached_property
    def turn(self) -> Turn:
        return turn_of(self.case)

    @property
    def needs_me(self) -> bool:
        return self.turn.who == Duty.APPLICANT

    @property
    def is_draft(self) -> bool:
        return self.case.state == RequestState.DRAFT

    @property
    def may_act(self) -> bool:
        return self.viewer.can(Capability.RESERVE)

    @property
    def may_withdraw(self) -> bool:
        return RequestState.WITHDRAWN in TRANSITIONS[RequestState(self.case.state)]

    @property
    def may_end(self) -> bool:
        return self.case.state in HOLDING

    @cached_property
    def reports(self) -> list[AsBuiltReport]:
        return list(AsBuiltReport.objects.filter(request=self.case).order_by("-pk"))

    @cached_property
    def extensions(self) -> list[PeriodExtension]:
        return list(PeriodExtension.objects.filter(request=self.case).order_by("-pk"))

    @property
    def may_report(self) -> bool:
        """Granted ducts, and no report that waits for its answer."""
        waits = any(one.is_open for one in self.reports)
        return self.may_end and self.case.procedure.reported and not waits

    @cached_property
    def unreported(self) -> list[str]:
        """Granted ducts of which no report tells."""
        reported = self.may_end and self.case.procedure.reported
        return built.unreported([self.case.pk])[self.case.pk] if reported else []

    @cached_property
    def claim(self) -> Claim | None:
        """What the case asks for or holds; of a case that is over what it asked for last."""
        return holding.claim_to_show(self.case)

    @property
    def is_held(self) -> bool:
        return self.claim is not None and self.claim.current_state in LIVE_STATES

    @cached_property
    def elements(self) -> Sequence[Element]:
        return [] if self.claim is None else told_of([self.claim], self.viewer)[self.claim.pk]

    @cached_property
    def offers(self) -> list[Offer]:
        rows = Offer.objects.filter(request=self.case).select_related("accepted_by")
        return list(rows.prefetch_related("lines__tariff").order_by("-pk"))

    @cached_property
    def open_offer(self) -> Offer | None:
        return next((one for one in self.offers if one.withdrawn_at is None), None)

    @cached_property
    def decision(self) -> Decision | None:
        """Once it is signed: what is prepared is the desk's own."""
        seen = Decision.objects.visible_to(self.viewer)
        rows = seen.filter(request=self.case, signed_at__isnull=False)
        return rows.prefetch_related("grounds__ground").first()

    @cached_property
    def positions_refused(self) -> list[int]:
        """The lines of the accepted offer that a partial grant leaves out."""
        made = self.decision
        if made is None or not made.refused_units:
            return []
        return positions_refused(made, accepted_offer(self.case))

    @cached_property
    def missing(self) -> str:
        """What the desk asked for last, while it is missing."""
        if self.case.state != RequestState.INCOMPLETE:
            return ""
        asked = [one for one in self.events if one.to_state == RequestState.INCOMPLETE]
        return asked[0].told_reason if asked else ""

    @cached_property
    def events(self) -> list[Any]:
        """The log with what the applicant is told of who and why, the newest first."""
        told = CaseEvent.objects.told_to(self.viewer)
        return list(told.filter(request=self.case).order_by("-pk"))

    @property
    def period(self) -> str:
        return in_words(self.case.period)

    def context(self) -> dict[str, Any]:
        return {"own": self, "case": self.case}
