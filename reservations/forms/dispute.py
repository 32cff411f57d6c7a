"""What desk and portal note of a call of the dispute body."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue, day_field
from reservations.services.dispute import LONGEST_REFERENCE


class DisputeForm(Dialogue):
    filed_on = day_field(_("Called on"))
    reference = forms.CharField(
        label=_("Reference"),
        help_text=_("Under which the body knows it, as far as it is known."),
        max_length=LONGEST_REFERENCE,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("filed_on", timezone.localdate())


class RulingForm(Dialogue):
    ruled_on = day_field(_("Decided on"))
    ruling = forms.CharField(
        label=_("What was decided"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ruled_on", timezone.localdate())
