"""/accounts/tokens/: the personal tokens of whoever is logged in."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.cache import never_cache

from accounts.forms import PersonalTokenForm
from accounts.models import ApiToken
from accounts.roles import Capability
from accounts.scopes import Scope
from accounts.services import personal_token
from gis.refusals import NotFound, Refusal


@method_decorator(never_cache, name="dispatch")
class PersonalTokens(LoginRequiredMixin, View):
    """The list, and the form for a new one; a new token is shown in the answer and nowhere else."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, form)
        try:
            issued = personal_token.create(by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        except Refusal as refusal:
            field = refusal.field if refusal.field in form.fields else None
            form.add_error(field, str(refusal))
            return self._page(request, form)
        return self._page(request, self._form(request), issued=issued)

    def _form(self, request: Any, data: Any = None) -> PersonalTokenForm:
        return PersonalTokenForm(data, scopes=personal_token.scopes_for(request.user))

    def _page(self, request: Any, form: PersonalTokenForm, **more: Any) -> HttpResponse:
        allowed = request.user.can(Capability.HAVE_TOKENS)
        context = {
            "form": form,
            "allowed": allowed,
            "tokens": [_shown(token) for token in ApiToken.objects.personal(request.user)],
            "most_days": settings.PERSONAL_TOKEN_MAX_DAYS,
            **more,
        }
        return render(request, "accounts/tokens.html", context, status=200 if allowed else 403)


@method_decorator(never_cache, name="dispatch")
class RevokePersonalToken(LoginRequiredMixin, View):
    """Asks first; then the token ends at once."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            token = personal_token.own(request.user, pk)  # type: ignore[arg-type]
        except NotFound:
            raise Http404 from None
        return render(request, "accounts/token_revoke.html", {"token": _shown(token)})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        try:
            token = personal_token.revoke(by=request.user, pk=pk)  # type: ignore[arg-type]
        except NotFound:
            raise Http404 from None
        text = _("The token “%(name)s” is revoked. It does not work any more.")
        messages.success(request, text % {"name": token.name})
        return redirect("personal_tokens")


def _shown(token: ApiToken) -> dict[str, Any]:
    """A token as the page shows it."""
    revoked = token.revoked_at is not None
    expired = not revoked and token.expires_at <= timezone.now()
    return {
        "pk": token.pk,
        "name": token.name,
        "hint": token.hint,
        "scopes": [Scope(scope).label for scope in token.scopes],
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "last_used_at": token.last_used_at,
        "revoked": revoked,
        "expired": expired,
        "works": not (revoked or expired),
    }
