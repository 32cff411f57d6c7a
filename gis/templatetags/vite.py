"""`{% vite_bundle "src/main.ts" %}`: the tags that load a front-end entry built by Vite."""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

FOLDER = "citygis/build"
MANIFEST = Path(__file__).resolve().parent.parent / "static" / FOLDER / "manifest.json"


def _read(path: Path) -> dict[str, Any]:
    try:
        return json.loads(path.read_text())
    except FileNotFoundError:
        raise ImproperlyConfigured(
            "The map has not been built: run `make prepare` (or `npm run build` in gis/web)."
        ) from None


@lru_cache(maxsize=1)
def _read_once(path: Path) -> dict[str, Any]:
    return _read(path)


def _styles(manifest: dict[str, Any], entry: str) -> list[str]:
    """Those of the chunks that it shares with other entries come first, each once."""
    chunk = manifest[entry]
    shared = [name for one in chunk.get("imports", []) for name in _styles(manifest, one)]
    return list(dict.fromkeys([*shared, *chunk.get("css", [])]))


@register.simple_tag
def vite_bundle(entry: str) -> SafeString:
    """Stylesheets and script of an entry. The manifest is read once, with DEBUG at every call."""
    manifest = _read(MANIFEST) if settings.DEBUG else _read_once(MANIFEST)
    chunk = manifest[entry]
    styles = format_html_join(
        "\n",
        '<link rel="stylesheet" href="{}">',
        ((static(f"{FOLDER}/{name}"),) for name in _styles(manifest, entry)),
    )
    script = static(f"{FOLDER}/{chunk['file']}")
    return format_html('{}\n<script type="module" src="{}"></script>', styles, script)
