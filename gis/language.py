"""The language may be named in the address, so that a link shows what its sender saw."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

PARAMETER = "lang"


def language_from_address(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware behind Django's own: `?lang=en` wins over cookie and browser, and is kept."""
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        named = request.GET.get(PARAMETER)
        if named not in known:
            return get_response(request)
        translation.activate(named)
        request.LANGUAGE_CODE = named  # type: ignore[attr-defined]
        response = get_response(request)
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != named:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, named, samesite="Lax")
        return response

    return middleware
