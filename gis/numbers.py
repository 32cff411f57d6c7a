"""Numbers as people read them."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from django.utils.formats import number_format

_ANY = Context(prec=400)
"""Digits enough for every number that a column can hold."""


def rounded(value: float | Decimal, decimals: int) -> str:
    """To so many decimals, in groups of thousands, as the template filter `floatformat` rounds.

    `number_format` alone cuts off what is beyond: 1.96 km would be 1.9 km.
    """
    exact = Decimal(str(value))
    whole = exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP, _ANY)
    # Nothing is not below zero: -0.04 is 0.0.
    return number_format(whole + 0 if whole.is_zero() else whole, decimals, force_grouping=True)
