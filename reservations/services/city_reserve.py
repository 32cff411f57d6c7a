"""What the city keeps of a bundle by the share of its class: n of its m tubes, by name."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import Viewer, require
from assets.models import Duct
from gis.refusals import Refusal
from gis.retry import retried
from history.context import acting
from network.periods import Period
from reservations.models import LIVE_STATES, CityReserve, Claim, ReserveShare
from reservations.services import decide
from reservations.services.requested import Stretch
from reservations.services.reserve import reserve


@dataclass(frozen=True)
class Kept:
    """Of `of` ducts that lie side by side `due` are to be kept, and `kept` are."""

    share: ReserveShare
    of: int
    due: int
    kept: int

    @property
    def missing(self) -> int:
        return max(self.due - self.kept, 0)


def of_bundle(bundle: Duct, viewer: Viewer) -> Kept | None:
    """What is to be kept of a bundle's tubes and what is; None where no share is in force."""
    require(viewer, Capability.SEE_ALL_CLAIMS)
    share = _share()
    tubes = list(_tubes(bundle))
    if share is None or not tubes:
        return None
    due = math.ceil(len(tubes) * share.percent / 100)
    return Kept(share, len(tubes), due, len(_kept(tubes)))


@retried
def set_aside(
    *, bundle: Duct, last: dt.date, by: User, organisation: str, reason: str = ""
) -> Claim:
    """Keep what the share of the class says of a bundle, from today to `last`, for the city.

    The free tubes with the highest numbers are kept, from end to end, as one reservation with the
    share's justification. Refusals: NO_SHARE; NOTHING_MISSING; CONFLICT where too few are free.
    """
    require(by, Capability.CONFIRM)
    kept = of_bundle(bundle, by)
    if kept is None:
        raise Refusal("NO_SHARE", _("No share of this class is kept by the city."), "bundle")
    if not kept.missing:
        raise Refusal("NOTHING_MISSING", _("The share of this bundle is kept already."), "bundle")
    period = Period(timezone.localdate(), last)
    with acting(by, reason):
        return _set_aside(bundle, kept, period, by, organisation)


def _set_aside(bundle: Duct, kept: Kept, period: Period, by: User, organisation: str) -> Claim:
    tubes = _free(bundle, period)[: kept.missing]
    if len(tubes) < kept.missing:
        message = _("Only %(free)d of the %(missing)d tubes that are missing are free.")
        numbers = {"free": len(tubes), "missing": kept.missing}
        raise Refusal("CONFLICT", message % numbers, "bundle", **numbers)
    claim = reserve(
        units=[Stretch(tube.pk, tube.start_site_id, tube.end_site_id) for tube in tubes],
        period=period,
        idempotency_key=f"share {kept.share.pk} {bundle.pk} {kept.kept} {period.first}",
        by=by,
        organisation=organisation,
        purpose=kept.share.justification[:300],
    )
    CityReserve.objects.create(claim=claim, share=kept.share)
    return decide.confirm(claim=claim, by=by)


def _share() -> ReserveShare | None:
    today = timezone.localdate()
    return ReserveShare.objects.filter(duct_class="tube", valid__contains=today).first()


def _tubes(bundle: Duct) -> QuerySet[Duct]:
    return bundle.tubes.in_use().order_by("-number")


def _kept(tubes: list[Duct]) -> set[int]:
    """Of these ducts, those that a reserve of the city names."""
    reserves = Claim.objects.filter(city_reserve__isnull=False, state__in=LIVE_STATES)
    named = reserves.values_list("holder__units__duct", flat=True)
    return {tube.pk for tube in tubes} & set(named)


def _free(bundle: Duct, period: Period) -> list[Duct]:
    """Tubes on which nothing stands in the ledger at any time of the period."""
    taken = Duct.objects.filter(
        sections__claim_lines__period__overlap=period.range, pk__in=_tubes(bundle)
    )
    return list(_tubes(bundle).exclude(pk__in=taken.values("pk")))
