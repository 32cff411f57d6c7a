"""The log of looks in the administration: read only."""

from django.contrib import admin

from accounts.administration import ReadOnlyAdmin
from accounts.models import Look
from accounts.roles import Capability


@admin.register(Look)
class LookAdmin(ReadOnlyAdmin):
    see = Capability.SEE_ALL_CLAIMS
    list_display = ("at", "person", "organisation", "cases", "door", "what")
    list_filter = ("organisation", "door")
    list_select_related = ("person", "organisation")
    search_fields = ("what", "person__email")
    date_hierarchy = "at"
