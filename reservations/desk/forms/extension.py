"""Extending a deadline."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue


class ExtensionForm(Dialogue):
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant is told this reason. A deadline is extended once."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
