"""The kept mapping that was deleted last: the session holds it until it is brought back."""

from __future__ import annotations

from django.core import serializers
from django.http import HttpRequest

from assets.models import KeptMapping

_KEY = "forgotten_mapping"


def remember(request: HttpRequest, gone: KeptMapping) -> None:
    request.session[_KEY] = serializers.serialize("json", [gone])


def last(request: HttpRequest) -> KeptMapping | None:
    """It as it was, not in the database."""
    held = request.session.get(_KEY)
    return next(serializers.deserialize("json", held)).object if held else None


def let_go(request: HttpRequest) -> None:
    request.session.pop(_KEY, None)
