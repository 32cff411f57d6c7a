"""The menu of the pages beside the map, for templates."""

from typing import Any

from django import template
from django.http import HttpRequest

from gis import navigation

register = template.Library()


@register.simple_tag(takes_context=True)
def navigation_entries(context: dict[str, Any]) -> list[tuple[str, str, bool]]:
    """Address, title and whether it is the page being shown."""
    request: HttpRequest = context["request"]
    return [
        (one.address, str(one.title), request.path.startswith(one.address))
        for one in navigation.offered_to(request.user)
    ]
