"""Cables in the administration: laid along a path, rerouted, removed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assets.admin.base import AssetAdmin, AssetForm
from assets.admin.inlines import WayOfCable
from assets.admin.operation import Operation, OperationForm
from assets.admin.path_field import PathField
from assets.models import Cable
from assets.services import cable


class LayForm(AssetForm):
    path = PathField(required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["path"].by = self.by  # type: ignore[attr-defined]


class RerouteForm(OperationForm):
    path = PathField(label=_("New path"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["path"].by = self.by  # type: ignore[attr-defined]


REROUTE = Operation(
    "reroute",
    _("Reroute cable"),
    _("The cable gets another path; its strands and what is reserved of them stay."),
    RerouteForm,
    lambda asset, by, **said: cable.reroute(cable=asset, by=by, **said),
)
REMOVE = Operation(
    "remove",
    _("Mark as removed"),
    _("The cable stays in the registry with its history, but counts as removed."),
    OperationForm,
    lambda asset, by, reason: cable.remove(cable=asset, by=by, reason=reason),
)


@admin.register(Cable)
class CableAdmin(AssetAdmin):
    service = cable
    noun = "cable"
    history_parts = ("sections",)
    operations = (REROUTE, REMOVE)
    list_display = ("code", "name", "type", "ends", "owner", "life_cycle")
    list_filter = ("route_quality", "type__fibre_count", *AssetAdmin.list_filter)
    list_select_related = ("owner", "type", "start_site", "end_site")
    search_fields = (*AssetAdmin.search_fields, "start_site__code", "end_site__code")
    autocomplete_fields = (*AssetAdmin.autocomplete_fields, "type", "start_site", "end_site")
    readonly_fields = (*AssetAdmin.readonly_fields, "fibre_count")
    inlines = (WayOfCable,)

    def shown_fields(self, obj: Any) -> tuple[Any, ...]:
        way = ("path",) if obj is None else ("fibre_count",)
        return (
            "type",
            *way,
            ("start_site", "end_site"),
            ("route_quality", "stated_length_m"),
            ("sheath_start_m", "sheath_end_m"),
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any):
        if obj is not None:
            return super().get_form(request, obj, change=change, **options)
        return super().get_form(request, obj, change=change, **{**options, "form": LayForm})

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()

    def facts(self, form: Any, change: bool) -> dict[str, Any]:
        facts = super().facts(form, change)
        return facts if change else {**facts, "path": form.cleaned_data["path"]}
