"""Beside the decision: the report of what was laid, more time."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue

YES, NO = "yes", "no"


class AnswerForm(Dialogue):
    """Yes or no to what the applicant reported or asked for; no needs a reason."""

    action = forms.ChoiceField(choices=[(one, one) for one in (YES, NO)])
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Needed for a no; the applicant reads it."),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
