"""The menu of the pages beside the map and the links at the foot of each, for templates."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

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


@register.simple_tag
def service_links() -> list[tuple[str, str]]:
    """Address and words of what the law asks every page to lead to."""
    links = (
        (reverse("accessibility"), _("Accessibility")),
        (settings.IMPRINT_URL, _("Imprint")),
        (settings.PRIVACY_URL, _("Privacy")),
    )
    return [link for link in links if link[0]]
