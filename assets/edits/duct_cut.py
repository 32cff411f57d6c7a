"""Cutting a duct on the map at a site that it passes, and coupling its ends there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits.asset import TAKE_BACK, AssetForm, of, touched
from assets.models import Duct, DuctSection, Site
from assets.services import duct
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched


def passed_sites(asset: Duct, by: Any) -> Any:
    """The sites between the duct's ends at which it may be opened, as far as they may be seen."""
    sections = DuctSection.objects.filter(duct=asset)
    met = {
        pk
        for pair in sections.values_list("segment__start_site", "segment__end_site")
        for pk in pair
    }
    inner = met - {asset.start_site_id, asset.end_site_id}
    return Site.objects.visible_to(by).in_use().filter(pk__in=inner, can_open=True)


class CutForm(AssetForm):
    advanced = ("code",)

    def prepare(self) -> None:
        self.fields["site"] = forms.ModelChoiceField(
            passed_sites(self.asset, self.by),
            to_field_name="public_id",
            label=_("Site at which it is cut"),
            help_text=_("Choose here, or click the site on the map."),
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
