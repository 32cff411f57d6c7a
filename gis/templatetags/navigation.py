"""The menu of the pages beside the map and the links at the foot of each, for templates."""

from typing import Any, NamedTuple

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from gis import navigation

register = template.Library()


class Shown(NamedTuple):
    """A page of the menu: is it the one being shown, and how much waits on it."""

    address: str
    title: str
    here: bool
    waiting: int


@register.simple_tag(takes_context=True)
def navigation_entries(context: dict[str, Any]) -> list[Shown]:
    request: HttpRequest = context["request"]
    return [
        Shown(
            one.address,
            str(one.title),
            request.path.startswith(one.address),
            one.waiting(request.user) if one.waiting else 0,
        )
        for one in navigation.offered_to(request.user)
    ]


@register.simple_tag
def waiting_on(pages: list[Shown]) -> int:
    """How much waits on all pages together."""
    return sum(one.waiting for one in pages)


@register.simple_tag
def account_addresses() -> dict[str, str]:
    """Where somebody who is logged in finds the own account and leaves."""
    return {"page": navigation.address_of("account"), "logout": navigation.address_of("logout")}


@register.simple_tag
def service_links() -> list[tuple[str, str]]:
    """Address and words of what the law asks every page to lead to."""
    links = (
        (reverse("accessibility"), _("Accessibility")),
        (settings.IMPRINT_URL, _("Imprint")),
        (settings.PRIVACY_URL, _("Privacy")),
    )
    return [link for link in links if link[0]]
