"""For which time the statistics are, and in which steps."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.periods import LONGEST_YEARS
from reservations.forms.dialogue import day_field, dress

MONTH, QUARTER, YEAR = "month", "quarter", "year"
_STEPS = [(MONTH, _("month")), (QUARTER, _("quarter")), (YEAR, _("year"))]


class StatisticsForm(forms.Form):
    """The last twelve months by quarter, unless somebody says otherwise."""

    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    step = forms.ChoiceField(label=_("Per"), choices=_STEPS)

    def __init__(self, given: Any) -> None:
        usual = {"last": (today := timezone.localdate()), "step": QUARTER}
        usual["first"] = (today - dt.timedelta(days=364)).replace(day=1)
        chosen = {name: given.get(name) or value for name, value in usual.items()}
        super().__init__(chosen, initial=usual)
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not 0 <= (last - first).days <= LONGEST_YEARS * 366:
            self.add_error("last", _("The last day comes after the first."))
        return given
