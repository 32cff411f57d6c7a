"""House coordinates in the administration."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from leaflet.admin import LeafletGeoAdminMixin

from accounts.administration import RoleAdmin
from accounts.roles import Capability
from assets.models import Address
from assets.services import catalogue


@admin.register(Address)
class AddressAdmin(LeafletGeoAdminMixin, RoleAdmin):
    write = Capability.EDIT_ASSETS
    list_display = ("street", "house_number", "suffix", "postcode", "town", "district")
    list_filter = ("town", "district", "postcode")
    search_fields = ("street", "building_id")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        catalogue.save(record=obj, by=request.user, reason=form.cleaned_data["reason"])

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        catalogue.delete(record=obj, by=request.user)
