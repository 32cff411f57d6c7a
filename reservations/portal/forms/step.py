"""What the forms of an applicant share: the version that was seen, and refusals at their fields."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue
from reservations.forms.giving_back import sure_field
from reservations.services.offer import LONGEST_NAME


class Step(Dialogue):
    """A step on a case as it was seen; without a version on one that does not exist yet."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    _PLACES = {"period": "first"}

    def refuse(self, refusal: Any) -> None:
        if refusal.field in self._PLACES and self._PLACES[refusal.field] in self.fields:
            self.add_error(self._PLACES[refusal.field], str(refusal))
        else:
            super().refuse(refusal)


class AcceptForm(Step):
    """Who accepts, by name, and that it is meant."""

    name = forms.CharField(
        label=_("Name of who accepts"),
        help_text=_("Is kept with the day and the time."),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    sure = forms.BooleanField(
        label=_("I accept this offer for my organisation; it binds us to pay."),
        error_messages={"required": _("Confirm that you accept.")},
    )


class SureForm(Step):
    """A step that cannot be taken back: confirmed, with an optional reason."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The city reads it. You need not give one."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    sure = sure_field()


class SubmitForm(Step):
    hold = forms.BooleanField(
        label=_("Hold for us what we ask for"),
        help_text=_("Nobody else can take it while the hold lasts."),
        required=False,
        initial=True,
    )
