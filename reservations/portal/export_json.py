"""The own cases with all that an applicant may know of them, for the own systems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from accounts.viewer import Viewer
from network.periods import Period
from reservations.access import holding
from reservations.models import (
    AccessRequest,
    CaseEvent,
    CaseMessage,
    Deadline,
    Decision,
    Dispute,
    LegalStep,
)
from reservations.portal.export import rows_of
from reservations.portal.told import told_of

_FACTS = (
    *("kind", "state", "subject", "description", "contact_name", "contact_email", "contact_phone"),
    *("permit_on", "legal_basis", "receipt", "received_at", "complete_at", "answered_at"),
)
_SUMS = ("currency", "net", "vat", "gross")
_OFFER = ("made_at", "valid_until", "withdrawn_at", "accepted_at", "accepted_name", *_SUMS)
_LINE = ("position", "length_m", "months", "per_metre_year", "one_off", "vat_percent", "net")
_DEADLINE = ("step", "started_on", "due_on", "extended_on", "extension_reason", "met_on")
_REPORT = ("laid_on", "remarks", "reported_at", "confirmed_at", "sent_back_at", "sent_back_reason")
_CABLE = ("duct", "cable", "outer_mm", "fibres", "length_m")
_LONGER = (
    *("until", "last", "months", *_SUMS, "asked_at", "reason"),
    *("answer", "answered_at", "answer_reason"),
)
_DISPUTE = ("filed_on", "reference", "by_applicant", "ruled_on", "ruling")
_ELEMENT = ("kind", "name", "way", "length_m", "rounded")


def as_json(viewer: Viewer) -> dict[str, Any]:
    """As the pages of the portal tell it, and no more: lengths to 50 m before the grant, too."""
    return {"requests": list(_cases(viewer))}


def _cases(viewer: Viewer) -> Iterator[dict[str, Any]]:
    signed = Decision.objects.visible_to(viewer).filter(signed_at__isnull=False)
    disputes = {one.request_id: one for one in Dispute.objects.visible_to(viewer)}
    found: QuerySet[AccessRequest] = rows_of(viewer).prefetch_related(
        "offers__lines__tariff",
        "reports__lines",
        "extensions",
        Prefetch("events", CaseEvent.objects.told_to(viewer).order_by("pk")),
        Prefetch("deadlines", Deadline.objects.exclude(step=LegalStep.NOTIFICATION), "clocks"),
        Prefetch("messages", _messages(viewer), "talk"),
    )
    decisions = {one.request_id: one for one in signed.prefetch_related("grounds__ground")}
    cases = list(found)
    claims = holding.claims_to_show(cases)
    told = told_of(list(claims.values()), viewer)
    for case in cases:
        claim = claims.get(case.pk)
        yield {
            **_case(case),
            "elements": _each(told.get(claim.pk, ()) if claim else (), _ELEMENT),
            "decision": _decision(decisions.get(case.pk)),
            "dispute": _of(disputes.get(case.pk), _DISPUTE),
        }


def _messages(viewer: Viewer) -> QuerySet[CaseMessage]:
    """What both sides wrote to each other: notes of the desk are its own."""
    rows = CaseMessage.objects.visible_to(viewer).filter(internal=False).order_by("pk")
    return rows.select_related("author").prefetch_related("attachments__file")


def _case(case: Any) -> dict[str, Any]:
    period = Period.of_range(case.period)
    return {
        "number": str(case),
        "id": case.public_id,
        **{name: getattr(case, name) for name in _FACTS},
        "first": period.first if period else None,
        "last": period.last if period else None,
        "area": case.area.transform(4326, clone=True).json if case.area else None,
        "deadlines": _each(case.clocks, _DEADLINE),
        "offers": [_offer(one) for one in case.offers.all()],
        "reports": [
            {**_one(report, _REPORT), "cables": _each(report.lines.all(), _CABLE)}
            for report in case.reports.all()
        ],
        "extensions": _each(case.extensions.all(), _LONGER),
        "messages": [_message(case, one) for one in case.talk],
        "log": [_event(one) for one in case.events.all()],
    }


def _offer(offer: Any) -> dict[str, Any]:
    lines = [{**_one(one, _LINE), "tariff": str(one.tariff)} for one in offer.lines.all()]
    return {**_one(offer, _OFFER), "lines": lines}


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    grounds = [
        {"ground": str(one.ground), "evidence": one.evidence} for one in decision.grounds.all()
    ]
    facts = ("outcome", "reasons", "signed_at", *_SUMS)
    return {**_one(decision, facts), "grounds": grounds}


def _message(case: Any, message: CaseMessage) -> dict[str, Any]:
    files = [
        {
            "name": one.file.name,
            "sha256": one.file.sha256,
            "address": reverse("case_attachment", args=[case.public_id, one.public_id]),
        }
        for one in message.attachments.all()
    ]
    who = None if message.from_desk else str(message.author)
    return {"at": message.created_at, "who": who, "text": message.text, "files": files}


def _event(event: Any) -> dict[str, Any]:
    names = {"at": "at", "from": "from_state", "to": "to_state", "who": "told_actor"}
    return {key: getattr(event, name) for key, name in (*names.items(), ("why", "told_reason"))}


def _each(rows: Iterable[Any], names: Iterable[str]) -> list[dict[str, Any]]:
    return [_one(one, names) for one in rows]


def _of(row: Any, names: Iterable[str]) -> dict[str, Any] | None:
    return _one(row, names) if row is not None else None


def _one(row: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
