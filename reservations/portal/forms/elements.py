"""Naming what is asked for: ducts by their codes, or an area drawn on the map."""

from __future__ import annotations

from typing import Any

import orjson
from django import forms
from django.utils.translation import gettext_lazy as _

from gis import geojson
from gis.refusals import Refusal
from reservations.portal.forms.step import Step

BY_LIST, BY_AREA = "list", "area"
LONGEST = 100_000


class ElementsForm(Step):
    """`how` says which part of the page was sent."""

    how = forms.ChoiceField(choices=[(one, one) for one in (BY_LIST, BY_AREA)])
    codes = forms.CharField(
        label=_("Codes of ducts"),
        help_text=_("One a line: its code, or code;from site;to site."),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )
    area = forms.CharField(
        label=_("Area"),
        help_text=_("Draw it on the map, or paste a polygon as GeoJSON in WGS84."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )

    _PLACES = {"elements": "codes"}

    def clean_area(self) -> Any:
        text = self.cleaned_data["area"].strip()
        if not text:
            return None
        try:
            return geojson.polygon(orjson.loads(text), "area")
        except Refusal as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        except ValueError as error:
            message = _("This is no polygon as GeoJSON.")
            raise forms.ValidationError(message) from error

    def clean(self) -> dict[str, Any]:
        asked = super().clean() or {}
        if asked.get("how") == BY_LIST and not asked.get("codes"):
            self.add_error("codes", _("Name at least one duct."))
        if asked.get("how") == BY_AREA and "area" in asked and asked["area"] is None:
            self.add_error("area", _("Draw the area first."))
        return asked
