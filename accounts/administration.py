"""The Django admin by the registry's own rules: roles decide, services write, refusals are shown.

A service refuses while it saves, after the form was found valid. The view is then run once more
with the refusal in hand, and the form shows it at the field that it concerns.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.forms.models import construct_instance
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from accounts.roles import Capability
from accounts.viewer import Nobody, Viewer, viewer_of
from gis.counting import COUNTED_EXACTLY, counted
from gis.refusals import Refusal, worded
from history.context import acting


class RefusableForm(forms.ModelForm):
    """A form that shows what a service refused, and leaves constraints to the database."""

    by: Viewer = Nobody()
    refusal: Refusal | None = None
    reason = forms.CharField(
        label=_("Reason for this change"),
        required=False,
        max_length=300,
        help_text=_("Is kept in the history."),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or self.cleaned_data
        if self.refusal is not None:
            fields = self.refusal.details.get("fields") or {
                self.refusal.field: [str(self.refusal.message)]
            }
            for field, sentences in fields.items():
                self.add_error(field if field in self.fields else None, sentences)
        return values

    def _post_clean(self) -> None:
        """As in Django, but constraints are worded by the database's own refusal."""
        try:
            self.instance = construct_instance(self, self.instance, self._meta.fields)
            self.instance.clean_fields(exclude=self._get_validation_exclusions())
        except forms.ValidationError as error:
            self._update_errors(error)
        if self._validate_unique:
            self.validate_unique()


class RoleAdmin(admin.ModelAdmin):
    """Who may see and edit follows from capabilities; rows from the concept's `visible_to`."""

    form = RefusableForm
    see: Capability = Capability.SEE_EXACT_PLANT
    write: Capability | None = None
    list_per_page = 50
    show_full_result_count = False

    # --- permission
    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        viewer = viewer_of(request.user)
        return viewer.can(self.see) or self.has_change_permission(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.write is not None and viewer_of(request.user).can(self.write)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_change_permission(request, obj)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        manager = self.model._default_manager
        if not hasattr(manager, "visible_to"):
            return super().get_queryset(request)
        rows = manager.visible_to(viewer_of(request.user))
        return rows.order_by(*(self.get_ordering(request) or self.model._meta.ordering or ["pk"]))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **options: Any) -> Any:
        manager = db_field.related_model._default_manager
        if "queryset" not in options and hasattr(manager, "visible_to"):
            options["queryset"] = manager.visible_to(viewer_of(request.user))
        return super().formfield_for_foreignkey(db_field, request, **options)

    # --- refusals
    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any):
        form = super().get_form(request, obj, change=change, **options)
        now = {"refusal": getattr(request, "refusal", None), "by": viewer_of(request.user)}
        return type(form.__name__, (form,), now)

    def changeform_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **options)
        except Refusal as refusal:
            request.refusal = refusal  # type: ignore[attr-defined]
            return super().changeform_view(request, *args, **options)

    def delete_view(self, request: HttpRequest, object_id: str, *args: Any, **options: Any):
        try:
            return super().delete_view(request, object_id, *args, **options)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(self.address("change", object_id))

    def changelist_view(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                return super().changelist_view(request, *args, **options)
        except Refusal as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(request.get_full_path())

    def address(self, page: str, *arguments: Any) -> str:
        """The address of one of this model's pages in the administration."""
        meta = self.model._meta
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=arguments)

    # --- writing, where a concept has no service of its own
    def save_model(self, request: HttpRequest, obj: Model, form: Any, change: bool) -> None:
        with worded(), acting(request.user, form.cleaned_data.get("reason", "")):
            super().save_model(request, obj, form, change)

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        with worded(), acting(request.user):
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)


class ReadOnlyInline(admin.TabularInline):
    """Rows on the page of what they belong to: looked at, never written here."""

    see: Capability = Capability.SEE_EXACT_PLANT
    extra = 0
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return viewer_of(request.user).can(self.see)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class NewestPages(Paginator):
    """Counts no further than anybody turns pages: logs have millions of rows."""

    @cached_property
    def count(self) -> int:
        return min(counted(self.object_list), COUNTED_EXACTLY)


class ReadOnlyAdmin(RoleAdmin):
    """Looked at, never written here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
