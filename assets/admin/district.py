"""Districts in the administration: looked at; `manage.py import_districts` writes them."""

from django.contrib import admin

from accounts.administration import ReadOnlyAdmin
from gis.models import District


@admin.register(District)
class DistrictAdmin(ReadOnlyAdmin):
    list_display = ("name", "code")
    search_fields = ("name",)
    fields = ("name", "code")
