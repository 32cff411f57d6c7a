"""What things in any order happen to: two carriers, a desk, tubes, and what is refused."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize

from accounts.roles import Role
from gis.refusals import Refusal
from reservations.models import (
    AccessRequest,
    ClockRule,
    ReserveShare,
)
from reservations.services import (
    decision,
)
from reservations.services.requested import Stretch
from tests.builders import make_user
from tests.reservations.access.cases import granted as grant_ducts
from tests.reservations.access.cases import ground, tariff
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


class AnyScene(RuleBasedStateMachine):
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
