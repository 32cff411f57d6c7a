"""What the page of a case shows at the desk, gathered in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.utils import timezone

from accounts.roles import Capability
from accounts.viewer import Viewer, runs_the_network
from network.models import HeldUnit
from network.periods import in_words
from reservations.access import built, holding
from reservations.access.states import HOLDING, UNDECIDED
from reservations.access.steps import is_own_matter
from reservations.access.turn import Pending, Turn, turn_of
from reservations.clocks.bar import ClockBar, clock_of, leading
from reservations.clocks.rules import Due, due_steps
from reservations.desk.laid import LaidReport, reports_on
from reservations.models import (
    LIVE_STATES,
    AccessRequest,
    CaseEvent,
    Claim,
    ClockRule,
    Deadline,
    Decision,
    DeemedConsent,
    Dispute,
    ExtensionAnswer,
    FulfilledDuty,
    LegalRemedy,
    LegalStep,
    LetterKind,
    Offer,
    PeriodExtension,
    StartEvent,
)
from reservations.models.deadline import worth_telling
from reservations.services import fulfilled_duty
from reservations.services.checklist import Checked, checklist
from reservations.services.competing import Competitor, competing
from reservations.services.dispute import right
from reservations.services.elements import may_name
from reservations.services.letter import available
from reservations.tariffs.quote import lengths_of

MOST_EARLIER = 5
"""Earlier requests named by the page; more are counted."""


@dataclass(frozen=True)
class AskedUnit:
    """A duct between two sites, or a strand, with its length in metres."""

    unit: HeldUnit
    length_m: Decimal | None


@dataclass
class DeskCase:
    """Everything about one case; each part is read once, when the page asks for it."""

    case: AccessRequest
    viewer: Viewer
    page: ClassVar[str] = "desk_case"
    moved_on: ClassVar[str] = "desk/overtaken.html"

    @cached_property
    def deadlines(self) -> list[Deadline]:
        rows = Deadline.objects.filter(request=self.case).select_related("rule")
        return list(rows.order_by("due_on", "pk"))

    @cached_property
    def clocks(self) -> list[tuple[ClockBar, bool]]:
        """Each clock, with whether the viewer may extend it now."""
        today = timezone.localdate()
        acts = self.may_act
        told = worth_telling(self.deadlines, self.case.state)
        return [(clock_of(one), acts and one.may_be_extended(today)) for one in told]

    @cached_property
    def clock(self) -> ClockBar | None:
        """The one that counts now."""
        return leading(self.deadlines, self.case.state)

    @cached_property
    def may_act(self) -> bool:
        """Whether the viewer may take the next step; the services decide each time anew."""
        wanted = (Capability.CONFIRM, Capability.SIGN_CONSENT)
        return any(self.viewer.can(one) for one in wanted) and not self.is_own_matter

    @cached_property
    def is_own_matter(self) -> bool:
        """Whether the viewer stands on the applicant's side (§ 20 VwVfG)."""
        return is_own_matter(self.case, self.viewer)

    @cached_property
    def claim(self) -> Claim | None:
        """What the case asks for or holds; of a case that is over what it asked for last."""
        return holding.claim_to_show(self.case)

    @property
    def is_undecided(self) -> bool:
        return self.case.state in UNDECIDED

    @property
    def is_granted(self) -> bool:
        return self.case.state in HOLDING

    @property
    def is_held(self) -> bool:
        return self.claim is not None and self.claim.current_state in LIVE_STATES

    @cached_property
    def units(self) -> Sequence[AskedUnit]:
        if self.claim is None:
            return []
        known = lengths_of(self.claim.holder_id)
        rows = HeldUnit.objects.filter(holder=self.claim.holder_id).order_by("pk")
        rows = rows.select_related("duct__type", "from_site", "to_site", "strand__cable")
        return [AskedUnit(one, known.get(one.pk)) for one in rows]

    @cached_property
    def may_name(self) -> bool:
        """Whether the desk names the ducts: the applicant has not, and nothing is offered yet."""
        return self.may_act and may_name(self.case, self.claim)

    @cached_property
    def competitors(self) -> list[Competitor]:
        if self.claim is None or not self.is_undecided:
            return []
        self.claim.request = self.case
        return competing(self.claim, self.viewer)

    @cached_property
    def earlier(self) -> list[AccessRequest]:
        """Requests that come before in the order of receipt; one more than are named."""
        if self.case.place is None or self.case.answered_at is not None:
            return []
        rows = AccessRequest.objects.at_desk(self.viewer).filter(
            pk__in=AccessRequest.objects.before(self.case).order_by().values("pk")
        )
        return list(rows.order_by("place")[: MOST_EARLIER + 1])

    @cached_property
    def checklist(self) -> list[Checked]:
        return checklist(self.case)

    @cached_property
    def offers(self) -> list[Offer]:
        rows = Offer.objects.filter(request=self.case).select_related("made_by", "accepted_by")
        return list(rows.prefetch_related("lines__tariff").order_by("-pk"))

    @cached_property
    def open_offer(self) -> Offer | None:
        return next((one for one in self.offers if one.withdrawn_at is None), None)

    @cached_property
    def decision(self) -> Decision | None:
        rows = Decision.objects.filter(request=self.case)
        rows = rows.select_related("prepared_by", "signed_by")
        return rows.prefetch_related("grounds__ground", "grounds__reserve__organisation").first()

    @cached_property
    def refused_codes(self) -> list[str]:
        """The ducts and strands that the decision leaves out."""
        if self.decision is None:
            return []
        rows = HeldUnit.objects.filter(pk__in=self.decision.refused_units).order_by("pk")
        return [str(one) for one in rows.select_related("duct", "strand__cable")]

    @cached_property
    def remedy(self) -> LegalRemedy | None:
        """What the letter to a decision of today says about legal remedies."""
        today = timezone.localdate()
        return LegalRemedy.objects.filter(kind=self.case.kind, valid__contains=today).first()

    @cached_property
    def completion(self) -> Due | None:
        """When the request would expire if it were asked back today and nothing came."""
        rules = ClockRule.objects.filter(kind=self.case.kind, step=LegalStep.COMPLETION)
        events = {StartEvent.ASKED_BACK: timezone.localdate()}
        return due_steps(rules, events).get(LegalStep.COMPLETION)

    @property
    def period(self) -> str:
        return in_words(self.case.period)

    @property
    def waits_for_signature(self) -> bool:
        return self.decision is not None and self.decision.signed_at is None

    @cached_property
    def is_dependent(self) -> bool:
        """Whether the viewer runs the network and so cannot sign this consent (§ 127 (2) TKG)."""
        return self.case.needs_consent_signature and runs_the_network(self.viewer)

    @property
    def may_prepare(self) -> bool:
        """Whoever decides alone must be able to sign, too."""
        return settings.TWO_PERSON_RULE or not self.is_dependent

    @property
    def may_sign(self) -> bool:
        """Somebody else than who prepared it signs, where two people are needed."""
        decision = self.decision
        if decision is None or not self.waits_for_signature or self.is_dependent:
            return False
        return not (decision.two_person and decision.prepared_by_id == self.viewer.pk)

    @cached_property
    def owed(self) -> dict[str, Deadline]:
        """The open duties with a clock that are no steps of the case, by step."""
        return fulfilled_duty.owed(worth_telling(self.deadlines, self.case.state))

    @cached_property
    def fulfilled(self) -> dict[str, FulfilledDuty]:
        """Those that were fulfilled, by step."""
        return fulfilled_duty.fulfilled(self.case, self.deadlines)

    @cached_property
    def reports(self) -> list[LaidReport]:
        """Reports of what was laid, the newest first."""
        return reports_on(self.case)

    @property
    def open_report(self) -> LaidReport | None:
        return next((one for one in self.reports if one.report.is_open), None)

    @cached_property
    def unreported(self) -> list[str]:
        """Granted ducts of which no report tells, once there is one."""
        return built.unreported([self.case.pk])[self.case.pk] if self.reports else []

    @cached_property
    def extensions(self) -> list[PeriodExtension]:
        rows = PeriodExtension.objects.filter(request=self.case)
        return list(rows.select_related("asked_by", "answered_by").order_by("-pk"))

    @property
    def asked_extension(self) -> PeriodExtension | None:
        return next((one for one in self.extensions if one.answer == ExtensionAnswer.OPEN), None)

    @cached_property
    def deemed(self) -> DeemedConsent | None:
        return DeemedConsent.objects.filter(request=self.case).select_related("rule").first()

    @cached_property
    def dispute(self) -> Dispute | None:
        return Dispute.objects.filter(request=self.case).first()

    @cached_property
    def dispute_right(self) -> Due | None:
        """By when the dispute body would decide if it were called today; None where it may not."""
        return None if self.dispute else right(self.case)

    @cached_property
    def turn(self) -> Turn:
        pending = Pending(
            prepared=self.waits_for_signature,
            duty=fulfilled_duty.first_owed(self.deadlines),
            report=self.open_report is not None,
            more_time=self.asked_extension is not None,
        )
        return turn_of(self.case, pending)

    @cached_property
    def letters(self) -> list[LetterKind]:
        """Those that can be opened now; what is not signed yet is a draft."""
        return available(self.case, self.viewer)

    @cached_property
    def events(self) -> list[CaseEvent]:
        return list(CaseEvent.objects.filter(request=self.case).order_by("-pk"))

    def context(self) -> dict[str, Any]:
        return {"desk": self, "case": self.case}
