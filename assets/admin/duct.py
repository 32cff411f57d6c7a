"""Ducts in the administration: laid along a path, cut, rerouted, removed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assets.admin.base import AssetAdmin, AssetForm
from assets.admin.choices import site_choice
from assets.admin.inlines import WayOfDuct
from assets.admin.operation import Operation, OperationForm
from assets.admin.path_field import PathField
from assets.models import Duct
from assets.services import duct


class LayForm(AssetForm):
    path = PathField()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["path"].by = self.by  # type: ignore[attr-defined]


class CutForm(OperationForm):
    code = forms.CharField(
        label=_("Code of the second piece"),
        required=False,
        max_length=80,
        help_text=_("Empty: the next free one."),
    )
    with_tubes = forms.BooleanField(label=_("Cut the tubes in the bundle, too"), required=False)
    coupled = forms.BooleanField(label=_("Join the pieces again at once"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["site"] = site_choice(self, options["site"], label=_("Site of the cut"))
        self.order_fields(["site", "code", "with_tubes", "coupled", "reason"])


class RerouteForm(OperationForm):
    path = PathField(label=_("New path between the two sites"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["path"].by = self.by  # type: ignore[attr-defined]
        self.fields["from_site"] = site_choice(self, options["site"], label=_("From"))
        self.fields["to_site"] = site_choice(self, options["site"], label=_("To"))
        self.order_fields(["from_site", "to_site", "path", "reason"])


class RemoveForm(OperationForm):
    with_tubes = forms.BooleanField(label=_("With the tubes of the bundle"), required=False)


CUT = Operation(
    "cut",
    _("Cut duct"),
    _(
        "The duct becomes two at a site it passes. What lies in it stays; reservations across the"
        " cut continue on both pieces."
    ),
    CutForm,
    lambda asset, by, **said: duct.cut(duct=asset, by=by, **said),
)
REROUTE = Operation(
    "reroute",
    _("Reroute duct"),
    _("What lies in the duct along the whole stretch moves with it. Reservations stay."),
    RerouteForm,
    lambda asset, by, **said: duct.reroute(duct=asset, by=by, **said),
)
REMOVE = Operation(
    "remove",
    _("Mark as removed"),
    _("The duct stays in the registry with its history, but counts as removed."),
    RemoveForm,
    lambda asset, by, **said: duct.remove(duct=asset, by=by, **said),
)


@admin.register(Duct)
class DuctAdmin(AssetAdmin):
    service = duct
    noun = "duct"
    history_parts = ("sections",)
    operations = (CUT, REROUTE, REMOVE)
    readonly_fields = (*AssetAdmin.readonly_fields, "start_site", "end_site", "bundle")
    list_display = ("code", "name", "type", "ends", "owner", "life_cycle")
    list_filter = ("type__kind", "commercial_availability", *AssetAdmin.list_filter)
    list_select_related = ("owner", "type", "start_site", "end_site")
    search_fields = (*AssetAdmin.search_fields, "start_site__code", "end_site__code")
    autocomplete_fields = (*AssetAdmin.autocomplete_fields, "type")
    inlines = (WayOfDuct,)

    def shown_fields(self, obj: Any) -> tuple[Any, ...]:
        if obj is None:
            return ("type", "path", "commercial_availability")
        return (
            "type",
            ("start_site", "end_site"),
            ("bundle", "number"),
            "commercial_availability",
        )

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any):
        if obj is not None:
            return super().get_form(request, obj, change=change, **options)
        return super().get_form(request, obj, change=change, **{**options, "form": LayForm})

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return self.inlines if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            return
        laid = duct.lay(
            path=form.cleaned_data["path"],
            by=request.user,
            reason=form.cleaned_data["reason"],
            **self.facts(form, change),
        )
        obj.pk, obj._state.adding = laid.pk, False
