"""The language may be named in the address, so that a link shows what its sender saw."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import translation

from gis.navigation import address_of

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
        response = _without_it(request) or get_response(request)
        if request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != named:
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, named, samesite="Lax")
        return response

    return middleware


def _without_it(request: HttpRequest) -> HttpResponse | None:
    """Lists of the administration take every parameter for a filter, and drop all with one that
    they do not know: there the address goes on without the language.
    """
    administration = address_of("admin:index")
    if request.method != "GET" or not administration or not request.path.startswith(administration):
        return None
    rest = request.GET.copy()
    del rest[PARAMETER]
    return HttpResponseRedirect(f"{request.path}?{rest.urlencode()}" if rest else request.path)
