"""Claims by rows alone, as any writer of the database could make them."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from psycopg2.extras import DateRange

from accounts.models import Organisation
from assets.models import Duct, Site, Strand
from network.models import ClaimLine, HeldUnit, Holder
from network.services.settle import settle

YEAR = DateRange(dt.date(2027, 1, 1), dt.date(2028, 1, 1))
NEXT_YEAR = DateRange(dt.date(2028, 1, 1), dt.date(2029, 1, 1))


def new_holder(organisation: Organisation, period: DateRange = YEAR) -> Holder:
    return Holder.objects.create(
        kind="claim", organisation=organisation, effect="reserved", period=period
    )


def claim(
    organisation: Organisation,
    duct: Duct,
    start: Site,
    end: Site,
    *,
    period: DateRange = YEAR,
    cable_outer_mm: float | None = None,
) -> Holder:
    """Hold a stretch of a duct: whole, or room for a cable."""
    with transaction.atomic():
        holder = new_holder(organisation, period)
        HeldUnit.objects.create(
            holder=holder,
            duct=duct,
            from_site=start,
            to_site=end,
            cable_outer_mm=cable_outer_mm,
        )
        settle()
    return holder


def claim_strand(organisation: Organisation, strand: Strand, period: DateRange = YEAR) -> Holder:
    with transaction.atomic():
        holder = new_holder(organisation, period)
        HeldUnit.objects.create(holder=holder, strand=strand)
        settle()
    return holder


def lines_of(holder: Holder) -> list[tuple[str, str, bool, bool]]:
    """(duct code, segment code, exclusive, inside) of a holder's lines, in order."""
    rows = ClaimLine.objects.filter(holder=holder).order_by(
        "section__duct__code", "section__segment__code"
    )
    return list(
        rows.values_list("section__duct__code", "section__segment__code", "exclusive", "inside")
    )
