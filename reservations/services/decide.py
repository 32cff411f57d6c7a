"""What becomes of a hold: confirmed by an access officer, released, taken into use, ended."""

from __future__ import annotations

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.extras import DateRange

from accounts.models import Grant, User
from accounts.roles import Capability
from accounts.viewer import not_permitted, require
from assets.models import Cable, Duct, Segment, Site
from gis.refusals import NotFound, Refusal, unmoved, worded
from gis.retry import retried
from history.context import acting
from network.models import Effect, Holder
from network.services.settle import settle
from reservations.models import LIVE_STATES, Claim, ClaimState
from reservations.services.expiry import EMPTY, lock_holders

# A grant opens the claimed ducts, the segments between their two sites and the sites on the way.
_OPEN = """
    WITH stretch AS (
        SELECT u.duct_id, b.section_id FROM network_heldunit u
        CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
        WHERE u.holder_id = %(holder)s AND u.duct_id IS NOT NULL
    ), segment AS (
        SELECT DISTINCT s.segment_id AS id
        FROM stretch JOIN assets_ductsection s ON s.id = stretch.section_id
    ), site AS (
        SELECT g.start_site_id AS id FROM segment JOIN assets_segment g USING (id)
        UNION SELECT g.end_site_id FROM segment JOIN assets_segment g USING (id)
    ), cable AS (
        SELECT DISTINCT s.cable_id
        FROM network_heldunit u JOIN assets_strand s ON s.id = u.strand_id
        WHERE u.holder_id = %(holder)s
    ), opened_ducts AS (
        INSERT INTO assets_duct_grants (duct_id, grant_id)
        SELECT DISTINCT duct_id, %(grant)s::bigint FROM stretch
    ), opened_segments AS (
        INSERT INTO assets_segment_grants (segment_id, grant_id)
        SELECT id, %(grant)s FROM segment
    ), opened_cables AS (
        INSERT INTO assets_cable_grants (cable_id, grant_id)
        SELECT cable_id, %(grant)s FROM cable
    )
    INSERT INTO assets_site_grants (site_id, grant_id) SELECT id, %(grant)s FROM site
"""


@retried
def confirm(*, claim: Claim, by: User, version: int | None = None, reason: str = "") -> Claim:
    """Make a hold a reservation and open its plant to its organisation; access officers only."""
    require(by, Capability.CONFIRM)
    with worded(), acting(by, reason):
        return confirmed(_alone(_locked(claim, by, version)), by)


def confirmed(claim: Claim, by: User, case_reference: str = "") -> Claim:
    """A locked hold as a reservation, inside the caller's transaction."""
    if claim.current_state == ClaimState.EXPIRED:
        raise Refusal("HOLD_EXPIRED", _("The hold has run out. Reserve again."))
    _refuse_unless(claim, ClaimState.HELD)
    if claim.period.upper is not None and claim.period.upper <= timezone.localdate():
        raise Refusal("PERIOD_OVER", _("The time frame is over."), "period")
    Holder.objects.filter(pk=claim.holder_id).update(expires_at=None)
    claim.holder.expires_at = None
    claim.grant = _open(claim, case_reference or str(claim))
    return _decided(claim, ClaimState.CONFIRMED, by)


@retried
def start_use(*, claim: Claim, by: User, version: int | None = None, reason: str = "") -> Claim:
    """Note that the reserved capacity is used now; access officers only."""
    require(by, Capability.CONFIRM)
    with worded(), acting(by, reason):
        return used(_alone(_locked(claim, by, version)), by)


def used(claim: Claim, by: User) -> Claim:
    """A locked reservation as in use, inside the caller's transaction."""
    _refuse_unless(claim, ClaimState.CONFIRMED)
    Holder.objects.filter(pk=claim.holder_id).update(effect=Effect.OCCUPIED)
    return _decided(claim, ClaimState.IN_USE, by)


@retried
def release(*, claim: Claim, by: User, version: int | None = None, reason: str = "") -> Claim:
    """Give the capacity back from today on: by the organisation itself or an access officer."""
    own = by.can(Capability.RESERVE) and claim.organisation_id in by.organisation_ids
    if not (own or by.can(Capability.CONFIRM)):
        raise _no_release(claim, by)
    with worded(), acting(by, reason):
        return released(_alone(_locked(claim, by, version)), by)


def released(claim: Claim, by: User | None) -> Claim:
    """A locked reservation given back, inside the caller's transaction."""
    _refuse_unless(claim, *LIVE_STATES)
    in_use = claim.state == ClaimState.IN_USE
    _cut_short(claim)
    return _decided(claim, ClaimState.ENDED if in_use else ClaimState.RELEASED, by)


def _alone(claim: Claim) -> Claim:
    """What a case holds is decided with the case."""
    if claim.request_id is not None:
        message = _("This belongs to the request %(case)s and is decided there.")
        raise Refusal("PART_OF_A_REQUEST", message % {"case": claim.request})
    return claim


def _no_release(claim: Claim, by: User) -> Refusal:
    """Who may not see the reservation hears that there is none."""
    mine = claim.organisation_id in by.organisation_ids
    if mine or by.can(Capability.SEE_ALL_CLAIMS):
        return not_permitted(by, Capability.RESERVE if mine else Capability.CONFIRM)
    return NotFound("id")


def _locked(claim: Claim, by: User, version: int | None) -> Claim:
    """The claim, locked and fresh; the ducts it names are locked first, as everywhere."""
    lock_holders([claim.holder_id])
    fresh = (
        Claim.objects.visible_to(by)
        .select_related("holder", "organisation", "grant")
        .select_for_update(of=("self",))
        .filter(pk=claim.pk)
        .first()
    )
    return unmoved(fresh, version)


def _refuse_unless(claim: Claim, *states: ClaimState) -> None:
    if claim.state not in states:
        message = _("The reservation is %(state)s; this step is not possible any more.")
        state = ClaimState(claim.state)
        raise Refusal("WRONG_STATE", message % {"state": state.label}, state=state.value)


def _decided(claim: Claim, state: ClaimState, by: User | None) -> Claim:
    claim.state = state
    claim.decided_by, claim.decided_at = by, timezone.now()
    claim.version += 1
    claim.save()
    settle()
    return claim


def _open(claim: Claim, case_reference: str) -> Grant:
    today = timezone.localdate()
    grant = Grant.objects.create(
        organisation=claim.organisation,
        case_reference=case_reference,
        valid=DateRange(today, claim.period.upper),
    )
    with connection.cursor() as cursor:
        cursor.execute(_OPEN, {"holder": claim.holder_id, "grant": grant.pk})
    return grant


def narrow(claim: Claim) -> None:
    """Open by the claim's grant what the claim names now, and nothing else."""
    if claim.grant_id is None:
        return
    with connection.cursor() as cursor:
        for plant in (Duct, Segment, Site, Cable):
            table = plant.grants.through._meta.db_table  # type: ignore[attr-defined]
            cursor.execute(f'DELETE FROM "{table}" WHERE grant_id = %s', [claim.grant_id])
        cursor.execute(_OPEN, {"holder": claim.holder_id, "grant": claim.grant_id})


def _cut_short(claim: Claim) -> None:
    """Leave in the ledger what was held before today, and nothing from today on."""
    today = timezone.localdate()
    rest = until_today(claim.holder.period)
    Holder.objects.filter(pk=claim.holder_id).update(period=rest, expires_at=None)
    if claim.grant is not None:
        _close(claim, today)


def until_today(taken: DateRange) -> DateRange:
    """What the ledger keeps of a period of which the rest is given back today."""
    today = timezone.localdate()
    begun = not taken.isempty and taken.lower < today
    return DateRange(taken.lower, min(today, taken.upper)) if begun else EMPTY


def _close(claim: Claim, today: object) -> None:
    grant = claim.grant
    if grant.valid.lower < today:
        Grant.objects.filter(pk=grant.pk).update(valid=DateRange(grant.valid.lower, today))
        return
    claim.grant = None
    claim.save(update_fields=["grant"])
    grant.delete()
