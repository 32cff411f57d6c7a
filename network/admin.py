"""Couplers, damages and fill policies in the administration; the ledger's lines are derived."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from accounts.administration import RefusableForm, RoleAdmin
from accounts.roles import Capability
from assets.models import Duct
from network.dated import DatedAdmin
from network.models import Damage, DuctJoint, FillPolicy
from network.periods import in_words
from network.services import damage, duct_joint


class JointForm(RefusableForm):
    """Two ducts that end at the site."""

    first = forms.ModelChoiceField(Duct.objects.none(), label=_("first duct"))
    second = forms.ModelChoiceField(Duct.objects.none(), label=_("second duct"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("first", "second"):
            if name in self.fields:
                field: Any = self.fields[name]
                field.queryset = Duct.objects.visible_to(self.by)
                field.widget = AutocompleteSelect(Duct._meta.get_field("bundle"), admin.site)
                field.widget.choices = field.choices


@admin.register(DuctJoint)
class DuctJointAdmin(RoleAdmin):
    write = Capability.EDIT_ASSETS
    form = JointForm
    list_display = ("site", "ducts")
    list_select_related = ("site",)
    search_fields = ("site__code", "ends__duct__code")
    autocomplete_fields = ("site",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("ends__duct")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A joint is made and parted, never changed."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request)

    @admin.display(description=_("ducts"))
    def ducts(self, joint: DuctJoint) -> str:
        return " – ".join(f"{end.duct.code} ({end.get_end_display()})" for end in joint.ends.all())

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("site", "ducts") if obj is not None else ("site", "first", "second", "reason")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("ducts",) if obj is not None else ()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        said = form.cleaned_data
        joint = duct_joint.couple(
            first=said["first"],
            second=said["second"],
            site=said["site"],
            by=request.user,
            reason=said["reason"],
        )
        obj.pk, obj._state.adding = joint.pk, False

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        duct_joint.uncouple(joint=obj, by=request.user)


@admin.register(Damage)
class DamageAdmin(RoleAdmin):
    write = Capability.EDIT_ASSETS
    formfield_overrides = DatedAdmin.formfield_overrides
    list_display = ("description", "unit", "days")
    list_select_related = ("section__duct", "section__segment", "strand__cable")
    search_fields = ("description", "section__duct__code", "strand__cable__code")
    raw_id_fields = ("section", "strand")

    @admin.display(description=_("period"), ordering="period")
    def days(self, row: Damage) -> str:
        return in_words(row.period)

    @admin.display(description=_("unit"))
    def unit(self, row: Damage) -> str:
        if row.section is not None:
            return f"{row.section.duct.code} / {row.section.segment.code}"
        return f"{row.strand.cable.code} · {row.strand.number}"  # type: ignore[union-attr]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        damage.record(damage=obj, by=request.user, reason=form.cleaned_data["reason"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        damage.delete(damage=obj, by=request.user)


@admin.register(FillPolicy)
class FillPolicyAdmin(DatedAdmin):
    write = Capability.EDIT_CATALOGUES
    list_display = ("name", "duct_kind", "max_ratio", "days", "source")
    list_filter = ("duct_kind",)
    search_fields = ("code", "name")
