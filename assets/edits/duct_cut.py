"""Cutting a duct on the map at a site that it passes, and coupling its ends there."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits.asset import TAKE_BACK, AssetForm, of, touched
from assets.models import Duct, DuctSection, Site
from assets.services import duct
from gis.editing import places, registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched
from gis.numbers import rounded


def passed_sites(asset: Duct) -> dict[int, float]:
    """The sites between the duct's ends, in its order, with the metres at which it passes them."""
    found: dict[int, float] = {}
    along = 0.0
    sections = DuctSection.objects.filter(duct=asset).select_related("segment")
    for section in sections.order_by("rank"):
        segment = section.segment
        along += segment.length_m or 0
        leaves = segment.start_site_id if section.reversed else segment.end_site_id
        if leaves not in {asset.start_site_id, asset.end_site_id}:
            found.setdefault(leaves, along)
    return found


class StationField(forms.ModelChoiceField):
    """Sites along a duct, listed in its order with the metres from its start."""

    def __init__(self, metres: Mapping[int, float], by: Any, **options: Any) -> None:
        self.metres = metres
        rows = Site.objects.visible_to(by).in_use().filter(pk__in=metres, can_open=True)
        order = Case(*(When(pk=pk, then=number) for number, pk in enumerate(metres)), default=0)
        super().__init__(rows.order_by(order), to_field_name="public_id", **options)

    def label_from_instance(self, obj: Site) -> str:
        metres = rounded(self.metres[obj.pk], 1)
        return f"{obj.code} · {metres} m"


class CutForm(AssetForm):
    advanced = ("code",)

    def prepare(self) -> None:
        self.fields["site"] = StationField(
            passed_sites(self.asset),
            self.by,
            label=_("Site at which it is cut"),
            help_text=_("Choose here, type the metres, or click the site on the map."),
        )
        self.fields["coupled"] = forms.BooleanField(
            label=_("Couple the two ends again"), required=False
        )
        if self.asset.tubes.exists():
            self.fields["with_tubes"] = forms.BooleanField(
                label=_("Cut the tubes in it, too"), required=False
            )
        self.fields["code"] = forms.CharField(
            label=_("Code of the second piece"),
            required=False,
            max_length=80,
            help_text=_("Empty: the next free one."),
        )

    def starting_values(self) -> Mapping[str, Any]:
        return {"coupled": True}

    def data_for_map(self) -> Mapping[str, str]:
        """Where the sites are, on the map and along the duct."""
        field = cast(StationField, self.fields["site"])
        stations = [
            {
                "id": str(one.public_id),
                "code": one.code,
                "metres": round(field.metres[one.pk], 2),
                "at": dict(zip(("lon", "lat"), places.shown(one.geom)["coordinates"], strict=True)),
            }
            for one in field.queryset
        ]
        return {"stations": json.dumps(stations)}

    def way_back(self) -> list[dict[str, Any]]:
        return TAKE_BACK

    def drawn(self) -> Any:
        site = getattr(self, "cleaned_data", {}).get("site")
        return None if site is None else site.geom


def _cut(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    said = form.cleaned_data
    first, second = duct.cut(
        duct=form.asset,
        site=said["site"],
        coupled=said["coupled"],
        with_tubes=said.get("with_tubes", False),
        code=said["code"],
        by=by,
        version=version,
        reason=said["reason"],
    )
    return [touched("first", first), touched("second", second)]


CUT = Edit(
    name="duct-cut",
    title=_("Cut duct"),
    explain=_(
        "The duct becomes two at the site. What lies in it stays, and claims go on over both"
        " pieces."
    ),
    save=_("Cut duct"),
    form=CutForm,
    run=_cut,
    draws="choose-site",
    danger=True,
    offered=lambda asset: asset.sections.count() > 1,
    **of(Duct),
)


def register() -> None:
    registry.register(CUT)
