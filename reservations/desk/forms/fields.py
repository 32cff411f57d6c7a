"""Fields that several dialogues of the desk have."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def letter_field(label: Any, help_text: Any, most: int, **more: Any) -> forms.CharField:
    """A text that goes to the applicant."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 8}),
        **more,
    )


def out_of_turn_field() -> forms.CharField:
    return forms.CharField(
        label=_("Why before the earlier requests"),
        help_text=_("Only the desk reads this."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
