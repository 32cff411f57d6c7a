"""Grants of sight in the administration: read only, a confirmed reservation makes them."""

from django.contrib import admin

from accounts.administration import ReadOnlyAdmin
from accounts.models import Grant
from accounts.roles import Capability


@admin.register(Grant)
class GrantAdmin(ReadOnlyAdmin):
    see = Capability.SEE_ALL_CLAIMS
    list_display = ("case_reference", "organisation", "valid")
    list_filter = ("organisation",)
    list_select_related = ("organisation",)
    search_fields = ("case_reference", "organisation__name")
