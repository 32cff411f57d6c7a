"""What the city keeps, for the desk: the shares in force and the reservations that keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from reservations.models import LIVE_STATES, CityReserve, ReserveShare

MOST = 100


@dataclass(frozen=True)
class ShareInForce:
    """A share with how many reservations keep it now, of how many ducts."""

    share: ReserveShare
    reserves: int
    ducts: int


def shares() -> list[ShareInForce]:
    """The shares in force today, by class."""
    today = timezone.localdate()
    rows = ReserveShare.objects.filter(valid__contains=today).order_by("duct_class")
    counted = {
        share: (reserves, ducts)
        for share, reserves, ducts in CityReserve.objects.filter(claim__state__in=LIVE_STATES)
        .values_list("share__duct_class")
        .annotate(reserves=Count("claim", distinct=True), ducts=Count("claim__holder__units"))
    }
    return [ShareInForce(one, *counted.get(one.duct_class, (0, 0))) for one in rows]


def newest() -> Sequence[CityReserve]:
    """The reserves that are kept now, the newest first."""
    rows = CityReserve.objects.filter(claim__state__in=LIVE_STATES)
    rows = rows.select_related("share", "claim__organisation", "claim__requested_by")
    return rows.prefetch_related("claim__holder__units__duct").order_by("-pk")[:MOST]
