"""What a part of an accepted offer costs: its units at the prices that were offered."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from network.models import HeldUnit
from reservations.models import AccessRequest, Decision, Offer
from reservations.tariffs.quote import Line, Quote, kind_of, lengths_of


def accepted_offer(case: AccessRequest) -> Offer | None:
    return Offer.objects.open().filter(request=case, accepted_at__isnull=False).first()


def months_offered(case: AccessRequest) -> dict[str, int]:
    """By kind of unit the months that the accepted offer charges; empty where there is none."""
    offer = accepted_offer(case)
    lines = offer.lines.select_related("tariff") if offer else ()
    return {line.tariff.unit_kind: line.months for line in lines}


def quote_of_part(offer: Offer, units: Sequence[HeldUnit]) -> Quote:
    """A line for each of the units, which one holder names; later tariffs change nothing.

    Of a kind of unit all lines of an offer have one tariff and one number of months.
    """
    prices = {line.tariff.unit_kind: line for line in offer.lines.select_related("tariff")}
    lengths = lengths_of(units[0].holder_id) if units else {}
    lines = ((prices[kind_of(unit)], lengths[unit.pk]) for unit in units)
    return Quote(tuple(Line(price, length, price.months) for price, length in lines))


def positions_refused(decision: Decision, offer: Offer | None) -> list[int]:
    """The lines of the offer that a partial grant leaves out; none where ducts were cut since.

    Lines are in the order of the units, which an applicant knows by no other name.
    """
    asked = sorted(decision.asked_units)
    if offer is None or offer.lines.count() != len(asked):
        return []
    refused = set(decision.refused_units)
    return [position for position, unit in enumerate(asked, start=1) if unit in refused]


def price_of_part(offer: Offer, units: Sequence[HeldUnit]) -> dict[str, Decimal]:
    """`net`, `vat` and `gross` of the units; never more than was offered for all of them.

    A duct that was cut since is several units, each of which has the one-off price.
    """
    part = quote_of_part(offer, units)
    cheaper = part if part.gross <= offer.gross else offer
    return {"net": cheaper.net, "vat": cheaper.vat, "gross": cheaper.gross}
