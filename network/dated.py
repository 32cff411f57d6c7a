"""The administration of what is valid from a day to a day, both included as people say it."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.postgres.fields import DateRangeField
from django.contrib.postgres.forms import DateRangeField as DateRangeFormField
from django.contrib.postgres.forms import RangeWidget
from django.utils.translation import gettext_lazy as _

from accounts.administration import RoleAdmin
from network.periods import in_words

_DAY = dt.timedelta(days=1)


def _day(label: Any) -> forms.DateInput:
    shown = {"type": "date", "aria-label": label, "title": label}
    return forms.DateInput(attrs=shown, format="%Y-%m-%d")


class DaysWidget(RangeWidget):
    """First and last day of a range, which the database keeps without its upper bound."""

    def __init__(self) -> None:
        super().__init__(forms.DateInput)
        self.widgets = [_day(_("First day")), _day(_("Last day; empty: without an end"))]

    def decompress(self, value: Any) -> tuple[Any, Any]:
        lower, upper = super().decompress(value)
        return lower, upper - _DAY if upper else upper


class DaysField(DateRangeFormField):
    widget = DaysWidget

    def prepare_value(self, value: Any) -> Any:
        return value

    def compress(self, values: Any) -> Any:
        """Raises ValidationError where the last day lies before the first."""
        if not values:
            return None
        first, last = values
        if first and last and last < first:
            raise forms.ValidationError(self.error_messages["bound_ordering"])
        return super().compress([first, last + _DAY if last else last])


class DatedAdmin(RoleAdmin):
    """`days` in a list says the range `valid` in words."""

    formfield_overrides: ClassVar[dict[Any, Any]] = {
        DateRangeField: {"form_class": DaysField, "widget": DaysWidget}
    }

    @admin.display(description=_("valid"), ordering="valid")
    def days(self, one: Any) -> str:
        return in_words(one.valid)
