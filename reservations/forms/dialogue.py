"""What all dialogues share: the version of the case that was seen, and refusals at their fields."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal

_CAPITAL = re.compile(r"(?<=[a-z])([A-Z])")


class Dialogue(forms.Form):
    """`version` is that of the case as it was seen: a step on another one is refused."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    def refuse(self, refusal: Refusal) -> None:
        """Say it at the field it concerns, where the form has it."""
        name = name_of(refusal.field or "")
        self.add_error(name if name in self.fields else None, str(refusal))


def name_of(field: str) -> str:
    """The field of a form that the contract calls `field`: `told_on` for `toldOn`."""
    return _CAPITAL.sub(lambda found: f"_{found[1].lower()}", field)


def dress(field: forms.Field) -> None:
    """The look of the design system, and its words where something is left empty."""
    if field.error_messages.get("required") is forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _what_to_do(field)
    if isinstance(field.widget, forms.Select):
        field.widget.attrs["class"] = "kern-form-input__select"
    elif isinstance(field.widget, forms.CheckboxInput):
        field.widget.attrs["class"] = "kern-form-check__checkbox"
    elif not isinstance(field.widget, forms.HiddenInput):
        field.widget.attrs["class"] = "kern-form-input__input"


def _what_to_do(field: forms.Field) -> Any:
    if isinstance(field, forms.DateField):
        return _("Enter the day: without it this cannot go on.")
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose one of these.")
    return _("Fill this in: without it this cannot go on.")


def day_field(label: Any, help_text: Any = "", **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **more,
    )
