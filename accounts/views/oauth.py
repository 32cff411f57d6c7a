"""/oauth/…: where a client gets a token, ends it and asks about it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from oauth2_provider.views.mixins import OAuthLibMixin

from gis import rate

POINTS = 10_000
"""Points that a request takes from the bucket that its address has for these pages."""


@method_decorator(csrf_exempt, name="dispatch")  # the client's own secret proves who sends it
@method_decorator(sensitive_post_parameters("client_secret", "token"), name="dispatch")
class _Endpoint(OAuthLibMixin, View):
    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        budget = rate.emptied_by_refusals(request) or rate.take(_bucket(request), POINTS)
        if budget is not None and not budget.enough:
            return _too_many(budget)
        if request.META.get("QUERY_STRING"):
            return _query_refused()
        try:
            _uri, headers, body, status = self.answer(request)
        except (BadRequest, SuspiciousOperation):  # the form is read only now
            rate.note_refusal(request)
            return _refused("invalid_request", "The form cannot be read", 400)
        response = HttpResponse(
            body or "", status=status, headers={"Content-Type": "application/json", **headers}
        )
        response["Cache-Control"] = "no-store"
        if status == 401:
            rate.note_refusal(request)
            response["WWW-Authenticate"] = 'Basic realm="Trassenbuch", charset="UTF-8"'
        return response

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str, int]:
        raise NotImplementedError


class TokenEndpoint(_Endpoint):
    """A token for client id and secret (RFC 6749, section 4.4)."""

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str, int]:
        return self.create_token_response(request)


class RevocationEndpoint(_Endpoint):
    """Ends one of the client's own tokens (RFC 7009)."""

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str, int]:
        return self.create_revocation_response(request)


class IntrospectionEndpoint(_Endpoint):
    """Whether one of the client's own tokens still works, and for what (RFC 7662)."""

    def answer(self, request: HttpRequest) -> tuple[Any, dict[str, str], str, int]:
        return self.get_oauthlib_core().create_introspection_response(request)


def _bucket(request: HttpRequest) -> str:
    return f"oauth {rate.address_of(request)}"


def _query_refused() -> HttpResponse:
    """Secrets in an address end up in logs, so that there is nothing to send there."""
    return _refused("invalid_request", "URL query parameters are not allowed", 400)


def _too_many(budget: rate.Budget) -> HttpResponse:
    """Before any statement; `Retry-After` says in how many seconds there is room again."""
    refused = _refused("rate_limited", str(budget.refusal()), 429)
    for name, value in budget.headers.items():
        refused[name] = value
    return refused


def _refused(error: str, description: str, status: int) -> HttpResponse:
    """In the shape of RFC 6749, section 5.2."""
    fault = {"error": error, "error_description": description}
    return JsonResponse(fault, status=status, headers={"Cache-Control": "no-store"})
