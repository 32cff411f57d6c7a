"""Hold capacity: a route, ducts or strands, whole or not at all, once per idempotency key."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Organisation, User
from assets.models import Cable, Strand
from assets.services import lock
from gis.refusals import NotFound, Refusal, refusal_from
from gis.retry import retried
from history.context import acting
from network.models import Effect, HeldUnit, Holder, HolderKind
from network.periods import Period
from network.services.settle import settle
from reservations.models import Claim, ClaimState
from reservations.services.conflicts import conflict_refusal
from reservations.services.expiry import end_overdue_on
from reservations.services.requested import (
    SingleStrand,
    Stretch,
    Unit,
    checked_key,
    digest,
    organisation_for,
)

TAKEN = {"section_not_booked_twice", "strand_not_booked_twice", "claimed_room_within_limit"}


@dataclass(frozen=True)
class _Request:
    units: Sequence[Unit]
    period: Period
    key: str
    fingerprint: str
    organisation: Organisation
    by: User
    purpose: str
    length_m: float | None


def reserve(
    *,
    units: Sequence[Unit],
    period: Period,
    idempotency_key: str,
    by: User,
    organisation: str | None = None,
    purpose: str = "",
    length_m: float | None = None,
) -> Claim:
    """Hold all the units for the period, or none of them.

    The same key with the same request answers the claim that exists. Raises `Refusal` with one of
    NOT_PERMITTED, INVALID_IDEMPOTENCY_KEY, IDEMPOTENCY_CONFLICT, TOO_MANY_HOLDS, STALE_ROUTE, or
    CONFLICT, whose `details["conflicts"]` say which units are taken until when, and whose if `by`
    may see it.
    """
    key = checked_key(idempotency_key)
    holding_for = organisation_for(by, organisation)
    fingerprint = digest(units, period, holding_for)
    request = _Request(units, period, key, fingerprint, holding_for, by, purpose, length_m)
    try:
        return _hold(request)
    except DatabaseError as error:
        refusal = refusal_from(error)
        if refusal is None:
            raise
        if refusal.details.get("constraint") in TAKEN:
            refusal = conflict_refusal(units, period, by)
        raise refusal from error


@retried
def _hold(request: _Request) -> Claim:
    with acting(request.by, request.purpose):
        # One reservation of an organisation at a time: its limit and its keys are counted here.
        organisation = Organisation.objects.select_for_update(no_key=True).get(
            pk=request.organisation.pk
        )
        known = _known(request)
        if known is not None:
            return known
        _refuse_too_many_holds(organisation)
        _lock(request.units)
        end_overdue_on(request.units)
        claim = _write(request)
        settle()
        return claim


def _lock(units: Sequence[Unit]) -> None:
    """Lock what the units name; a `Refusal` STALE_ROUTE if something of it is gone."""
    ducts = {unit.duct_id for unit in units if isinstance(unit, Stretch)}
    cables = {unit.cable_id for unit in units if isinstance(unit, SingleStrand)}
    if len(lock.ducts(ducts)) < len(ducts) or len(lock.cables(cables)) < len(cables):
        message = _("The route has changed since you asked for it. Ask for a route again.")
        raise Refusal("STALE_ROUTE", message)


def _known(request: _Request) -> Claim | None:
    claim = (
        Claim.objects.select_related("holder", "organisation")
        .filter(organisation=request.organisation, idempotency_key=request.key)
        .first()
    )
    if claim is not None and claim.request_digest != request.fingerprint:
        message = _("This idempotency key was used for another request.")
        raise Refusal("IDEMPOTENCY_CONFLICT", message, "idempotencyKey")
    return claim


def _refuse_too_many_holds(organisation: Organisation) -> None:
    usual = settings.MAX_HOLDS_PER_ORGANISATION
    limit = usual if organisation.max_holds is None else organisation.max_holds
    held = Claim.objects.filter(
        organisation=organisation,
        state=ClaimState.HELD,
        holder__expires_at__gt=timezone.now(),
    ).count()
    if held >= limit:
        message = _(
            "Your organisation already holds %(held)d unconfirmed reservations, the most it may."
        )
        raise Refusal("TOO_MANY_HOLDS", message % {"held": held}, limit=limit)


def _write(request: _Request) -> Claim:
    holder = Holder.objects.create(
        kind=HolderKind.CLAIM,
        organisation=request.organisation,
        effect=Effect.RESERVED,
        period=request.period.range,
        expires_at=timezone.now() + dt.timedelta(days=settings.HOLD_DAYS),
    )
    HeldUnit.objects.bulk_create(unit.unit(holder) for unit in request.units)
    return Claim.objects.create(
        holder=holder,
        organisation=request.organisation,
        state=ClaimState.HELD,
        period=request.period.range,
        purpose=request.purpose,
        length_m=request.length_m,
        idempotency_key=request.key,
        request_digest=request.fingerprint,
        requested_by=request.by,
    )


def reserve_strands(
    *,
    cable: Cable,
    numbers: Sequence[int],
    period: Period,
    idempotency_key: str,
    by: User,
    organisation: str | None = None,
    purpose: str = "",
) -> Claim:
    """Hold the strands of these numbers in a cable."""
    wanted = set(numbers)
    strands = Strand.objects.filter(cable=cable, number__in=wanted).order_by("number")
    units = [SingleStrand(pk, cable.pk) for pk in strands.values_list("pk", flat=True)]
    if not wanted or len(units) != len(wanted):
        raise NotFound("strands")
    return reserve(
        units=units,
        period=period,
        idempotency_key=idempotency_key,
        by=by,
        organisation=organisation,
        purpose=purpose,
    )
