"""Fields of operation forms that find sites while one types, among those the person may see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect

from assets.models import Segment, Site


def site_choice(form: Any, site: Any, **options: Any) -> forms.ModelChoiceField:
    """A site of the network; `site` is the admin site, whose autocomplete view answers."""
    widget = AutocompleteSelect(Segment._meta.get_field("start_site"), site)
    return forms.ModelChoiceField(Site.objects.visible_to(form.by), widget=widget, **options)
