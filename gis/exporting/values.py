"""Values of columns as people read them and as files hold them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gis.numbers import rounded
from gis.tables import Column

_OPENING = "=+-@＝＋－＠"
"""Some programs read the full-width twins as formulas, too."""

DANGEROUS = (*_OPENING, "\t", "\r", "\n")
"""First characters by which a spreadsheet takes a text for a formula (OWASP: CSV injection)."""

_WITHIN = re.compile(rf"(?<=[;,\r\n])(?=[{re.escape(_OPENING)}])")
"""Where a formula would begin if another separator than that of the file were taken."""


def yes_or_no(value: bool) -> str:
    return _("yes") if value else _("no")


_WORDS: dict[str, Callable[[Any], str]] = {
    "boolean": yes_or_no,
    "number": lambda value: rounded(value, 1),
    "date": lambda value: date_format(value, "SHORT_DATE_FORMAT"),
    "moment": lambda value: date_format(localtime(value), "SHORT_DATETIME_FORMAT"),
}


def worded(value: Any, column: Column) -> str:
    """As the page shows it, in the language of the person; empty where it is unknown."""
    if value is None or value == "":
        return ""
    if column.kind == "choice":
        return str(column.choices.get(value, value))
    return _WORDS.get(column.kind, str)(value)


def stored(value: Any, column: Column) -> Any:
    """As a file holds it: words for choices, numbers as numbers, moments with their time zone."""
    if value is None:
        return None
    if column.kind == "choice":
        return str(column.choices.get(value, value))
    if isinstance(value, datetime):
        return localtime(value).replace(microsecond=0)
    return value


def by_the_clock(value: Any) -> Any:
    """Of a moment what the clock on the wall shows, for formats that know no time zones."""
    return value.replace(tzinfo=None) if isinstance(value, datetime) else value


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe says that it is text.

    A spreadsheet separates cells as its country does, by commas or semicolons, whatever the file
    was written with; then a text is cut as if it were not quoted.
    """
    if not isinstance(value, str):
        return value
    text = _WITHIN.sub("'", value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def heading(column: Column) -> str:
    """The title with a capital letter."""
    title = str(column.title)
    return title[:1].upper() + title[1:]
