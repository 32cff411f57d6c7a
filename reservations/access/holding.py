"""What a case holds in the ledger: named, held, granted, given back; inside the case's transaction.

A case has one claim whose units are what it asks for. Until it is held the claim names them and
takes nothing, but follows cuts and splits like every other. What a partial grant leaves out becomes
a claim of its own that is released, so that it can still be told what was asked for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.conf import settings
from django.db import DatabaseError, transaction
from django.db.models import Case, Exists, OuterRef, When
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Membership, Organisation, User
from assets.services import lock
from gis.refusals import Refusal, refusal_from
from network.models import Effect, HeldUnit, Holder, HolderKind
from network.periods import Period
from network.services.settle import settle
from reservations.models import LIVE_STATES, AccessRequest, Claim, ClaimState
from reservations.services import decide
from reservations.services.conflicts import conflict_refusal
from reservations.services.expiry import EMPTY, end_overdue_on, lock_holders
from reservations.services.requested import SingleStrand, Stretch, Unit, digest
from reservations.services.reserve import TAKEN

_UNHELD = (ClaimState.REQUESTED, ClaimState.EXPIRED)
_OF_A_PART = ""
"""The digest of a claim that nobody named: what a partial grant or return has split off."""

_SHOWN_FIRST = (
    Case(When(state__in=(*_UNHELD, *LIVE_STATES), then=0), default=1),
    Case(When(request_digest=_OF_A_PART, then=1), default=0),
    "-pk",
)


def claim_of(case: AccessRequest) -> Claim | None:
    """The claim that the case lives by: the one that is not released."""
    return _claims(case).filter(state__in=(*_UNHELD, *LIVE_STATES)).order_by("-pk").first()


def claim_to_show(case: AccessRequest) -> Claim | None:
    """What both doors show: the claim that the case lives by, else the one it lived by last.

    Parts that were refused or given back early have claims of their own, which are newer, and
    what was named before it was changed has older ones; neither tells what the case was about.
    """
    return _claims(case).order_by(*_SHOWN_FIRST).first()


def claims_to_show(cases: Collection[AccessRequest]) -> dict[int, Claim]:
    """By case; those without a claim are missing."""
    rows = Claim.objects.filter(request__in=cases).order_by("request_id", *_SHOWN_FIRST)
    return {claim.request_id: claim for claim in rows.distinct("request_id")}  # type: ignore[misc]


def _claims(case: AccessRequest) -> Any:
    """All of the case; each says `by_applicant`: whether who named it belongs to the applicant."""
    applicants = Membership.objects.filter(
        user=OuterRef("requested_by"), user__is_active=True, organisation=case.organisation_id
    )
    claims = Claim.objects.filter(request=case).select_related("holder", "organisation", "grant")
    return claims.annotate(by_applicant=Exists(applicants))


def units_of(claim: Claim) -> list[Unit]:
    """What the claim names, as it may have been cut since."""
    rows = HeldUnit.objects.filter(holder=claim.holder_id).select_related("strand").order_by("pk")
    return [_unit(row) for row in rows]


def _unit(row: HeldUnit) -> Unit:
    if row.strand is not None:
        return SingleStrand(row.strand_id, row.strand.cable_id)  # type: ignore[arg-type]
    return Stretch(
        row.duct_id,  # type: ignore[arg-type]
        row.from_site_id,  # type: ignore[arg-type]
        row.to_site_id,  # type: ignore[arg-type]
        row.cable_outer_mm,
    )


def name(case: AccessRequest, units: Sequence[Unit], by: User, length_m: float | None) -> Claim:
    """Note what the case asks for; what was named before is given up."""
    former = claim_of(case)
    if former is not None:
        give_up(former)
    period = Period.of_range(case.period)
    assert period is not None
    lock.ducts({unit.duct_id for unit in units if isinstance(unit, Stretch)})
    claim = written(case, ClaimState.REQUESTED, EMPTY, by)
    claim.length_m, claim.request_digest = length_m, digest(units, period, case.organisation)
    claim.save(update_fields=["length_m", "request_digest"])
    HeldUnit.objects.bulk_create(unit.unit(claim.holder) for unit in units)
    settle()
    return claim


def follow_period(case: AccessRequest, by: User) -> None:
    """Name what the case asks for in its new period; what was held is held in that, or refused.

    Held no longer than before: else a hold would last as long as somebody moves its period.
    """
    claim = claim_of(case)
    if claim is None or claim.period == case.period:
        return
    was_held = claim.current_state == ClaimState.HELD
    again = name(case, units_of(claim), by, claim.length_m)
    if was_held:
        hold(case, again, by, claim.expires_at)


def written(case: AccessRequest, state: ClaimState, held: object, by: User) -> Claim:
    """A further claim of the case; `held` is the period that its holder takes."""
    number = Claim.objects.filter(request=case).count() + 1
    holder = Holder.objects.create(
        kind=HolderKind.CLAIM,
        organisation=case.organisation,
        effect=Effect.RESERVED,
        period=held,
    )
    return Claim.objects.create(
        holder=holder,
        organisation=case.organisation,
        request=case,
        state=state,
        period=case.period,
        purpose=case.subject,
        idempotency_key=f"request {case.public_id} {number}",
        request_digest=_OF_A_PART,
        requested_by=by,
    )


def hold(
    case: AccessRequest,
    claim: Claim,
    by: User,
    until: dt.datetime | None = None,
    *,
    limited: bool = False,
) -> Claim:
    """Hold what the claim names until a moment; a hold that exists lasts as long from now on.

    Refusals: CONFLICT where something of it was taken meanwhile; where it is `limited`,
    TOO_MANY_HOLDS.
    """
    expires = until or timezone.now() + dt.timedelta(days=settings.REQUEST_HOLD_DAYS)
    organisation = Organisation.objects.select_for_update(no_key=True).get(pk=case.organisation_id)
    claim = locked(claim)
    if claim.current_state != ClaimState.HELD:
        if limited:
            _refuse_too_many(organisation)
        end_overdue_on(units_of(claim))
        claim.refresh_from_db(fields=["state", "version"])
    try:
        with transaction.atomic():
            _take(claim, expires)
    except DatabaseError as error:
        raise why_not(claim, error, by) from error
    return claim


def locked(claim: Claim) -> Claim:
    """The claim, fresh; the ducts that it names are locked before it."""
    lock_holders([claim.holder_id])
    rows = Claim.objects.select_related("holder", "organisation", "grant", "request")
    return rows.select_for_update(of=("self",)).get(pk=claim.pk)


def _take(claim: Claim, expires: dt.datetime) -> None:
    Holder.objects.filter(pk=claim.holder_id).update(period=claim.period, expires_at=expires)
    claim.holder.period, claim.holder.expires_at = claim.period, expires
    claim.state = ClaimState.HELD
    claim.version += 1
    claim.save(update_fields=["state", "version"])
    settle()


def why_not(claim: Claim, error: DatabaseError, by: User) -> Exception:
    """The refusal for what the ledger did not take: who stands in the way, as far as `by` sees."""
    refusal = refusal_from(error)
    if refusal is None:
        return error
    if refusal.details.get("constraint") in TAKEN:
        period = Period.of_range(claim.period)
        assert period is not None
        return conflict_refusal(units_of(claim), period, by)
    return refusal


def _refuse_too_many(organisation: Organisation) -> None:
    held = Claim.objects.filter(organisation=organisation, request__isnull=False)
    count = held.filter(state=ClaimState.HELD, holder__expires_at__gt=timezone.now()).count()
    if count >= settings.MAX_HELD_REQUESTS:
        message = _(
            "Your organisation already holds capacity by %(held)d requests, the most it may."
        )
        limit = settings.MAX_HELD_REQUESTS
        raise Refusal("TOO_MANY_HOLDS", message % {"held": count}, limit=limit)


def lock_named(case: AccessRequest) -> None:
    """Let nobody cut what the case names until its transaction is over."""
    claim = claim_of(case)
    if claim is not None:
        locked(claim)


def make_ready(case: AccessRequest, by: User, refused: Collection[int] = ()) -> None:
    """Hold what will be granted; the refused units become a claim of their own."""
    claim = claim_of(case)
    if claim is None:
        raise Refusal("NOTHING_ASKED", _("The request names nothing that could be granted."))
    if refused:
        _split_off(case, locked(claim), refused, by)
    hold(case, claim, by)


def grant(case: AccessRequest, by: User) -> None:
    """Confirm what the case holds and open it to its organisation."""
    claim = claim_of(case)
    assert claim is not None
    decide.confirmed(locked(claim), by, str(case))


def _split_off(case: AccessRequest, claim: Claim, refused: Collection[int], by: User) -> None:
    left_out = written(case, ClaimState.RELEASED, EMPTY, by)
    HeldUnit.objects.filter(holder=claim.holder_id, pk__in=refused).update(holder=left_out.holder)
    # That of the whole route, which it names no more.
    claim.length_m = None
    claim.save(update_fields=["length_m"])
    settle()


def start_use(case: AccessRequest, by: User) -> None:
    claim = claim_of(case)
    if claim is not None:
        decide.used(locked(claim), by)


def let_go(case: AccessRequest, by: User | None) -> None:
    """Give back whatever the case holds."""
    claim = claim_of(case)
    if claim is None:
        return
    claim = locked(claim)
    if claim.state in LIVE_STATES:
        decide.released(claim, by)
    else:
        give_up(claim)


def give_up(claim: Claim) -> None:
    """End a claim that is only named or held, not granted."""
    claim = locked(claim)
    Holder.objects.filter(pk=claim.holder_id).update(period=EMPTY, expires_at=None)
    claim.state = ClaimState.RELEASED
    claim.version += 1
    claim.save(update_fields=["state", "version"])
    settle()
