"""Making, replacing and taking back an offer."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.desk.forms.fields import out_of_turn_field
from reservations.forms.dialogue import Dialogue, day_field

MAKE, REPLACE, WITHDRAW = "make", "replace", "withdraw"


class OfferForm(Dialogue):
    valid_until = day_field(
        _("Valid until"), _("The last day on which it can be accepted."), required=False
    )
    out_of_turn_reason = out_of_turn_field()
    action = forms.ChoiceField(choices=[(one, one) for one in (MAKE, REPLACE, WITHDRAW)])

    def clean_valid_until(self) -> object:
        day = self.cleaned_data["valid_until"]
        if day is None and self.data.get("action") != WITHDRAW:
            raise forms.ValidationError(_("Say until when the offer stands."))
        return day
