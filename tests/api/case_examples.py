"""Requests in many states, and examples of their mutations, for `tests/api/examples.py`."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from assets.models import Duct
from reservations.models import (
    AccessRequest,
    ClockRule,
    DecisionOutcome,
    RequestKind,
)
from reservations.services import access_request, decision, offer
from reservations.services.requested import Stretch
from tests.builders import make_organisation, make_user
from tests.reservations.access.cases import CONTACT, ground, tariff
from tests.reservations.conftest import next_year

APPLICANTS = {"north", "partner_administrator"}
RESERVING = {"north", "south", "partner_administrator", "planner", "access_officer"}
OFFICERS = {"access_officer"}
PERIOD = {"from": "2031-01-01", "until": "2031-12-31"}
NEW = {
    "kind": "INFORMATION",
    "subject": "Auskunft Nordpark",
    "contactName": "Ada Nord",
    "contactEmail": "ada@nord.example",
    "period": PERIOD,
}


class Cases:
    """One request for each thing that can be done to one; `by_name` holds them all."""

    def __init__(self, north: User, south: User, ducts: dict[str, Duct]) -> None:
        self._ducts = ducts
        self._officer = make_user("access_officer")
        _answer_within_a_month()
        tariff("protection")
        ground(code="voll")
        west = make_user("partner", make_organisation("west", "carrier"))
        information, access = RequestKind.INFORMATION, RequestKind.DUCT_ACCESS
        self.by_name = {
            "granted": self._granted(west),
            "offered": self._offer(self._reviewed(north, access, "C2")),
            "in_review": self._reviewed(north, access, "C3"),
            "prepared": self._prepared(self._reviewed(south, information)),
            "incomplete": access_request.ask_back(
                request=self._submitted(north, information), missing="Lageplan", by=self._officer
            ),
            "waiting": self._submitted(north, information),
            "consent": self._submitted(north, RequestKind.ROAD_CONSENT),
            "draft": self._drafted(north, information),
        }
        withdrawn = self._drafted(south, information)
        self.by_name["never_submitted"] = access_request.withdraw(request=withdrawn, by=south)

    def __getitem__(self, name: str) -> AccessRequest:
        return self.by_name[name]

    def name_of(self, pk: int) -> str:
        return next(name for name, case in self.by_name.items() if case.pk == pk)

    def _drafted(self, by: User, kind: RequestKind, *codes: str) -> AccessRequest:
        ducts = [self._ducts[code] for code in codes]
        units = [Stretch(duct.pk, duct.start_site_id, duct.end_site_id) for duct in ducts]
        subject = "South-Request" if by.organisation_ids == self._south else "North-Request"
        return access_request.draft(
            kind=kind, by=by, units=units, subject=subject, period=next_year(), **CONTACT
        )

    @property
    def _south(self) -> frozenset[int]:
        return frozenset({make_organisation("süd", "carrier").pk})

    def _submitted(self, by: User, kind: RequestKind, *codes: str) -> AccessRequest:
        return access_request.submit(request=self._drafted(by, kind, *codes), by=by)

    def _reviewed(self, by: User, kind: RequestKind, *codes: str) -> AccessRequest:
        case = self._submitted(by, kind, *codes)
        return access_request.review(request=case, by=self._officer, reason="Desk-Note")

    def _offer(self, case: AccessRequest) -> AccessRequest:
        until = timezone.localdate() + dt.timedelta(days=30)
        return offer.make(request=case, valid_until=until, by=self._officer)

    def _granted(self, by: User) -> AccessRequest:
        case = self._offer(self._reviewed(by, RequestKind.DUCT_ACCESS, "C1"))
        case = offer.accept(request=case, name="Wim West", by=by)
        return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=self._officer)

    def _prepared(self, case: AccessRequest) -> AccessRequest:
        shown = [decision.Shown(ground(code="voll"), "Prepared-Evidence")]
        with override_settings(TWO_PERSON_RULE=True):
            return decision.decide(
                request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=self._officer
            )


def _answer_within_a_month() -> None:
    ClockRule.objects.create(
        code="answer",
        name="Antwort",
        basis="tkg",
        paragraph="§ 136",
        kind=RequestKind.INFORMATION,
        step="answer",
        duty="city",
        start="complete",
        amount=1,
        unit="months",
        extension_amount=1,
        extension_unit="months",
        incompleteness="restarts",
        consequence="breach",
        valid=(dt.date(2020, 1, 1), None),
        source="test",
        verified=False,
    )


def case_examples(cases: Cases) -> dict[str, tuple[set[str], dict[str, Any]]]:
    """By name: who is allowed, and the input."""

    def on(case: str, /, **facts: Any) -> dict[str, Any]:
        return {"id": str(cases[case]), **facts}

    until = (timezone.localdate() + dt.timedelta(days=20)).isoformat()
    refused = {
        "outcome": "REFUSED",
        "reasons": "Leider nein",
        "grounds": [{"ground": "voll", "evidence": "belegt"}],
    }
    return {
        "draftAccessRequest": (RESERVING, NEW),
        "changeAccessRequest": (APPLICANTS, on("draft", subject="Neu")),
        "submitAccessRequest": (APPLICANTS, on("draft")),
        "askBack": (OFFICERS, on("waiting", missing="Lageplan")),
        "completeRequest": (APPLICANTS, on("incomplete", description="Mit Lageplan")),
        "reviewRequest": (OFFICERS, on("waiting")),
        "extendDeadline": (OFFICERS, on("waiting", step="ANSWER", reason="Viele Anträge")),
        "makeOffer": (OFFICERS, on("in_review", validUntil=until)),
        "withdrawOffer": (OFFICERS, on("offered")),
        "acceptOffer": (APPLICANTS, on("offered", name="Ada Nord")),
        "decideRequest": (OFFICERS, on("in_review", **refused)),
        "signDecision": (OFFICERS, on("prepared")),
        "withdrawRequest": (APPLICANTS, on("waiting")),
        "endRequest": (OFFICERS, on("granted")),
    }


CASE_OTHERWISE: dict[str, dict[str, Any]] = {
    "askBack": {"missing": "Bauzeitenplan"},
    "decideRequest": {"reasons": "Nein"},
}
"""What makes another request of it, where no reason can be given."""
