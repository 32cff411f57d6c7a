"""Organisations in the administration."""

from django.contrib import admin

from accounts.administration import RoleAdmin
from accounts.models import Organisation
from accounts.roles import Capability


@admin.register(Organisation)
class OrganisationAdmin(RoleAdmin):
    write = Capability.MANAGE_PEOPLE
    list_display = ("name", "code", "kind", "max_holds", "contact_email")
    list_filter = ("kind",)
    search_fields = ("name", "code")
