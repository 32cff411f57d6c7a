"""What both doors ask where granted capacity is given back before its time is over."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.models import HeldUnit
from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import Dialogue


def sure_field() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("I know that this cannot be undone."),
        error_messages={"required": _("Confirm that you know this.")},
    )


class ReturnForm(Dialogue):
    units = forms.MultipleChoiceField(
        label=_("What you give back"), error_messages={"required": _("Choose at least one.")}
    )
    sure = sure_field()

    def __init__(self, *args: Any, granted: Sequence[HeldUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(unit.pk): unit for unit in granted}
        self.fields["units"].choices = [(pk, str(unit)) for pk, unit in self.known.items()]

    @property
    def chosen(self) -> list[HeldUnit]:
        return [self.known[pk] for pk in self.cleaned_data["units"]]

    @property
    def unit_rows(self) -> list[tuple[str, Any, bool]]:
        """Value, words, and whether it is ticked."""
        ticked = self["units"].value() or []
        return [(pk, unit, pk in ticked) for pk, unit in self.known.items()]


def _told_field() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        help_text=_("The applicant reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeBackForm(ReturnForm):
    """By the city, which says why."""

    reason = _told_field()
    field_order = ("version", "units", "reason", "sure")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["units"].label = _("What is taken back")


class EndForm(Dialogue):
    """The whole grant, by the city."""

    reason = _told_field()
    sure = sure_field()
