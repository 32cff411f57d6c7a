"""Projects in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.administration import RoleAdmin
from accounts.roles import Capability
from assets.models import Project
from assets.services import catalogue


@admin.register(Project)
class ProjectAdmin(RoleAdmin):
    write = Capability.EDIT_ASSETS
    list_display = ("code", "name", "principal", "funding_programme", "starts_on", "ends_on")
    list_filter = ("principal", "funding_programme")
    list_select_related = ("principal",)
    search_fields = ("code", "name", "funding_reference")
    autocomplete_fields = ("principal",)
    date_hierarchy = "starts_on"

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        catalogue.save(record=obj, by=request.user, reason=form.cleaned_data["reason"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        catalogue.delete(record=obj, by=request.user)
