"""What a found route would cost: reckoned by the tariffs of today, not binding."""

from __future__ import annotations

from typing import TYPE_CHECKING

import graphene
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.roles import Capability
from registry_api.plan import Column, Concept, Inner, Row, ToOne
from reservations.tariffs.estimate import estimates
from reservations.tariffs.explain import explained
from reservations.tariffs.quote import Line, Quote

if TYPE_CHECKING:
    from registry_api.plan.loader import Loader
    from registry_api.plan.planner import Edge


class EstimateLine(Concept):
    """All units of one tariff together."""

    tariff = ToOne("tariff.Tariff", required=True, description="By which it was reckoned.")
    units = Column(graphene.Int, required=True, description="How many ducts, or rooms in ducts.")
    length_m = Column(
        graphene.Decimal, required=True, description="Of all together; rounded for partners."
    )
    months = Column(graphene.Int, required=True)
    per_metre_year = Column(graphene.Decimal, required=True)
    one_off = Column(graphene.Decimal, required=True)
    net = Column(graphene.Decimal, required=True)
    vat_percent = Column(graphene.Decimal, required=True)
    explanation = Column(graphene.String, required=True, description="How it comes about.")


class Estimate(Concept):
    """A price that binds nobody: only an offer does."""

    is_binding = Column(graphene.Boolean, required=True, description="Never.")
    notice = Column(graphene.String, required=True, description="Says so, for people.")
    reckoned_on = Column(graphene.Date, required=True, description="By the tariffs of this day.")
    currency = Column(graphene.String, required=True)
    net = Column(graphene.Decimal, required=True)
    vat = Column(graphene.Decimal, required=True)
    gross = Column(graphene.Decimal, required=True)
    lines = Inner("estimate.EstimateLine", many=True)


class RoutePrice(Inner):
    """Reckoned for all routes at once, and only if it is asked for."""

    def load(self, edge: Edge, rows: list[Row], loader: Loader) -> None:
        exact = loader.viewer.can(Capability.SEE_EXACT_PLANT)
        units = [row["units"] for row in rows]
        today = timezone.localdate()
        found = estimates(units, rows[0]["period"], today, exact=exact)
        for row, price in zip(rows, found, strict=True):
            row[self.attname] = None if price is None else _told(price) | {"reckoned_on": today}
        super().load(edge, rows, loader)


def _told(price: Quote) -> Row:
    return {
        "is_binding": False,
        "notice": _("Not binding: the price is that of the offer, by the tariffs of its day."),
        "currency": price.currency,
        "net": price.net,
        "vat": price.vat,
        "gross": price.gross,
        "lines": [_line(line, price.currency) for line in price.lines],
    }


def _line(line: Line, currency: str) -> Row:
    return {
        "tariff_id": line.tariff.pk,
        "units": line.units,
        "length_m": line.length_m,
        "months": line.months,
        "per_metre_year": line.per_metre_year,
        "one_off": line.one_off,
        "net": line.net,
        "vat_percent": line.vat_percent,
        "explanation": explained(line, currency, line.units),
    }
