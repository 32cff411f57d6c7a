"""Types, colour orders and band plans: seen by all staff, changed by administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import RoleAdmin
from accounts.roles import Capability
from assets.admin.value_filter import ValuesOrNothing
from assets.models import (
    BundleMember,
    CableType,
    Channel,
    ColourScheme,
    ColourStep,
    DuctType,
    DutyBand,
    FrequencyPlan,
)
from assets.services import catalogue
from gis.refusals import worded
from history.context import acting


class Parts(admin.TabularInline):
    """Parts of a catalogue entry; whoever may change the entry may change them."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.admin_site._registry[self.parent_model].has_change_permission(request, obj)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)


class CatalogueAdmin(RoleAdmin):
    write = Capability.EDIT_CATALOGUES

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        catalogue.save(record=obj, by=request.user, reason=form.cleaned_data["reason"])

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        with worded(), acting(request.user, form.cleaned_data["reason"]):
            super().save_related(request, form, formsets, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        catalogue.delete(record=obj, by=request.user)


class ColourSteps(Parts):
    model = ColourStep


class BundleMembers(Parts):
    model = BundleMember
    fk_name = "bundle_type"
    autocomplete_fields = ("tube_type",)


class Channels(Parts):
    model = Channel


class DutyBands(Parts):
    model = DutyBand


@admin.register(ColourScheme)
class ColourSchemeAdmin(CatalogueAdmin):
    list_display = ("code", "name", "source")
    search_fields = ("code", "name")
    inlines = (ColourSteps,)


@admin.register(DuctType)
class DuctTypeAdmin(CatalogueAdmin):
    list_display = ("code", "name", "kind", "outer_mm", "inner_mm", "material", "provenance")
    list_filter = ("kind", "provenance", ("material", ValuesOrNothing))
    search_fields = ("code", "name")
    readonly_fields = ("inner_mm",)
    autocomplete_fields = ("colour_scheme",)
    inlines = (BundleMembers,)


@admin.register(CableType)
class CableTypeAdmin(CatalogueAdmin):
    list_display = ("code", "name", "fibre_count", "tube_count", "outer_mm", "fibre_type")
    list_filter = ("fibre_type", "fibre_count", "provenance")
    search_fields = ("code", "name")
    autocomplete_fields = ("tube_scheme", "fibre_scheme")


@admin.register(FrequencyPlan)
class FrequencyPlanAdmin(CatalogueAdmin):
    list_display = ("code", "name", "valid_from", "valid_to", "source")
    search_fields = ("code", "name")
    inlines = (Channels, DutyBands)
