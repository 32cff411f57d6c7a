"""Beside the decision: the regulator, published works, the report of what was laid, more time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue, day_field
from reservations.services.regulator_notice import LONGEST_REFERENCE
from reservations.services.works_publication import LONGEST_PLACE

YES, NO = "yes", "no"


class NoticeForm(Dialogue):
    told_on = day_field(_("Told on"))
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("Under which the regulator knows it."),
        max_length=LONGEST_REFERENCE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("told_on", timezone.localdate())


class PublicationForm(Dialogue):
    published_on = day_field(_("Published on"))
    place = forms.CharField(
        label=_("Where it can be read"),
        help_text=_("An address in the net or a number of the official journal."),
        max_length=LONGEST_PLACE,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("published_on", timezone.localdate())


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
