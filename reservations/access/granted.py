"""What becomes of granted capacity: kept longer, given back in part; in the case's transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import DatabaseError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.extras import DateRange

from accounts.models import Grant, User
from gis.refusals import Refusal
from network.models import HeldUnit, Holder
from network.services.settle import settle
from reservations.access import holding
from reservations.models import AccessRequest, Claim, ClaimState
from reservations.services import decide
from reservations.services.expiry import end_overdue_on


def claim(case: AccessRequest) -> Claim:
    """What the case holds in the ledger. Refusal NOTHING_ASKED where its kind holds nothing."""
    found = holding.claim_of(case)
    if found is None:
        raise Refusal("NOTHING_ASKED", _("The request holds nothing."))
    return found


def units(case: AccessRequest) -> QuerySet[HeldUnit]:
    """What was granted and not given back; nothing for a case that holds nothing."""
    found = holding.claim_of(case)
    rows = HeldUnit.objects.select_related("duct", "from_site", "to_site", "strand__cable")
    return rows.filter(holder=found.holder_id).order_by("pk") if found else rows.none()


def prolong(case: AccessRequest, by: User) -> None:
    """Hold it and show it to the organisation as long as the case says now."""
    held = holding.locked(claim(case))
    end_overdue_on(holding.units_of(held))
    held.period = case.period
    held.version += 1
    try:
        with transaction.atomic():
            held.save(update_fields=["period", "version"])
            _show_until(held, case.period.upper)
            Holder.objects.filter(pk=held.holder_id).update(period=case.period)
            settle()
    except DatabaseError as error:
        raise holding.why_not(held, error, by) from error


def _show_until(held: Claim, end: dt.date) -> None:
    if held.grant is not None:
        sight = DateRange(held.grant.valid.lower, end)
        Grant.objects.filter(pk=held.grant_id).update(valid=sight)


def give_back(case: AccessRequest, numbers: Collection[int], by: User) -> None:
    """Move these units to a claim of their own that is over, and close their plant."""
    held = holding.locked(claim(case))
    in_use = held.state == ClaimState.IN_USE
    over = ClaimState.ENDED if in_use else ClaimState.RELEASED
    returned = holding.written(case, over, decide.until_today(held.holder.period), by)
    Holder.objects.filter(pk=returned.holder_id).update(effect=held.holder.effect)
    returned.decided_by, returned.decided_at = by, timezone.now()
    returned.save(update_fields=["decided_by", "decided_at"])
    HeldUnit.objects.filter(holder=held.holder_id, pk__in=numbers).update(holder=returned.holder)
    decide.narrow(held)
    held.version += 1
    held.length_m = None
    held.save(update_fields=["version", "length_m"])
