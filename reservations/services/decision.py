"""Decisions on cases: prepared, signed, and carried out in the ledger in the same transaction."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import require, runs_the_network
from gis.refusals import Refusal
from gis.retry import retried
from network.models import HeldUnit
from reservations.access import granted, holding
from reservations.access.states import TRANSITIONS, RequestState, refuse_unless
from reservations.access.steps import (
    lock_queue,
    move,
    refuse_over,
    require_desk,
    save,
    step,
    within,
)
from reservations.models import (
    AccessRequest,
    Claim,
    Decision,
    DecisionGround,
    DecisionOutcome,
    LetterKind,
    RefusalGround,
)
from reservations.services import letter
from reservations.services.deemed_consent import refuse_if_deemed
from reservations.tariffs.granted import accepted_offer, price_of_part

LONGEST_REASONS = 10_000
LONGEST_EVIDENCE = 2_000
"""Characters; the letter is made while whoever signs waits."""


@dataclass(frozen=True)
class Shown:
    """A ground with its evidence; "no space" needs the reserve or the plan that leaves none."""

    ground: RefusalGround
    evidence: str
    reserve: Claim | None = None
    investment_plan: str = ""


@retried
def decide(
    *,
    request: AccessRequest,
    outcome: DecisionOutcome,
    by: User,
    refused_units: Collection[HeldUnit] = (),
    grounds: Sequence[Shown] = (),
    reasons: str = "",
    out_of_turn_reason: str = "",
    version: int | None = None,
) -> AccessRequest:
    """Grant, grant in part or refuse. With the two-person rule it waits for another's signature.

    Refusals: OUT_OF_TURN while an earlier complete request waits and no reason is given;
    NOT_INDEPENDENT for a consent by somebody who runs the network; those of the ledger.
    """
    reasons = within(reasons, "reasons", LONGEST_REASONS)
    out_of_turn_reason = within(out_of_turn_reason, "outOfTurnReason")
    with step(request, by, reasons[:300], version) as case:
        require_desk(case, by)
        refuse_unless(case.state, RequestState(outcome.value))
        _refuse_without_offer(case, outcome)
        Decision.objects.filter(request=case, signed_at__isnull=True).delete()
        decision = Decision.objects.create(
            request=case,
            outcome=outcome,
            asked_units=sorted(_units(case)),
            refused_units=_of_the_case(case, outcome, refused_units),
            reasons=reasons,
            prepared_by=by,
            prepared_at=timezone.now(),
            two_person=settings.TWO_PERSON_RULE,
        )
        DecisionGround.objects.bulk_create(
            _ground(decision, one, f"grounds.{number}") for number, one in enumerate(grounds)
        )
        if out_of_turn_reason and case.answered_at is None:
            case.out_of_turn_reason = out_of_turn_reason
        # Counted as a change of the case, so that nobody prepares over what they have not seen.
        save(case)
        if not decision.two_person:
            _sign(case, decision, by)
        return case


def outcomes_for(case: AccessRequest) -> list[DecisionOutcome]:
    """What can be decided now: ways on from its state; access is granted on an accepted offer."""
    onwards = TRANSITIONS[RequestState(case.state)]
    known = [one for one in DecisionOutcome if RequestState(one.value) in onwards]
    return [one for one in known if not _needs_offer(case, one)]


@retried
def sign(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Sign what somebody else prepared."""
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        decision = Decision.objects.filter(request=case, signed_at__isnull=True).first()
        if decision is None:
            raise Refusal("NOTHING_TO_SIGN", _("No decision waits for a signature."))
        _sign(case, decision, by)
        return case


def _sign(case: AccessRequest, decision: Decision, by: User) -> None:
    if case.needs_consent_signature:
        _require_independence(by)
        refuse_if_deemed(case)
    lock_queue(case)
    refuse_unless(case.state, RequestState(decision.outcome))
    grants = case.procedure.holds and decision.outcome != DecisionOutcome.REFUSED
    if grants:
        refuse_over(case)
        holding.lock_named(case)
        _of_today(case, decision)
        holding.make_ready(case, by, decision.refused_units)
    _price(case, decision)
    decision.signed_by, decision.signed_at = by, timezone.now()
    decision.save(update_fields=["signed_by", "signed_at", "net", "vat", "gross"])
    answered = case.answered_at or decision.signed_at
    move(case, RequestState(decision.outcome), answered_at=answered)
    if grants:
        holding.grant(case, by)
    else:
        holding.let_go(case, by)
    # What it says of ducts must be what was signed, not what became of them.
    transaction.on_commit(lambda: letter.issue(case, LetterKind.DECISION), robust=True)


def _price(case: AccessRequest, decision: Decision) -> None:
    """What a part costs; of all that was offered the database knows it."""
    offer = accepted_offer(case)
    if offer is None or decision.outcome != DecisionOutcome.PARTLY_GRANTED:
        return
    for name, amount in price_of_part(offer, list(granted.units(case))).items():
        setattr(decision, name, amount)


def _require_independence(by: User) -> None:
    """§ 127 (2) TKG: the consent is given independently of those who run the network."""
    require(by, Capability.SIGN_CONSENT)
    if runs_the_network(by):
        message = _("Who runs the network cannot sign the consent of the road authority.")
        raise Refusal("NOT_INDEPENDENT", message)


def _needs_offer(case: AccessRequest, outcome: DecisionOutcome) -> bool:
    grants = case.procedure.holds and outcome != DecisionOutcome.REFUSED
    return grants and case.state != RequestState.ACCEPTED


def _refuse_without_offer(case: AccessRequest, outcome: DecisionOutcome) -> None:
    if _needs_offer(case, outcome):
        message = _("Access is granted on an accepted offer.")
        raise Refusal("OFFER_NEEDED", message)


def _of_the_case(
    case: AccessRequest, outcome: DecisionOutcome, refused: Collection[HeldUnit]
) -> list[int]:
    """The refused units by number: some but not all, and of this case."""
    asked = _units(case)
    numbers = {unit.pk for unit in refused}
    partly = outcome == DecisionOutcome.PARTLY_GRANTED and case.procedure.holds
    if not numbers <= asked or partly != bool(numbers) or (numbers and numbers == asked):
        message = _("Name those units of the request that are refused: some of them, not all.")
        raise Refusal("WRONG_UNITS", message, "refusedUnits")
    return sorted(numbers)


def _of_today(case: AccessRequest, decision: Decision) -> None:
    """Of a part that was cut since it is not said any more which piece is refused."""
    partly = decision.outcome == DecisionOutcome.PARTLY_GRANTED
    if partly and set(decision.asked_units) != _units(case):
        message = _("What the request asks for was changed since. Prepare the decision again.")
        raise Refusal("STALE_DECISION", message)


def _units(case: AccessRequest) -> set[int]:
    claim = holding.claim_of(case)
    if claim is None:
        return set()
    return set(HeldUnit.objects.filter(holder=claim.holder_id).values_list("pk", flat=True))


def _ground(decision: Decision, shown: Shown, field: str) -> DecisionGround:
    return DecisionGround(
        decision=decision,
        ground=shown.ground,
        evidence=within(shown.evidence, f"{field}.evidence", LONGEST_EVIDENCE),
        reserve=shown.reserve,
        investment_plan=within(shown.investment_plan, f"{field}.investmentPlan"),
    )
