"""Where along a duct a grant opens it: the rows that say so lie in an upper room."""

from __future__ import annotations

from django.db.models import Q

from accounts.models import Grant
from accounts.viewer import Viewer

_said: list[str] = []


def said_by(condition: str) -> None:
    """Declare the SQL that is true for the section `{key}` if any of the `{grants}` opens it."""
    _said[:] = [condition]


def opened(user: Viewer) -> Q:
    """The duct sections that a grant opens to this viewer today; none before anybody declared."""
    return Grant.objects.opened(user, *_said) if _said else Q(pk__in=[])
