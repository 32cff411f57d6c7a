"""What people call the targets of an import and their fields; mappings call them by name."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

ELSEWHERE = {"organisation": "accounts"}


def target(name: str) -> str:
    """ "site" as people call it."""
    return capfirst(str(_model(name)._meta.verbose_name))


def field(of: str, name: str) -> str:
    """A field of a target; empty where only mappings have a word for it."""
    if name == "id":
        return _("Id in the source")
    try:
        return capfirst(str(_model(of)._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return ""


def choices(of: str, name: str) -> list[tuple[str, str]]:
    """The codes of a field of a target with their words; none where the model has no such list."""
    try:
        listed = _model(of)._meta.get_field(name).choices  # type: ignore[union-attr]
    except (FieldDoesNotExist, AttributeError):
        return []
    return [(str(code), str(word)) for code, word in listed or ()]


def _model(name: str) -> type:
    return apps.get_model(ELSEWHERE.get(name, "assets"), name)
