"""Addresses with the character that no text of the registry can hold are no fault of ours."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gis.views.unread import unread

NUL = "\0"


def legible(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 where an address with a null character came as far as the database.

    PostgreSQL's texts cannot hold it. A door that has a rule of its own answers itself.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, exception: Exception) -> HttpResponse | None:
        values = (value for _name, values in request.GET.lists() for value in values)
        illegible = NUL in request.path_info or any(NUL in value for value in values)
        is_ours = isinstance(exception, ValueError) and illegible
        return unread(request, exception) if is_ours else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware
