"""What the maps of cases and enquiries need to know, for templates."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from gis import page
from gis.panel_page import degrees

register = template.Library()


@register.simple_tag
def case_map_config() -> SafeString:
    """`#case-map-config`: language, the first background, and the city's box in degrees."""
    background = page.background_entries(settings.BACKGROUNDS)[0]
    box = page.plant_box() or tuple(settings.CITY_AREA)
    facts = {"language": get_language(), "background": background, "bounds": degrees(box)}
    return json_script(facts, "case-map-config")
