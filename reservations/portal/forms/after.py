"""What an applicant does with what was granted: report it, keep it longer, give some back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gis.refusals import Refusal
from reservations.access.built import Laid
from reservations.access.steps import LONGEST_REASON
from reservations.forms.dialogue import day_field, dress
from reservations.portal.forms.step import Step

_FIELDS = {"cable": "cable", "outer_mm": "outer", "fibres": "fibres", "length_m": "length"}
"""What the form calls the facts of a cable."""

_OF_A_CABLE = re.compile(rf"laid\.([0-9]+)\.({'|'.join(_FIELDS)})")


class ReportForm(Step):
    """One cable for each granted duct; ducts without a cable are left empty.

    Those `unreported` come first.
    """

    laid_on = day_field(_("Laid on"))
    remarks = forms.CharField(
        label=_("Remarks"),
        max_length=2_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, ducts: Sequence[str], unreported: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.unreported = unreported
        self.ducts = list(dict.fromkeys((*unreported, *ducts)))
        for number in range(len(self.ducts)):
            for name, field in _line(number).items():
                dress(field)
                self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for number in range(len(self.ducts)):
            if given.get(f"cable_{number}"):
                for name in ("outer", "fibres", "length"):
                    key = f"{name}_{number}"
                    if key in given and given[key] is None:
                        self.add_error(key, _("Say this of the cable."))
        if not self.errors and not self.laid:
            self.add_error("cable_0" if self.ducts else None, _("Name at least one cable."))
        return given

    def refuse(self, refusal: Refusal) -> None:
        """What is wrong with a cable stands at its field."""
        cable = _OF_A_CABLE.fullmatch(refusal.field or "")
        if cable:
            row = self.ducts.index(self.laid[int(cable[1])].duct)
            self.add_error(f"{_FIELDS[cable[2]]}_{row}", str(refusal))
        else:
            super().refuse(refusal)

    @property
    def laid(self) -> list[Laid]:
        given = self.cleaned_data
        return [
            Laid(
                duct=duct,
                cable=given[f"cable_{number}"],
                outer_mm=given[f"outer_{number}"],
                fibres=given[f"fibres_{number}"],
                length_m=given[f"length_{number}"],
            )
            for number, duct in enumerate(self.ducts)
            if given.get(f"cable_{number}")
        ]

    @property
    def rows(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """Each duct, whether it was reported already, and its fields, for the template."""
        return [
            (
                duct,
                duct not in self.unreported,
                [self[f"{name}_{number}"] for name in _FIELDS.values()],
            )
            for number, duct in enumerate(self.ducts)
        ]


def _line(number: int) -> dict[str, forms.Field]:
    least = Decimal("0.1")
    size = {"required": False, "localize": True, "decimal_places": 1, "min_value": least}
    return {
        f"cable_{number}": forms.CharField(label=_("Cable"), max_length=200, required=False),
        f"outer_{number}": forms.DecimalField(label=_("Outer Ø (mm)"), max_digits=5, **size),
        f"fibres_{number}": forms.IntegerField(
            label=_("Fibres"), required=False, min_value=0, max_value=30_000
        ),
        f"length_{number}": forms.DecimalField(
            label=_("Length in the duct (m)"), max_digits=9, **size
        ),
    }


class LongerForm(Step):
    last = day_field(_("New last day"))
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("The city reads it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
