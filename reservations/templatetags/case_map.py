"""What the maps of cases and enquiries need to know, for templates."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gis import layers, page
from gis.panel_page import degrees

register = template.Library()


NETWORK = ("segments", "corridor")
"""Layers that say where capacity is free, as exactly as somebody may see it."""


@register.simple_tag(takes_context=True)
def case_map_config(context: dict[str, Any]) -> SafeString:
    """`#case-map-config`: language, first background, the network's layers, the city's box."""
    offered = layers.offered_to(context["request"].user)
    background = page.background_entries(settings.BACKGROUNDS)[0]
    box = page.plant_box() or tuple(settings.CITY_AREA)
    facts = {"language": get_language(), "background": background, "bounds": degrees(box)}
    facts["layers"] = [
        {"name": one.name, "minzoom": one.min_zoom} for one in offered if one.name in NETWORK
    ]
    return json_script(facts, "case-map-config")
