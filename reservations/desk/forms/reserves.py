"""Keeping the city's share of ducts: which class, at which places, until when, for whom."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from accounts.models.organisation import OrganisationKind
from accounts.viewer import Viewer
from assets.models import Duct, Segment
from assets.models.duct_type import DuctKind
from reservations.forms.dialogue import day_field, dress
from reservations.models.reserve_share import DUCT_CLASSES
from reservations.services.city_reserve import Place

LOOK, KEEP = "look", "keep"
MOST_PLACES = 100


class ReserveForm(forms.Form):
    """`places` become `Place`s: trench sections, or bundles for the tubes in them."""

    duct_class = forms.ChoiceField(
        label=_("Class of ducts"), choices=[(one.value, one.label) for one in DUCT_CLASSES]
    )
    places = forms.CharField(
        label=_("Places"),
        help_text=_("Codes of trench sections, or of bundles for their tubes; one a line."),
        max_length=MOST_PLACES * 64,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    last = day_field(_("Keep until"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("For"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Choose a department"),
    )
    action = forms.ChoiceField(choices=[(one, one) for one in (LOOK, KEEP)])

    def __init__(self, viewer: Viewer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        departments = Organisation.objects.filter(kind=OrganisationKind.CITY_DEPARTMENT)
        self.fields["organisation"].queryset = departments.order_by("name")  # type: ignore[attr-defined]
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("duct_class") and given.get("places"):
            given["places"] = self._places(given["duct_class"], given["places"])
        if given.get("action") == KEEP:
            for name in ("last", "organisation"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed to keep something."))
        return given

    def _places(self, duct_class: str, text: str) -> list[Place]:
        codes = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
        if len(codes) > MOST_PLACES:
            self.add_error("places", _("At most %(most)d places at once.") % {"most": MOST_PLACES})
            return []
        known = {**self._segments(duct_class, codes), **self._bundles(duct_class, codes)}
        unknown = [code for code in codes if code not in known]
        if unknown:
            message = _("Nothing was found for: %(codes)s.")
            self.add_error("places", message % {"codes": ", ".join(unknown[:10])})
        return [known[code] for code in codes if code in known]

    def _segments(self, duct_class: str, codes: list[str]) -> dict[str, Place]:
        rows = Segment.objects.visible_to(self.viewer).filter(code__in=codes)
        return {one.code: Place(duct_class, segment=one) for one in rows}

    def _bundles(self, duct_class: str, codes: list[str]) -> dict[str, Place]:
        if duct_class != DuctKind.TUBE:
            return {}
        rows = Duct.objects.visible_to(self.viewer).filter(code__in=codes)
        return {one.code: Place.of_bundle(one) for one in rows.filter(type__kind=DuctKind.BUNDLE)}
