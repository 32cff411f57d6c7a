"""How a price comes about, as one line that can be reckoned again."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from gis.numbers import rounded
from reservations.tariffs.quote import CENT


class Priced(Protocol):
    """A line of a quote, an estimate or an offer; prices in `currency`, lengths in metres."""

    length_m: Decimal
    months: int

    @property
    def per_metre_year(self) -> Decimal: ...

    @property
    def one_off(self) -> Decimal: ...

    @property
    def net(self) -> Decimal: ...


def price_in_words(per_metre_year: Decimal) -> str:
    """To the cent, or as fine as the tariff has it: 0,60, but 0,0125."""
    is_round = per_metre_year == per_metre_year.quantize(CENT)
    return number_format(per_metre_year, 2 if is_round else 4)


def explained(line: Priced, currency: str, units: int = 1) -> str:
    """Length × price per metre and year × months / 12 + units × one-off price = net."""
    sentence = _(
        "%(length)s m × %(lease)s %(currency)s per metre and year × %(months)d / 12 months"
        " + %(units)d × %(once)s %(currency)s once = %(net)s %(currency)s"
    )
    return sentence % {
        "length": rounded(line.length_m, 1),
        "lease": price_in_words(line.per_metre_year),
        "months": line.months,
        "units": units,
        "once": rounded(line.one_off, 2),
        "net": rounded(line.net, 2),
        "currency": currency,
    }
