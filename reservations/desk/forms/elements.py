"""Naming the ducts of a request that names an area only: by a list, or of what lies in the area."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.availability import State
from reservations.forms.dialogue import Dialogue
from reservations.services.elements import Inside
from reservations.services.naming import MOST_LINES, from_list


class NamingForm(Dialogue):
    """`found` are the stretches in the area; what is taken already cannot be chosen."""

    codes = forms.CharField(
        label=_("Ducts"),
        help_text=_("One a line: its code, or code;from site;to site."),
        max_length=MOST_LINES * 130,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    chosen = forms.MultipleChoiceField(label=_("In the area"), required=False)
    hold = forms.BooleanField(label=_("Hold them for the request"), required=False, initial=True)

    def __init__(self, found: Sequence[Inside], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found = found
        free = [(key_of(one), one.duct.code) for one in found if one.state == State.FREE]
        self.fields["chosen"].choices = free  # type: ignore[attr-defined]

    @property
    def rows(self) -> list[tuple[Inside, str, bool, bool]]:
        """Each stretch with its value, whether it may be chosen, and whether it is."""
        given = set(self.data.getlist("chosen")) if hasattr(self.data, "getlist") else set()
        return [
            (one, key, one.state == State.FREE, key in given)
            for one, key in ((one, key_of(one)) for one in self.found)
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not given.get("codes") and not given.get("chosen") and not self.errors:
            self.add_error("codes", _("Name at least one duct."))
        return given

    def units(self, viewer: Any) -> list[Any]:
        """What was chosen in the area and what the list names. Refusals: those of the list."""
        chosen = set(self.cleaned_data["chosen"])
        units: list[Any] = [one.unit for one in self.found if key_of(one) in chosen]
        codes = self.cleaned_data["codes"]
        listed = from_list(codes, viewer) if codes else []
        return units + [one for one in listed if one not in units]


def key_of(one: Inside) -> str:
    return f"{one.duct.pk}-{one.from_site.pk}-{one.to_site.pk}"
