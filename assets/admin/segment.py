"""Route segments in the administration, with splitting and merging."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletAdminWidget
from leaflet.forms.fields import PointField

from accounts.models import User
from assets.admin.base import AssetAdmin
from assets.admin.choices import site_choice
from assets.admin.inlines import CablesInSegment, DuctsInSegment
from assets.admin.operation import Operation, OperationForm
from assets.models import Segment
from assets.models.site import SiteKind
from assets.services import segment
from gis import srid
from gis.numbers import rounded
from gis.refusals import Refusal

DRAWN_BY_HAND_M = 25
"""How far, in metres, a mark on the map may be from what it means."""


class PlaceOnLine(LeafletAdminWidget):
    """A map that shows the segment below the mark."""

    template_name = "admin/assets/place_on_line.html"
    line = None

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["line"] = self.line.transform(srid.WEB, clone=True).geojson
        return context


class SplitForm(OperationForm):
    at = PointField(
        label=_("Place of the new site"),
        required=False,
        widget=PlaceOnLine,
        srid=srid.WEB,
        help_text=_("The mark is drawn onto the line; move it with the pencil."),
    )
    site_code = forms.CharField(label=_("Code of the new site"), required=False, max_length=80)
    site_kind = forms.ChoiceField(
        label=_("Kind of the new site"), choices=SiteKind.choices, initial=SiteKind.HANDHOLE
    )
    code = forms.CharField(
        label=_("Code of the second half"),
        required=False,
        max_length=80,
        help_text=_("Empty: the next free one."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        line = self.asset.geom
        self.fields["at"].widget.line = line  # type: ignore[attr-defined]
        middle = line.interpolate_normalized(0.5)
        middle.srid = line.srid
        self.fields["at"].initial = middle.transform(srid.WEB, clone=True)
        chosen = site_choice(
            self, options["site"], label=_("Or an existing site on the line"), required=False
        )
        self.fields["site"] = chosen
        self.order_fields(["at", "site_code", "site_kind", "site", "code", "reason"])


class MergeForm(OperationForm):
    other = forms.ModelChoiceField(Segment.objects.none(), label=_("Segment that continues it"))
    drop_site = forms.BooleanField(
        label=_("Delete the site between them"), required=False, initial=True
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        ends = [self.asset.start_site_id, self.asset.end_site_id]
        seen = Segment.objects.visible_to(self.by).exclude(pk=self.asset.pk)
        neighbours = seen.filter(start_site__in=ends) | seen.filter(end_site__in=ends)
        self.fields["other"].queryset = neighbours  # type: ignore[attr-defined]


def _split(asset: Segment, by: User, *, at: Any, site: Any, code: str, reason: str, **new: str):
    if at is None and site is None:
        raise Refusal("REQUIRED", _("Mark the place on the map, or choose a site."), "at")
    segment.split(
        segment=asset,
        at=at,
        within_m=DRAWN_BY_HAND_M,
        site=site,
        new_site={"code": new["site_code"], "kind": new["site_kind"]},
        code=code,
        by=by,
        reason=reason,
    )


SPLIT = Operation(
    "split",
    _("Split segment"),
    _(
        "The segment is divided at a site. Ducts, cables, reservations and history stay;"
        " everything in it goes through both halves."
    ),
    SplitForm,
    _split,
)
MERGE = Operation(
    "merge",
    _("Merge with neighbour"),
    _("Possible where both segments hold the same and nothing else is at the site between them."),
    MergeForm,
    lambda asset, by, **said: segment.merge(segment=asset, by=by, **said),
)
REMOVE = Operation(
    "remove",
    _("Mark as removed"),
    _("The segment stays in the registry with its history, but counts as removed."),
    OperationForm,
    lambda asset, by, reason: segment.remove(segment=asset, by=by, reason=reason),
)


@admin.register(Segment)
class SegmentAdmin(AssetAdmin):
    service = segment
    noun = "segment"
    operations = (SPLIT, MERGE, REMOVE)
    own_fields = (
        ("start_site", "end_site"),
        "geom",
        ("kind", "surface"),
        ("depth_cm", "cover_cm"),
        ("length", "stated_length_m"),
        ("built_year", "accuracy", "funding"),
    )
    readonly_fields = (*AssetAdmin.readonly_fields, "length")
    list_display = (
        "code",
        "name",
        "kind",
        "ends",
        "length",
        "owner",
        "life_cycle",
    )
    list_filter = ("kind", "surface", "funding", *AssetAdmin.list_filter)
    list_select_related = ("owner", "start_site", "end_site")
    search_fields = (*AssetAdmin.search_fields, "start_site__code", "end_site__code")
    autocomplete_fields = (*AssetAdmin.autocomplete_fields, "start_site", "end_site")
    inlines = (DuctsInSegment, CablesInSegment)

    @admin.display(description=_("length (m)"), ordering="length_m")
    def length(self, asset: Segment) -> str:
        return "–" if asset.length_m is None else rounded(asset.length_m, 1)

    def facts(self, form: Any, change: bool) -> dict[str, Any]:
        facts = super().facts(form, change)
        return {**facts, "within_m": DRAWN_BY_HAND_M} if "geom" in facts else facts
