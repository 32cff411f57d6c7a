"""What a claim costs by the tariffs of a day; pure arithmetic in Decimal, rounded once a line."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from django.db import connection
from django.utils.translation import gettext as _

from gis.refusals import Refusal
from network.models import HeldUnit
from network.periods import Period
from reservations.clocks.counting import Span, Unit, last_day_of_term
from reservations.models import Claim, OfferLine
from reservations.models.tariff import PricedUnit, Tariff

CENT = Decimal("0.01")
DECIMETRE = Decimal("0.1")

# A strand is as long as its cable. Segments carry geodesic lengths.
_LENGTHS = """
    SELECT u.id, sum(g.length_m) FROM network_heldunit u
    CROSS JOIN LATERAL network_sections_between(u.duct_id, u.from_site_id, u.to_site_id) b
    JOIN assets_ductsection s ON s.id = b.section_id JOIN assets_segment g ON g.id = s.segment_id
    WHERE u.holder_id = ANY(%(holders)s) AND u.duct_id IS NOT NULL GROUP BY u.id
    UNION ALL
    SELECT u.id, sum(g.length_m) FROM network_heldunit u
    JOIN assets_strand t ON t.id = u.strand_id
    JOIN assets_cablesection s ON s.cable_id = t.cable_id
    JOIN assets_segment g ON g.id = s.segment_id
    WHERE u.holder_id = ANY(%(holders)s) GROUP BY u.id
"""


@dataclass(frozen=True)
class Line:
    """`net` = length × price per metre and year × months / 12 + units × one-off price.

    What goes `on` after it was granted has paid the one-off price already. Prices are those of a
    tariff or of what was offered by it.
    """

    tariff: Tariff | OfferLine
    length_m: Decimal
    months: int
    on: bool = False
    units: int = 1

    @property
    def net(self) -> Decimal:
        lease = self.length_m * self.tariff.per_metre_year * self.months / 12
        return (lease + self.units * self.one_off).quantize(CENT, ROUND_HALF_UP)

    @property
    def one_off(self) -> Decimal:
        return Decimal(0) if self.on else self.tariff.one_off

    @property
    def per_metre_year(self) -> Decimal:
        return self.tariff.per_metre_year

    @property
    def vat_percent(self) -> Decimal:
        return self.tariff.vat_percent


@dataclass(frozen=True)
class Quote:
    lines: tuple[Line, ...]

    @property
    def net(self) -> Decimal:
        return sum((line.net for line in self.lines), Decimal(0))

    @property
    def vat(self) -> Decimal:
        """Of the sum of each rate, as invoices count it."""
        sums: dict[Decimal, Decimal] = defaultdict(Decimal)
        for line in self.lines:
            sums[line.tariff.vat_percent] += line.net
        taxes = ((net * rate / 100).quantize(CENT, ROUND_HALF_UP) for rate, net in sums.items())
        return sum(taxes, Decimal(0))

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat

    @property
    def currency(self) -> str:
        return self.lines[0].tariff.currency


def quote(claim: Claim, on: dt.date) -> Quote:
    """The price of what a claim names, by the tariffs of a day.

    Refusals: NO_TARIFF where a kind of unit has none; MIXED_CURRENCIES.
    """
    period = Period.of_range(claim.period)
    assert period is not None
    tariffs = {one.unit_kind: one for one in Tariff.objects.filter(valid__contains=on)}
    lengths = lengths_of(claim.holder_id)
    units = HeldUnit.objects.filter(holder=claim.holder_id).select_related("duct__type")
    lines = [_line(unit, tariffs, lengths, period) for unit in units.order_by("pk")]
    if len({line.tariff.currency for line in lines}) > 1:
        raise Refusal("MIXED_CURRENCIES", _("The tariffs are in different currencies."))
    return Quote(tuple(lines))


def quote_of_extension(
    claim: Claim, last: dt.date, on: dt.date, offered: Mapping[str, int]
) -> Quote:
    """The price of keeping what a claim names until a later last day.

    Months that the longer period has begun beyond those already paid for, by the
    tariffs of a day; nothing one-off again. `offered`: by kind of unit the months of the accepted
    offer, which a minimum term of its day made more than the period has. Refusals as for `quote`.
    """
    period = Period.of_range(claim.period)
    assert period is not None
    begun, longer = months_of(period), months_of(Period(period.first, last))

    def further(line: Line) -> Line:
        paid = max(begun, offered.get(line.tariff.unit_kind, 0))  # type: ignore[union-attr]
        return replace(line, months=max(longer - paid, 0), on=True)

    return Quote(tuple(further(line) for line in quote(claim, on).lines))


def months_of(period: Period) -> int:
    """How many months a period has begun, each from its first day on."""
    months = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month
    months = max(months, 1)
    while last_day_of_term(Span(months, Unit.MONTHS), period.first) < period.last:
        months += 1
    return months


def kind_of(unit: HeldUnit) -> PricedUnit:
    if unit.duct is None:
        return PricedUnit.STRAND
    if unit.cable_outer_mm is not None:
        return PricedUnit.ROOM
    return PricedUnit(unit.duct.type.kind)


def _line(
    unit: HeldUnit, tariffs: Mapping[str, Tariff], lengths: Mapping[int, Decimal], period: Period
) -> Line:
    kind = kind_of(unit)
    tariff = tariffs.get(kind)
    if tariff is None:
        message = _("There is no tariff in force for: %(kind)s.")
        raise Refusal("NO_TARIFF", message % {"kind": kind.label})
    months = max(months_of(period), tariff.minimum_months)
    return Line(tariff, lengths.get(unit.pk, Decimal(0)), months)


def lengths_of(*holders: int) -> dict[int, Decimal]:
    """Of each unit that holders name: metres along its sections, or along its cable."""
    with connection.cursor() as cursor:
        cursor.execute(_LENGTHS, {"holders": list(holders)})
        rows: Sequence[tuple[int, float | None]] = cursor.fetchall()
    return {unit: Decimal(length or 0).quantize(DECIMETRE, ROUND_HALF_UP) for unit, length in rows}
