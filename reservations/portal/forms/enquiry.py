"""The enquiry from A to B: two places, what is needed, when. Its address can be shared."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal
from network.periods import Period, checked_future_period
from network.routing import MOST_ALTERNATIVES, CableRoom, Requirement, Tubes
from reservations.forms.dialogue import day_field, dress
from reservations.portal.places import LONGEST

TUBES, CABLE = "tubes", "cable"
_PLACES = {"from": "start", "to": "end", "requirement": "tubes", "period": "first"}


class EnquiryForm(forms.Form):
    """Bound to an address that names both places, with what is usual where it names no more.

    Else the form waits with what the address does name. `case` takes the way over.
    """

    start = forms.CharField(
        label=_("From (A)"),
        max_length=LONGEST,
        help_text=_("Site, address or “51.2562, 7.1508”; or click on the map."),
    )
    end = forms.CharField(label=_("To (B)"), max_length=LONGEST)
    need = forms.ChoiceField(
        label=_("What you need"),
        choices=[(TUBES, _("whole tubes")), (CABLE, _("room for a cable"))],
    )
    tubes = forms.IntegerField(label=_("Number of tubes"), required=False, min_value=1)
    inner = forms.FloatField(label=_("Inner diameter at least (mm)"), required=False, localize=True)
    cable = forms.FloatField(
        label=_("Outer diameter of the cable (mm)"), required=False, localize=True
    )
    first = day_field(_("First day"))
    last = day_field(_("Last day"))
    case = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, asked: Any) -> None:
        today = timezone.localdate()
        usual = {
            "need": TUBES,
            "tubes": 1,
            "first": (today + dt.timedelta(days=30)).isoformat(),
            "last": (today + dt.timedelta(days=30 + 5 * 365)).isoformat(),
        }
        known = {**usual, **asked.dict()}
        sent = "start" in asked and "end" in asked
        super().__init__(known if sent else None, initial=known)
        for field in self.fields.values():
            dress(field)
            field.widget.attrs["autocomplete"] = "off"

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        first, last = asked.get("first"), asked.get("last")
        if first and last:
            self._try("period", lambda: checked_future_period(first, last))
        if asked.get("need") and not self.errors:
            self._try("requirement", lambda: _requirement(asked))
        return asked

    def _try(self, name: str, make: Any) -> None:
        try:
            self.cleaned_data[name] = make()
        except Refusal as refusal:
            self.refuse(refusal)

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field it concerns, where there is one."""
        field = _PLACES.get(refusal.field or "", refusal.field)
        if field == "tubes" and self.data.get("need") == CABLE:
            field = "cable"
        self.add_error(field if field in self.fields else None, str(refusal))

    @property
    def requirement(self) -> Requirement:
        return self.cleaned_data["requirement"]

    @property
    def period(self) -> Period:
        return self.cleaned_data["period"]


def _requirement(asked: dict[str, Any]) -> Requirement:
    if asked["need"] == TUBES:
        return Tubes(asked.get("tubes") or 1, asked.get("inner"))
    if asked.get("cable") is None:
        message = _("Give the outer diameter of the cable.")
        raise Refusal("REQUIRED", message, "cable")
    return CableRoom(asked["cable"])


WAYS = min(3, MOST_ALTERNATIVES)
"""How many ways are shown side by side."""
