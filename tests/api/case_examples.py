"""Requests in many states, and examples of their mutations, for `tests/api/examples.py`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.contrib.gis.geos import Polygon
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from django.utils import timezone

from accounts.models import User
from assets.models import Duct
from gis.uploads import take
from registry_api.nodes import to_global_id
from reservations.access import built, deadlines, granted
from reservations.models import (
    AccessRequest,
    ChecklistItem,
    ClockRule,
    DecisionOutcome,
    Dispute,
    Notice,
    RequestKind,
    ReserveShare,
)
from reservations.services import (
    access_request,
    as_built,
    decision,
    message,
    offer,
    period_extension,
)
from reservations.services.requested import Stretch
from tests.builders import make_area, make_organisation, make_user
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
        self.north = north
        self._officer = make_user("access_officer")
        _answer_within_a_month()
        _list_and_share()
        tariff("protection")
        ground(code="voll")
        west = make_user("partner", make_organisation("west", "carrier"))
        information, access = RequestKind.INFORMATION, RequestKind.DUCT_ACCESS
        self.by_name = {
            "granted": self._granted(west, "C1"),
            "offered": self._offer(self._reviewed(north, access, "C2")),
            "in_review": self._reviewed(north, access, "C3"),
            "prepared": self._prepared(self._reviewed(south, information)),
            "incomplete": access_request.ask_back(
                request=self._submitted(north, information), missing="Lageplan", by=self._officer
            ),
            "waiting": self._submitted(north, information),
            "consent": self._submitted(north, RequestKind.ROAD_CONSENT),
            "draft": self._drafted(north, information),
            "by_area": self._submitted(north, access, area=_somewhere()),
            "leased": self._granted(north, "C4", "C5"),
            "works": self._works(south),
        }
        withdrawn = self._drafted(south, information)
        self.by_name["never_submitted"] = access_request.withdraw(request=withdrawn, by=south)
        self._afterwards(west)
        self._in_dispute(self["prepared"], south)
        self._talk(north, south)

    def __getitem__(self, name: str) -> AccessRequest:
        return self.by_name[name]

    def name_of(self, pk: int) -> str:
        return next(name for name, case in self.by_name.items() if case.pk == pk)

    def _works(self, by: User) -> AccessRequest:
        """To be published, half a year before the permit."""
        day = timezone.localdate() + dt.timedelta(days=180)
        facts = {"subject": "South-Works", "period": next_year(), "permit_on": day, **CONTACT}
        case = access_request.draft(kind=RequestKind.WORKS_COORDINATION, by=by, **facts)
        return access_request.submit(request=case, by=by)

    def _afterwards(self, west: User) -> None:
        """What waits for the desk in a granted case of a competitor."""
        case, today = self["granted"], timezone.localdate()
        size = {"outer_mm": Decimal("2.5"), "fibres": 48, "length_m": Decimal("95.0")}
        laid = [built.Laid(duct="C1", cable="West-Cable", **size)]
        as_built.report(request=case, laid=laid, laid_on=today, by=west, remarks="West-Remarks")
        last = case.period.upper + dt.timedelta(days=200)
        period_extension.ask(request=case, last=last, reason="West-Reason", by=west)

    def _in_dispute(self, case: AccessRequest, by: User) -> None:
        """As the service does it, without the message: what is said is named in full elsewhere."""
        Dispute.objects.create(
            request=case,
            filed_on=timezone.localdate(),
            reference="South-Reference",
            by_applicant=True,
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        deadlines.begin(case)

    def _talk(self, north: User, south: User) -> None:
        """Both sides of a conversation, and a note of the desk; of each of two competitors."""
        for name, by in (("waiting", north), ("prepared", south)):
            case, whose = self[name], "South" if by is south else "North"
            files = [take.checked(SimpleUploadedFile(f"{whose}-Plan.pdf", PDF))]
            message.write(request=case, text=f"{whose}-Message", by=by, files=files)
            message.write(request=case, text=f"{whose}-Answer", by=self._officer)
            message.write(request=case, text="Desk-Talk", by=self._officer, internal=True)

    def notice_of(self, person: User) -> str:
        """The id of something that this person is told of."""
        return to_global_id("Notice", Notice.objects.filter(person=person).latest("pk").pk)

    def unit_of(self, name: str) -> str:
        """The key of one of the units that a case holds."""
        unit = granted.units(self[name]).first()
        assert unit is not None
        return str(unit.pk)

    def _drafted(
        self, by: User, kind: RequestKind, *codes: str, area: Polygon | None = None
    ) -> AccessRequest:
        ducts = [self._ducts[code] for code in codes]
        units = [Stretch(duct.pk, duct.start_site_id, duct.end_site_id) for duct in ducts]
        subject = "South-Request" if by.organisation_ids == self._south else "North-Request"
        return access_request.draft(
            kind=kind, by=by, units=units, subject=subject, period=next_year(), area=area, **CONTACT
        )

    @property
    def _south(self) -> frozenset[int]:
        return frozenset({make_organisation("süd", "carrier").pk})

    def _submitted(
        self, by: User, kind: RequestKind, *codes: str, area: Polygon | None = None
    ) -> AccessRequest:
        return access_request.submit(request=self._drafted(by, kind, *codes, area=area), by=by)

    def _reviewed(self, by: User, kind: RequestKind, *codes: str) -> AccessRequest:
        case = self._submitted(by, kind, *codes)
        return access_request.review(request=case, by=self._officer, reason="Desk-Note")

    def _offer(self, case: AccessRequest) -> AccessRequest:
        until = timezone.localdate() + dt.timedelta(days=30)
        return offer.make(request=case, valid_until=until, by=self._officer)

    def _granted(self, by: User, *codes: str) -> AccessRequest:
        case = self._reviewed(by, RequestKind.DUCT_ACCESS, *codes)
        until = timezone.localdate() + dt.timedelta(days=30)
        case = offer.make(
            request=case, valid_until=until, by=self._officer, out_of_turn_reason="Desk-Note"
        )
        case = offer.accept(request=case, name="Wim West", by=by)
        return decision.decide(request=case, outcome=DecisionOutcome.GRANTED, by=self._officer)

    def _prepared(self, case: AccessRequest) -> AccessRequest:
        shown = [decision.Shown(ground(code="voll"), "Prepared-Evidence")]
        with override_settings(TWO_PERSON_RULE=True):
            return decision.decide(
                request=case, outcome=DecisionOutcome.REFUSED, grounds=shown, by=self._officer
            )


PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"


def _somewhere() -> Polygon:
    """Around all that is drawn."""
    (area,) = make_area()
    return area


def _answer_within_a_month() -> None:
    extension = {"extension_amount": 1, "extension_unit": "months"}
    _rule("answer", RequestKind.INFORMATION, "complete", "restarts", **extension)
    _rule("notification", RequestKind.DUCT_ACCESS, "concluded", "runs_on")
    _rule("publication", RequestKind.WORKS_COORDINATION, "permit_filed", "runs_on")
    _rule("ruling", RequestKind.INFORMATION, "dispute_filed", "runs_on")


def _rule(step: str, kind: RequestKind, start: str, incompleteness: str, **facts: Any) -> None:
    """A month for the city."""
    ClockRule.objects.create(
        code=step,
        name=step,
        basis="tkg",
        paragraph="§ 136",
        kind=kind,
        step=step,
        duty="city",
        start=start,
        amount=1,
        unit="months",
        incompleteness=incompleteness,
        consequence="breach",
        valid=(dt.date(2020, 1, 1), None),
        source="test",
        verified=False,
        **facts,
    )


def _list_and_share() -> None:
    """A checklist of requests for information, and the share of the city."""
    ChecklistItem.objects.create(
        code="lageplan",
        name="Desk-List",
        kind=RequestKind.INFORMATION,
        position=1,
        required=True,
        valid=(dt.date(2020, 1, 1), None),
        source="test",
    )
    ReserveShare.objects.create(
        duct_class="tube",
        percent=Decimal(10),
        justification="Eigenbedarf",
        valid=(dt.date(2020, 1, 1), None),
        source="test",
    )


def case_examples(cases: Cases) -> dict[str, tuple[set[str], dict[str, Any]]]:
    """By name: who is allowed, and the input."""

    def on(case: str, /, **facts: Any) -> dict[str, Any]:
        return {"id": str(cases[case]), **facts}

    today = timezone.localdate()
    until = (today + dt.timedelta(days=20)).isoformat()
    later = (cases["leased"].period.upper + dt.timedelta(days=100)).isoformat()
    laid = {"duct": "C4", "cable": "A-DQ 48", "outerMm": "2.5", "fibres": 48, "lengthM": "95.0"}
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
        "endRequest": (OFFICERS, on("granted", reason="Die Trasse wird verlegt")),
        "nameDucts": (OFFICERS, on("by_area", elements=[{"duct": "EV"}])),
        "replaceOffer": (OFFICERS, on("offered", validUntil=until)),
        # --- after the grant
        "askForMoreTime": (APPLICANTS, on("leased", last=later, reason="Der Bau dauert")),
        "grantMoreTime": (OFFICERS, on("granted")),
        "refuseMoreTime": (OFFICERS, on("granted", reason="Eigenbedarf")),
        "reportAsBuilt": (APPLICANTS, on("leased", laidOn=today.isoformat(), laid=[laid])),
        "sendReportBack": (OFFICERS, on("granted", reason="Länge fehlt")),
        "confirmAsBuilt": (OFFICERS, on("granted")),
        "returnUnits": (
            APPLICANTS | OFFICERS,
            on("leased", units=[cases.unit_of("leased")], reason="Die Trasse wird verlegt"),
        ),
        "tellRegulator": (
            OFFICERS,
            on("granted", toldOn=today.isoformat(), reference="BK-11-26/007"),
        ),
        "publishWorks": (
            OFFICERS,
            on("works", publishedOn=today.isoformat(), place="https://stadt.example/bau"),
        ),
        "fileDispute": (
            APPLICANTS | OFFICERS,
            on("waiting", filedOn=today.isoformat(), reference="BK11-26/001"),
        ),
        "noteRuling": (
            OFFICERS,
            on("prepared", ruledOn=today.isoformat(), ruling="Zugang angeordnet"),
        ),
        "setAsideReserve": (
            OFFICERS,
            {"places": [{"bundle": "RV"}], "last": later, "organisation": "stadt"},
        ),
        # --- what is said and told
        "writeMessage": (APPLICANTS | OFFICERS, on("waiting", text="Ist das alles?")),
        "readNotice": ({"north"}, {"id": cases.notice_of(cases.north)}),
    }


CASE_OTHERWISE: dict[str, dict[str, Any]] = {
    "askBack": {"missing": "Bauzeitenplan"},
    "decideRequest": {"reasons": "Nein"},
    "fileDispute": {"reference": "anders"},
    "noteRuling": {"ruling": "anders"},
    "publishWorks": {"place": "anderswo"},
    "readNotice": {"id": to_global_id("Notice", 1)},
    "readNotices": {"rows": []},
    "reportAsBuilt": {"remarks": "Anders"},
    "tellRegulator": {"reference": "anders"},
    "writeMessage": {"text": "Anders"},
}
"""What makes another request of it, where no reason can be given."""
