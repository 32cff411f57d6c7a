"""Offers: made by the desk, accepted while they stand and the capacity is there."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from gis.refusals import Refusal
from gis.retry import retried
from reservations.access import holding
from reservations.access.states import RequestState, refuse_unless
from reservations.access.steps import (
    move,
    refuse_over,
    require_applicant,
    require_desk,
    step,
    within,
)
from reservations.clocks.counting import over_at
from reservations.models import AccessRequest, Claim, Offer, OfferLine
from reservations.tariffs.quote import quote

LONGEST_DAYS = 365
USUAL_DAYS = 30
"""How long an offer stands where nobody says until when."""

LONGEST_NAME = 200


@retried
def make(
    *,
    request: AccessRequest,
    by: User,
    valid_until: dt.date | None = None,
    out_of_turn_reason: str = "",
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """Offer what the case asks for at the tariffs of today, and hold it as long as that stands.

    Without a last day it stands for `USUAL_DAYS`. Refusals: OUT_OF_TURN, NO_TARIFF,
    INVALID_PERIOD, and those of the ledger.
    """
    out_of_turn_reason = within(out_of_turn_reason, "outOfTurnReason")
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        if out_of_turn_reason and case.answered_at is None:
            case.out_of_turn_reason = out_of_turn_reason
        return _made(case, valid_until, by)


@retried
def replace(
    *,
    request: AccessRequest,
    by: User,
    valid_until: dt.date | None = None,
    version: int | None = None,
    reason: str = "",
) -> AccessRequest:
    """Take an open offer back and make a new one at the tariffs of today, or change nothing."""
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        return _made(_taken_back(case, _("There is no offer to replace.")), valid_until, by)


def _made(case: AccessRequest, last: dt.date | None, by: User) -> AccessRequest:
    refuse_unless(case.state, RequestState.OFFERED)
    refuse_over(case)
    claim = holding.claim_of(case)
    if not case.procedure.holds or claim is None:
        raise Refusal("NOTHING_ASKED", _("The request names nothing that has a price."))
    valid_until = last or timezone.localdate() + dt.timedelta(days=USUAL_DAYS)
    _refuse_bad_day(valid_until)
    _write(case, claim, valid_until, by)
    now = timezone.now()
    move(case, RequestState.OFFERED, answered_at=case.answered_at or now)
    holding.hold(case, claim, by, over_at(valid_until))
    return case


def _write(case: AccessRequest, claim: Claim, valid_until: dt.date, by: User) -> None:
    price = quote(claim, timezone.localdate())
    offer = Offer.objects.create(
        request=case,
        valid_until=valid_until,
        currency=price.currency,
        net=price.net,
        vat=price.vat,
        gross=price.gross,
        made_by=by,
        made_at=timezone.now(),
    )
    OfferLine.objects.bulk_create(
        OfferLine(
            offer=offer,
            position=position,
            tariff=line.tariff,
            length_m=line.length_m,
            months=line.months,
            per_metre_year=line.tariff.per_metre_year,
            one_off=line.tariff.one_off,
            net=line.net,
            vat_percent=line.tariff.vat_percent,
        )
        for position, line in enumerate(price.lines, start=1)
    )


def _refuse_bad_day(valid_until: dt.date) -> None:
    days = (valid_until - timezone.localdate()).days
    if not 0 <= days <= LONGEST_DAYS:
        message = _("An offer stands from today for at most %(days)d days.")
        raise Refusal("INVALID_PERIOD", message % {"days": LONGEST_DAYS}, "validUntil")


@retried
def accept(
    *, request: AccessRequest, name: str, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Accept the offer by name. Refusals: OFFER_EXPIRED, CONFLICT if something was lost."""
    with step(request, by, reason, version) as case:
        require_applicant(case, by)
        refuse_unless(case.state, RequestState.ACCEPTED)
        refuse_over(case)
        offer = Offer.objects.open().select_for_update().get(request=case)
        now = timezone.now()
        if timezone.localdate(now) > offer.valid_until:
            raise Refusal("OFFER_EXPIRED", _("The offer has run out. Ask for a new one."))
        offer.accepted_at, offer.accepted_by = now, by
        offer.accepted_name = _checked_name(name)
        offer.save(update_fields=["accepted_at", "accepted_by", "accepted_name"])
        move(case, RequestState.ACCEPTED)
        claim = holding.claim_of(case)
        assert claim is not None
        holding.hold(case, claim, by)
        return case


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not 1 <= len(name) <= LONGEST_NAME or "\0" in name:
        message = _("Say who accepts, in 1 to %(most)d characters.") % {"most": LONGEST_NAME}
        raise Refusal("REQUIRED", message, "name")
    return name


@retried
def withdraw(
    *, request: AccessRequest, by: User, version: int | None = None, reason: str = ""
) -> AccessRequest:
    """Take an offer back that is not accepted yet; the case is looked at again."""
    with step(request, by, reason, version) as case:
        require_desk(case, by)
        return _taken_back(case, _("There is no offer to take back."))


def _taken_back(case: AccessRequest, nothing: str) -> AccessRequest:
    if case.state != RequestState.OFFERED:
        raise Refusal("WRONG_STATE", nothing)
    Offer.objects.open().filter(request=case).update(withdrawn_at=timezone.now())
    return move(case, RequestState.IN_REVIEW)
