"""What the pages of the desk need to know of people and periods."""

from __future__ import annotations

from typing import Any

from django import template

from accounts.roles import Capability
from accounts.viewer import viewer_of
from network.periods import in_words

register = template.Library()


@register.filter
def may_keep(user: Any) -> bool:
    """Whether somebody keeps reserves for the city."""
    return viewer_of(user).can(Capability.CONFIRM)


register.filter("in_words", in_words)
