"""What the admin pages of all assets share: lists, forms, the map, services and history."""

from __future__ import annotations

from types import ModuleType
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdminMixin

from accounts.administration import RefusableForm, RoleAdmin
from accounts.roles import Capability
from assets.admin.operation import Operation, operation_urls
from assets.services import obstacles
from history.describe import described
from history.queries import changes_of

ASSET_FIELDS = ("code", "name", "owner", "operator", "used_by", "life_cycle")
ORIGIN_FIELDS = (
    "project",
    "valid_from",
    "valid_to",
    "publication",
    "provenance",
    "source_system",
    "source_id",
    "remarks",
    "public_id",
    "created_at",
    "updated_at",
)
CHANGES_SHOWN = 200


class AssetForm(RefusableForm):
    """Carries the version that was read, so that a stale form is refused."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk is not None:
            self.fields["seen_version"].initial = self.instance.version


class AssetAdmin(LeafletGeoAdminMixin, RoleAdmin):
    """`service` has `create`, `change`, `delete`, which take the object under the name `noun`."""

    form = AssetForm
    write = Capability.EDIT_ASSETS
    service: ModuleType
    noun: str
    history_parts: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    change_form_template = "admin/assets/change_form.html"
    object_history_template = "admin/assets/history.html"
    own_fields: tuple[Any, ...] = ()

    class Media:
        css = {"screen": ["assets/admin.css"]}

    readonly_fields = ("public_id", "created_at", "updated_at")
    list_filter = ("life_cycle", "owner", "project", "provenance")
    search_fields = ("code", "name", "source_id")
    autocomplete_fields = ("owner", "operator", "used_by", "project")
    date_hierarchy = "updated_at"

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        return [
            (None, {"fields": (*ASSET_FIELDS, *self.shown_fields(obj))}),
            (_("Origin and validity"), {"classes": ("collapse",), "fields": ORIGIN_FIELDS}),
            (_("Note on this change"), {"fields": ("reason", "seen_version")}),
        ]

    def shown_fields(self, obj: Any) -> tuple[Any, ...]:
        """The concept's own fields; a concept may show others for a new object."""
        return self.own_fields

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    # --- writing
    def save_form(self, request: HttpRequest, form: Any, change: bool) -> Any:
        """The service stores the object; there is nothing left for the form to save."""
        form.save_m2m = lambda: None
        return form.instance

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        options = {"by": request.user, "reason": form.cleaned_data.get("reason") or ""}
        facts = self.facts(form, change)
        if change:
            version = form.cleaned_data.get("seen_version")
            stored = self.service.change(**{self.noun: obj}, version=version, **options, **facts)
        else:
            stored = self.service.create(**options, **facts)
        obj.pk = stored.pk
        obj._state.adding = False

    def facts(self, form: Any, change: bool) -> dict[str, Any]:
        """What the form says about the asset: all of it, or what was changed."""
        fields = {field.name for field in self.model._meta.fields if field.editable}
        said = form.changed_data if change else form.cleaned_data
        return {name: form.cleaned_data[name] for name in said if name in fields}

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        self.service.delete(**{self.noun: obj}, by=request.user)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        for obj in queryset:
            self.delete_model(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What stands in the way comes from the registry's own rule, not from Django's cascade."""
        going: list[Model] = list(objs)
        in_the_way = obstacles.to_removal(going, delete=True)
        names = obstacles.in_words(*obstacles.shown_to(request.user, in_the_way))
        counts = {self.model._meta.verbose_name_plural: len(going)}
        return [str(one) for one in going], counts, set(), names

    @admin.display(description=_("from – to"), ordering="start_site__code")
    def ends(self, asset: Any) -> str:
        """Both sites by code alone, so that a list keeps room for other columns."""
        sites = (asset.start_site, asset.end_site)
        return " – ".join("?" if site is None else site.code for site in sites)

    # --- operations on one object
    def get_urls(self) -> list[Any]:
        return [*operation_urls(self), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: Any, **options: Any) -> Any:
        if options.get("obj") is not None and self.has_change_permission(request):
            context["operations"] = self.operations
        return super().render_change_form(request, context, **options)

    # --- history
    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        obj = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not request.user.can(Capability.SEE_HISTORY):  # type: ignore[union-attr]
            messages.error(request, _("Your role does not include the history."))
            changes = []
        else:
            changes = described(changes_of(obj, *self.history_parts)[:CHANGES_SHOWN])
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(object)s") % {"object": obj},
            "object": obj,
            "opts": self.model._meta,
            "changes": changes,
            **(extra_context or {}),
        }
        return TemplateResponse(request, self.object_history_template, context)
