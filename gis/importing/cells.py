"""Turn a delivered cell into what a field needs: numbers, dates, yes and no, in the spellings
met.
"""

import datetime
import re
from collections.abc import Callable
from math import isfinite
from typing import Any

from django.utils.translation import gettext_lazy as _

from gis.importing.targets import FieldKind

YES = {"t", "true", "1", "y", "yes", "ja", "j", "wahr", "oui", "tak", "si", "x"}
NO = {"f", "false", "0", "n", "no", "nein", "falsch", "non", "nie"}
DATES = (
    (re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T].*)?"), (1, 2, 3)),
    (re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?: .*)?"), (3, 2, 1)),
    (re.compile(r"(\d{4})(\d{2})(\d{2})"), (1, 2, 3)),
)
EARLIEST, LATEST = 1850, 2200


def to_text(value: Any) -> str:
    """Text of any cell; a whole number that was stored as 33.0 is "33" again."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()


def to_decimal(value: Any) -> float:
    """A finite number; text may have a decimal comma, and points or blanks between thousands
    with it.
    """
    if isinstance(value, str):
        value = _plain_number(value)
    number = float(value)
    if not isfinite(number):
        raise ValueError(value)
    return number


def _plain_number(text: str) -> str:
    """With a decimal point and nothing between thousands. Of point and comma the last is decimal;
    a single comma is; several points are not.
    """
    text = re.sub(r"[\s\u00a0\u202f'’]", "", text)
    point, comma = text.rfind("."), text.rfind(",")
    if comma > point or (comma >= 0 and point < 0):
        return text.replace(".", "").replace(",", ".")
    if comma >= 0 or text.count(".") > 1:
        return text.replace(",", "") if comma >= 0 else text.replace(".", "")
    return text


def to_integer(value: Any) -> int:
    """A whole number; 12.5 is none."""
    number = to_decimal(value)
    if not number.is_integer():
        raise ValueError(value)
    return int(number)


def to_boolean(value: Any) -> bool:
    """Yes or no in the languages met."""
    word = to_text(value).lower()
    if word not in YES | NO:
        raise ValueError(value)
    return word in YES


def to_date(value: Any) -> datetime.date:
    """A day, written year first or the German way; centuries that cannot be meant are refused."""
    text = to_text(value)
    for pattern, order in DATES:
        if match := pattern.fullmatch(text):
            day = datetime.date(*(int(match.group(group)) for group in order))
            if EARLIEST <= day.year <= LATEST:
                return day
    raise ValueError(value)


WORDS = {
    FieldKind.TEXT: _("text"),
    FieldKind.INTEGER: _("whole number"),
    FieldKind.DECIMAL: _("decimal number"),
    FieldKind.BOOLEAN: _("yes or no"),
    FieldKind.DATE: _("date"),
}
CONVERTERS: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.TEXT: to_text,
    FieldKind.INTEGER: to_integer,
    FieldKind.DECIMAL: to_decimal,
    FieldKind.BOOLEAN: to_boolean,
    FieldKind.DATE: to_date,
}


def converter(kind: FieldKind, factor: float | None) -> Callable[[Any], Any]:
    """The converter for ``kind``; a factor may round to the nearest whole number, nothing else
    does.
    """
    if factor is None:
        return CONVERTERS[kind]
    if kind is FieldKind.INTEGER:
        return lambda value: round(to_decimal(value) * factor)
    return lambda value: to_decimal(value) * factor
