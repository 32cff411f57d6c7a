"""Machines log in with `Authorization: Bearer <token>`; people with a session."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse

from accounts.services import token as tokens

_SCHEME = "bearer "


def bearer_authentication(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware behind Django's own authentication: a presented token replaces the session.

    A token that does not work ends the request with 401, whatever cookies came with it. A browser
    never sends the header by itself, so requests with a token need no CSRF token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header[: len(_SCHEME)].lower() != _SCHEME:
            return get_response(request)
        try:
            token = tokens.authenticate(header[len(_SCHEME) :].strip())
        except tokens.TokenRefused as refused:
            return _unauthorised(refused)
        request.user = token.client.user
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's own switch
        return get_response(request)

    return middleware


def _unauthorised(refused: tokens.TokenRefused) -> HttpResponse:
    """The body has the shape of a GraphQL error, the header that of RFC 6750."""
    error = {
        "message": str(refused),
        "extensions": {"code": refused.code, "field": None, "message": str(refused)},
    }
    response = JsonResponse({"errors": [error]}, status=401)
    response["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    response["Cache-Control"] = "no-store"
    return response
