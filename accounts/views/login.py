"""/accounts/login/: by e-mail and password, not too often."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from accounts.attempts import Attempt
from accounts.forms import LoginForm
from gis.refusals import Refusal


class Login(LoginView):
    """Whoever tried too often hears the same whether the account exists and the password is right:
    neither is looked at.
    """

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True
    extra_context = {"city": settings.CITY_NAME}

    def post(self, request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        try:
            attempt = Attempt(request, request.POST.get("username", ""))
        except Refusal as refusal:
            return self._too_often(refusal)
        response = super().post(request, *arguments, **named)
        if request.user.is_authenticated:
            attempt.succeeded()
        return response

    def _too_often(self, refusal: Refusal) -> HttpResponse:
        form = LoginForm(initial={"username": self.request.POST.get("username", "")})
        context = self.get_context_data(form=form, too_often=refusal.message)
        response = self.render_to_response(context, status=429)
        response["Retry-After"] = str(refusal.details["retryAfterSeconds"])
        return response


def administration_login(request: HttpRequest) -> HttpResponse:
    """There is one page to log in; whoever has and may not open the administration hears so."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))
