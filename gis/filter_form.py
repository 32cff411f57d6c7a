"""The form of a filter set as its template writes it: one control for each filter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import django_filters
from django import forms
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from gis.filtering import Filtered
from gis.filters import AreaField, BoxField

Look = Literal["text", "number", "date", "choices", "select", "view", "area"]


@dataclass(frozen=True)
class Option:
    value: str
    label: str | Promise
    chosen: bool


@dataclass(frozen=True)
class Control:
    """One filter: `value` where it takes one text, `options` where it offers some."""

    name: str
    label: str
    look: Look
    value: str = ""
    options: Sequence[Option] = ()

    @property
    def is_used(self) -> bool:
        return bool(self.value) or any(one.chosen and one.value for one in self.options)


@dataclass(frozen=True)
class FilterForm:
    """The controls that are shown at once, and the others; these are open where one is used."""

    foremost: Sequence[Control]
    others: Sequence[Control]

    @property
    def is_open(self) -> bool:
        return any(control.is_used for control in self.others)


def filter_form(filtered: Filtered) -> FilterForm:
    """The form of a list, filled in with what the address says; wrong values stay as they are."""
    listing = filtered.listing
    form = listing.bind(listing.filterset, filtered.data, filtered.viewer).form
    known = listing.known(filtered.viewer)
    controls = {name: _control(name, form, filtered, known) for name in form.fields}
    shown = {name: one for name, one in controls.items() if one is not None}
    foremost = [shown[name] for name in listing.foremost if name in shown]
    return FilterForm(foremost, [one for one in shown.values() if one not in foremost])


def _control(
    name: str, form: forms.Form, filtered: Filtered, known: dict[str, list[tuple[str, str]]]
) -> Control | None:
    """None for a filter by records of which the viewer may see none, and for an unused area."""
    field = form.fields[name]
    label = str(capfirst(field.label or name))
    given = filtered.data.getlist(name)
    value = given[0] if given else ""
    if name in known:
        return _record_choice(name, label, value, known[name])
    if isinstance(field, forms.MultipleChoiceField):
        return Control(name, label, "choices", options=_options(field.choices, given))
    if isinstance(field, forms.NullBooleanField):
        answers = [("", "–"), ("true", _("yes")), ("false", _("no"))]
        return Control(name, label, "select", options=_options(answers, [value]))
    return _typed(name, label, field, value)


def _typed(name: str, label: str, field: forms.Field, value: str) -> Control | None:
    if isinstance(field, BoxField):
        return Control(name, str(_("Only what the map shows now")), "view", value)
    if isinstance(field, AreaField):
        return Control(name, label, "area", value) if value else None
    if isinstance(field, forms.DecimalField):
        return Control(name, label, "number", value)
    is_date = isinstance(field, django_filters.fields.IsoDateTimeField)
    return Control(name, label, "date" if is_date else "text", value[:10] if is_date else value)


def _record_choice(
    name: str, label: str, value: str, records: list[tuple[str, str]]
) -> Control | None:
    if not records:
        return None
    # A code that is no choice stays visible: it is what the list is filtered by.
    strangers = [(value, value)] if value and value not in dict(records) else []
    return Control(
        name, label, "select", options=_options([("", "–"), *records, *strangers], [value])
    )


def _options(choices: Any, given: Sequence[str]) -> list[Option]:
    return [Option(str(value), label, str(value) in given) for value, label in choices]
