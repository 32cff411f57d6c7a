"""Whatever people do in whichever order, cases and ledger agree.

Two carriers ask for three tubes; a desk asks back, offers, decides, by one or two people; holds
lapse; others reserve, the city sets ducts aside; ducts are cut; the dispute body is called.
"""

from __future__ import annotations

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant

from network.models import ClaimLine
from reservations.access import deadlines, holding
from reservations.access.states import HOLDING, OVER, TRANSITIONS, RequestState
from reservations.models import (
    AccessRequest,
    CaseEvent,
    Claim,
    ClaimState,
)
from tests.network.ledger.soundness import assert_sound
from tests.reservations.access.any_step import AfterTheGrant, Others, UntilTheDecision


class Desk(UntilTheDecision, AfterTheGrant, Others):
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
