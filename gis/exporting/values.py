"""Values of columns as people read them and as files hold them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gis.tables import Column

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
"""First characters by which a spreadsheet takes a text for a formula (OWASP: CSV injection)."""


_WORDS: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: _("yes") if value else _("no"),
    "number": lambda value: number_format(value, 1, force_grouping=True),
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
    """As a file holds it: words for choices, numbers as numbers, moments in local time."""
    if value is None:
        return None
    if column.kind == "choice":
        return str(column.choices.get(value, value))
    if isinstance(value, datetime):
        return localtime(value).replace(tzinfo=None, microsecond=0)
    return value


def harmless(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe says that it is text."""
    if isinstance(value, str) and value.startswith(DANGEROUS):
        return f"'{value}"
    return value


def heading(column: Column) -> str:
    """The title with a capital letter."""
    title = str(column.title)
    return title[:1].upper() + title[1:]
