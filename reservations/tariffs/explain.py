"""How a price comes about, as one line that can be reckoned again."""

from __future__ import annotations

from decimal import Decimal
from typing import Protocol

from django.utils.formats import number_format
from django.utils.translation import gettext as _


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


def explained(line: Priced, currency: str, units: int = 1) -> str:
    """Length × price per metre and year × months / 12 + units × one-off price = net."""
    sentence = _(
        "%(length)s m × %(lease)s %(currency)s per metre and year × %(months)d / 12 months"
        " + %(units)d × %(once)s %(currency)s once = %(net)s %(currency)s"
    )
    return sentence % {
        "length": number_format(line.length_m, 1, force_grouping=True),
        "lease": number_format(line.per_metre_year, 4),
        "months": line.months,
        "units": units,
        "once": number_format(line.one_off, 2, force_grouping=True),
        "net": number_format(line.net, 2, force_grouping=True),
        "currency": currency,
    }
