"""Names of files in narrow places."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_SIGNS = re.compile(r"([._-]+)(?=\w)")


@register.filter
def breakable(name: str) -> SafeString:
    """May go on in a new line behind a sign, rather than in the middle of a word."""
    return mark_safe(_SIGNS.sub(r"\1<wbr>", escape(name)))
