"""/ : the map page."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from gis import filtering, layers, page
from gis.navigation import address_of
from gis.panel_page import degrees


def _home(request: HttpRequest) -> page.Box:
    """Where the map opens: around the plant, for people without a login around the city."""
    known = page.plant_box() if request.user.is_authenticated else None
    return known or tuple(settings.CITY_AREA)


def _layer_entry(layer: layers.Layer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "title": str(layer.title),
        "minzoom": layer.min_zoom,
        "geometry": layer.geometry,
        "visible": layer.visible,
        "filterable": filtering.find(layer.name) is not None,
    }


def _config(request: HttpRequest) -> dict[str, Any]:
    """What the front end reads from #map-config (`gis/web/src/config.ts` has the same shape)."""
    return {
        "language": get_language(),
        "city": settings.CITY_NAME,
        "bounds": degrees(_home(request)),
        "layers": [_layer_entry(layer) for layer in layers.offered_to(request.user)],
        "backgrounds": page.background_entries(settings.BACKGROUNDS),
        "user": page.user_facts(request.user),
        "owners": page.owners(request.user),
        "graphql": "/graphql/",
        "login": address_of("login"),
    }


@require_safe
@ensure_csrf_cookie
@cache_control(private=True, no_store=True)
def map_page(request: HttpRequest) -> HttpResponse:
    """The one page; what it shows is in its address and in the layers of whoever looks."""
    config = _config(request)
    context = {
        "config": config,
        "city": settings.CITY_NAME,
        "languages": [{"code": code, "name": name} for code, name in settings.LANGUAGES],
        "user_name": config["user"]["name"] if config["user"] else "",
        "login_url": config["login"],
        "account_url": address_of("account"),
        "logout_url": address_of("logout"),
        "admin_url": address_of("admin:index") if admin.site.has_permission(request) else "",
    }
    return render(request, "citygis/map.html", context)
