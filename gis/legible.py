"""Addresses with the character that no text of the registry can hold are refused at the door."""

from collections.abc import Callable

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse

NUL = "\0"


def legible(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: 400 for an address with a null character, in the path or in a value.

    PostgreSQL's texts cannot hold it, and no door means anything by it. Forms and bodies say so at
    their field.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        values = (value for _name, values in request.GET.lists() for value in values)
        if NUL in request.path_info or any(NUL in value for value in values):
            raise BadRequest("null character in the address")
        return get_response(request)

    return middleware
