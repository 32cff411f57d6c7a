"""Who asks: machines send `Authorization: Bearer <token>`, people come with a session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.auth.middleware import AuthenticationMiddleware, auser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.scopes import Scope
from accounts.services import bearer
from accounts.viewer import InsufficientScope
from gis.refusals import Refusal

_SCHEME = "bearer "
_READING = {"GET", "HEAD"}
_SIGNED_IN = "X-Signed-In"
"""Sent by pages that were opened by somebody who was logged in (gis/web/src/session.ts)."""


class SessionAccount(AuthenticationMiddleware):
    """As Django's, but the account came with its session and costs no statement of its own."""

    def process_request(self, request: HttpRequest) -> None:
        request.user = SimpleLazyObject(lambda: _account_of(request))  # type: ignore[assignment]
        request.auser = partial(auser, request)


def _account_of(request: Any) -> Any:
    """The account of the session; Django decides where that was made with another password."""
    session = request.session
    known = session.get(SESSION_KEY)  # reads the session and, with it, the account
    account: User | None = session.account
    if account is None or not account.is_active or str(account.pk) != known:
        return get_user(request)
    proof = session.get(HASH_SESSION_KEY, "")
    if not constant_time_compare(proof, account.get_session_auth_hash()):
        return get_user(request)
    return account


def bearer_authentication(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware behind that of sessions: a presented token replaces the session.

    A token that does not work ends the request with 401, one that may not do this with 403,
    whatever cookies came with it. A browser never sends the header by itself, so requests with a
    token need no CSRF token.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header[: len(_SCHEME)].lower() != _SCHEME:
            return _challenged(get_response(request))
        try:
            user = bearer.authenticate(header[len(_SCHEME) :].strip())
            _refuse_closed_doors(request, user)
        except Refusal as refusal:
            return _challenged(_refused(refusal), "invalid_token")
        request.user = user
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # Django's own switch
        return _challenged(get_response(request), "invalid_token")

    return middleware


def signed_out(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware behind authentication: a page that was opened logged in hears when that is over.

    It would go on as a stranger, who finds nothing and to whom no object exists.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if _SIGNED_IN in request.headers and not request.user.is_authenticated:
            return _told_signed_out()
        response = get_response(request)
        if request.method == "POST" and response.status_code == 302:
            _lead_back(request, response)
        return response

    return middleware


def _lead_back(request: HttpRequest, response: HttpResponse) -> None:
    """After the login to the page of the form: where it was sent, there may be none to read."""
    login = reverse("login")
    page = urlsplit(request.headers.get("Referer", ""))
    if response["Location"].startswith(f"{login}?") and page.netloc == request.get_host():
        there = urlunsplit(("", "", page.path, page.query, ""))
        response["Location"] = redirect_to_login(there, login).url


def _told_signed_out() -> HttpResponse:
    """In the shape of each door that the page asks: uploads, saves, GraphQL."""
    message = str(_("You are no longer logged in. What you typed is kept; please log in again."))
    problem = {"field": None, "message": message, "code": "SIGNED_OUT", "place": None}
    error = {"message": message, "extensions": {"code": "SIGNED_OUT", "field": None}}
    said = {"message": message, "problems": [problem], "errors": [error]}
    response = JsonResponse(said, status=401)
    response["Cache-Control"] = "no-store"
    return response


@cache
def _for_people_only() -> tuple[str, ...]:
    return reverse("admin:index"), reverse("login").removesuffix("login/")


def _refuse_closed_doors(request: HttpRequest, user: User) -> None:
    """Pages of people are closed to tokens, and whatever is read to those that may not read."""
    if request.path.startswith(_for_people_only()):
        raise Refusal("PEOPLE_ONLY", _("This page is for people: log in without a token."))
    if request.method in _READING and Scope.READ not in (user.scopes or ()):
        raise InsufficientScope(Scope.READ)


def _refused(refusal: Refusal) -> HttpResponse:
    """The body has the shape of a GraphQL error."""
    message = str(refusal)
    error = {
        "message": message,
        "extensions": {"code": refusal.code, "field": None, "message": message},
    }
    status = 401 if isinstance(refusal, bearer.TokenRefused) else 403
    response = JsonResponse({"errors": [error]}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _challenged(response: HttpResponse, fault: str | None = None) -> HttpResponse:
    """401 and, to a token, 403 name what is wrong with the credentials (RFC 6750, section 3)."""
    if response.has_header("WWW-Authenticate"):
        return response
    if response.status_code == 401:
        response["WWW-Authenticate"] = f'Bearer error="{fault}"' if fault else "Bearer"
    elif response.status_code == 403 and fault:
        response["WWW-Authenticate"] = 'Bearer error="insufficient_scope"'
    return response
