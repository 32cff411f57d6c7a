"""/bookmarks/: the own bookmarks as JSON, for the map."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from accounts.models import Bookmark
from accounts.services import bookmark as bookmarks
from gis.refusals import NotPermitted, Refusal
from gis.views.refused import refused


@require_http_methods(["GET", "POST"])
@cache_control(private=True, no_store=True)
def own_bookmarks(request: HttpRequest) -> HttpResponse:
    """GET lists the own bookmarks by name, POST {name, address} keeps another."""
    try:
        person = _person(request)
        if request.method == "GET":
            own = Bookmark.objects.visible_to(person)
            return JsonResponse({"bookmarks": [_entry(one) for one in own]})
        made = bookmarks.create(by=person, **_body(request))
    except Refusal as refusal:
        return refused(refusal)
    return JsonResponse(_entry(made), status=201)


@require_http_methods(["DELETE"])
def own_bookmark(request: HttpRequest, public_id: UUID) -> HttpResponse:
    try:
        bookmarks.delete(by=_person(request), public_id=public_id)
    except Refusal as refusal:
        return refused(refusal)
    return HttpResponse(status=204)


def _person(request: HttpRequest) -> Any:
    """Whoever is logged in; a token keeps no bookmarks."""
    user: Any = request.user
    if not user.is_authenticated or user.scopes is not None:
        raise NotPermitted
    return user


def _body(request: HttpRequest) -> dict[str, str]:
    try:
        body = orjson.loads(request.body)
        return {"name": _text(body["name"]), "address": _text(body["address"])}
    except (ValueError, KeyError, TypeError):
        message = _("A name and an address are needed.")
        raise Refusal("BAD_INPUT", message) from None


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _entry(one: Bookmark) -> dict[str, str]:
    return {"id": str(one.public_id), "name": one.name, "address": one.address}
