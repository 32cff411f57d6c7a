"""People in the administration, with their roles."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth import admin as auth_admin
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from leaflet.admin import LeafletGeoAdminMixin

from accounts.administration import RefusableForm, RoleAdmin
from accounts.models import Membership, User
from accounts.roles import Capability


class ChangeForm(RefusableForm, auth_forms.UserChangeForm):
    pass


class AddForm(auth_forms.AdminUserCreationForm):
    class Meta:
        model = User
        fields = ("email", "full_name")
        field_classes: dict[str, Any] = {}


class Memberships(admin.TabularInline):
    """Areas are drawn on the membership's own page, where there is room for a map."""

    model = Membership
    extra = 0
    fields = ("organisation", "role")
    autocomplete_fields = ("organisation",)
    show_change_link = True

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.can(Capability.MANAGE_PEOPLE)  # type: ignore[union-attr]

    has_change_permission = has_delete_permission = has_view_permission

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_view_permission(request)


@admin.register(User)
class UserAdmin(RoleAdmin, auth_admin.UserAdmin):
    see = write = Capability.MANAGE_PEOPLE
    form = ChangeForm
    add_form = AddForm
    fieldsets = (
        (None, {"fields": ("email", "full_name", "password")}),
        (_("Access"), {"fields": ("is_active", "is_staff", "is_service")}),
        (_("Log"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (None, {"fields": ("email", "full_name", "usable_password", "password1", "password2")}),
    )
    readonly_fields = ("last_login", "date_joined")
    list_display = ("email", "full_name", "is_active", "is_staff", "is_service", "last_login")
    list_filter = ("is_active", "is_staff", "is_service", "memberships__role")
    search_fields = ("email", "full_name")
    ordering = ("email",)
    filter_horizontal = ()
    inlines = (Memberships,)


@admin.register(Membership)
class MembershipAdmin(LeafletGeoAdminMixin, RoleAdmin):
    """The area of a contractor is drawn here."""

    see = write = Capability.MANAGE_PEOPLE
    list_display = ("user", "organisation", "role")
    list_filter = ("role", "organisation")
    list_select_related = ("user", "organisation")
    search_fields = ("user__email", "user__full_name", "organisation__name")
    autocomplete_fields = ("user", "organisation")


admin.site.unregister(Group)  # Roles are memberships; Django's groups would mean nothing here.
