"""What people call the targets of an import and their fields; mappings call them by name."""

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

ELSEWHERE = {"organisation": "accounts"}

PARTS = {
    "gateway": ("antenna",),
    "duct": ("ducttype", "ductsection"),
    "cable": ("cabletype", "cablesection"),
}
"""What an import makes beside the object: a row of the delivery holds their fields, too."""

OWN = {
    ("duct", "inner_mm"): _("Inner diameter (mm)"),
    ("duct", "inside"): _("Lies in the duct"),
    ("duct", "cable_count"): _("Stated number of cables"),
    ("cable", "tube_count"): _("Number of buffer tubes"),
    ("cable", "fibres_per_tube"): _("Fibres in each buffer tube"),
}
"""Words for what only a delivery says."""


def target(name: str) -> str:
    """ "site" as people call it."""
    return capfirst(str(_model(name)._meta.verbose_name))


def field(of: str, name: str) -> str:
    """A field of a target."""
    if name == "id":
        return str(_("Id in the source"))
    if (of, name) in OWN:
        return str(OWN[of, name])
    found = _field(of, name)
    return "" if found is None else capfirst(str(found.verbose_name))


def choices(of: str, name: str) -> list[tuple[str, str]]:
    """The codes of a field of a target with their words; none where the model has no such list."""
    found = _field(of, name)
    return [(str(code), str(word)) for code, word in (found and found.choices) or ()]


def _field(of: str, name: str) -> Field | None:
    """The field of the object, or of what is made with it, that people have a word for."""
    for model in (of, *PARTS.get(of, ())):
        try:
            found = _model(model)._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(found, Field):
            return found
    return None


def _model(name: str) -> type[Model]:
    return apps.get_model(ELSEWHERE.get(name, "assets"), name)
