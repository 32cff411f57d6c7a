"""Cases as rows of a file: what was received in a time, and what became of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Concat, Upper
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from reservations.access.states import RequestState
from reservations.models import AccessRequest, DecisionGround, DecisionOutcome, Offer, RequestKind

_PART = 2_000


def headings() -> list[str]:
    return [
        _("Number"),
        _("Receipt"),
        _("Kind"),
        _("State"),
        _("Applicant"),
        _("Subject"),
        _("Received"),
        _("Complete"),
        _("Answered"),
        _("Decided"),
        _("Outcome"),
        _("Grounds"),
        _("Net"),
        _("Currency"),
    ]


def rows(viewer: Viewer, first: dt.date, last: dt.date) -> Iterator[list[Any]]:
    """One row a case, in the order of receipt; read in parts."""
    begin = timezone.make_aware(dt.datetime.combine(first, dt.time.min))
    end = timezone.make_aware(dt.datetime.combine(last, dt.time.max))
    found = AccessRequest.objects.at_desk(viewer).filter(received_at__range=(begin, end))
    accepted = Offer.objects.open().filter(request=OuterRef("pk"), accepted_at__isnull=False)
    reference = Concat("ground__paragraph", Value(" "), Upper("ground__basis"))
    grounds = DecisionGround.objects.filter(decision__request=OuterRef("pk")).order_by()
    grounds = grounds.values("decision").annotate(text=StringAgg(reference, "; "))
    values = found.annotate(
        name=F("organisation__name"),
        signed=F("decision__signed_at"),
        outcome=F("decision__outcome"),
        grounds_text=Subquery(grounds.values("text")),
        net=Subquery(accepted.values("net")[:1]),
        currency=Subquery(accepted.values("currency")[:1]),
    ).order_by("receipt")
    for one in values.iterator(chunk_size=_PART):
        yield _row(one)


def _row(case: Any) -> list[Any]:
    outcome = DecisionOutcome(case.outcome).label if case.signed else ""
    days = (case.received_at, case.complete_at, case.answered_at, case.signed)
    return [
        str(case),
        case.receipt,
        str(RequestKind(case.kind).label),
        str(RequestState(case.state).label),
        case.name,
        case.subject,
        *(timezone.localdate(day).isoformat() if day else "" for day in days),
        str(outcome),
        case.grounds_text or "" if case.signed else "",
        case.net if case.net is not None else "",
        case.currency or "",
    ]
