"""API clients in the administration: made, changed, given a new secret, ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.administration import ReadOnlyInline, RefusableForm, RoleAdmin
from accounts.models import ApiClient, ApiSecret
from accounts.roles import Capability, Role
from accounts.scopes import Scope
from accounts.secrets import Issued
from accounts.services import client as clients

OVERLAP = timedelta(days=7)


class ScopesForm(RefusableForm):
    scopes = forms.MultipleChoiceField(
        label=_("Scopes"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What its tokens may open at most. None: all that the role can use."),
    )


class NewClientForm(ScopesForm):
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(role.value, role.label) for role in Role if role not in clients.UNFIT],
        initial=Role.PARTNER,
        help_text=_("What its service account may do in the organisation."),
    )


class Secrets(ReadOnlyInline):
    see = Capability.MANAGE_CLIENTS
    model = ApiSecret
    fields = readonly_fields = ("hint", "created_at", "valid_until", "last_used_at")


@admin.register(ApiClient)
class ApiClientAdmin(RoleAdmin):
    see = write = Capability.MANAGE_CLIENTS
    list_display = ("name", "code", "organisation", "scope_names", "last_use", "revoked_at")
    list_filter = ("organisation", "revoked_at")
    list_select_related = ("organisation",)
    search_fields = ("name", "code")
    actions = ("replace_secret", "replace_secret_gently", "revoke")

    # --- forms
    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any):
        options["form"] = ScopesForm if obj else NewClientForm
        return super().get_form(request, obj, change=change, **options)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return ["organisation", "code", "name", "role", "scopes", "reason"]
        facts = ["code", "organisation", "user", "name", "scopes", "created_at", "revoked_at"]
        return facts if obj.revoked_at else [*facts, "reason"]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["code", "organisation", "user", "created_at", "revoked_at"] if obj else []

    def get_inlines(self, request: HttpRequest, obj: Any) -> list[Any]:
        return [Secrets] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request) and not (obj and obj.revoked_at)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # clients are revoked, so that what they did keeps its name

    # --- list
    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).with_last_use()  # type: ignore[attr-defined]

    @admin.display(description=_("scopes"))
    def scope_names(self, client: ApiClient) -> str:
        return ", ".join(client.scopes)

    @admin.display(description=_("last used"), ordering="last_used_at")
    def last_use(self, client: Any) -> Any:
        return client.last_used_at

    # --- writing
    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        given = form.cleaned_data
        facts = {"by": request.user, "reason": given.get("reason", ""), "name": given["name"]}
        if change:
            clients.change(client=obj, scopes=given["scopes"], **facts)
            return
        facts |= {name: given[name] for name in ("code", "organisation", "role")}
        issued = clients.create(scopes=given["scopes"] or None, **facts)
        obj.__dict__.update(issued.record.client.__dict__)
        request.issued = issued  # type: ignore[attr-defined]

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: Any = None) -> Any:
        return self._shown_once(request, [request.issued])  # type: ignore[attr-defined]

    @admin.action(description=_("Replace the secret: the old one ends at once"))
    def replace_secret(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        return self._replaced(request, chosen, None)

    @admin.action(description=_("Replace the secret: the old one works for seven more days"))
    def replace_secret_gently(self, request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponse:
        return self._replaced(request, chosen, timezone.now() + OVERLAP)

    @admin.action(description=_("Revoke the chosen clients for good"))
    def revoke(self, request: HttpRequest, chosen: QuerySet[Any]) -> None:
        for client in chosen:
            clients.revoke(client=client, by=request.user)
        messages.success(request, _("The clients are revoked, with their secrets and tokens."))

    def _replaced(self, request: HttpRequest, chosen: Any, until: Any) -> HttpResponse:
        issued = [
            clients.rotate_secret(client=client, by=request.user, old_valid_until=until)
            for client in chosen
        ]
        return self._shown_once(request, issued)

    def _shown_once(self, request: HttpRequest, issued: list[Issued[ApiSecret]]) -> HttpResponse:
        """A page, not a message: messages are stored until they are shown."""
        context = {
            **self.admin_site.each_context(request),
            "title": _("Secret of the client"),
            "opts": self.model._meta,
            "issued": issued,
        }
        return TemplateResponse(request, "accounts/admin_secret.html", context)
