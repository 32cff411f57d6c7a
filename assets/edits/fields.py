"""Form fields of assets, made from the models: labels, choices and limits exist once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import DateField, Field, ForeignKey, Model
from django.forms.models import fields_for_model
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from assets.models import Address, Asset, Project, Site
from assets.services.copies import MAX_CODE
from gis.editing.places import GeometryField

NUMBERED = re.compile(r"^(?P<stem>.*?)(?P<number>\d+)$")
TRIED = 50


def of_model(model: type[Model], names: Iterable[str], by: Any) -> dict[str, forms.Field]:
    """The form fields of these model fields; references offer what the person may see."""

    def made(field: Field, **options: Any) -> forms.Field:
        if isinstance(field, ForeignKey):
            return reference(field, by)
        if isinstance(field, DateField):
            options["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return field.formfield(**options)

    found = fields_for_model(model, list(names), formfield_callback=made)
    for field in found.values():
        if isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
    return found


def reference(field: ForeignKey, by: Any) -> forms.ModelChoiceField:
    """A choice by code; addresses, of which there are too many, are chosen on the map."""
    model = field.related_model
    manager = model._default_manager  # type: ignore[union-attr]
    rows = manager.visible_to(by) if hasattr(manager, "visible_to") else manager.all()
    if model is Address:
        return forms.ModelChoiceField(rows, required=False, widget=forms.HiddenInput)
    if model in (Organisation, Project):
        rows = rows.order_by("name" if model is Organisation else "code")
    return forms.ModelChoiceField(
        rows, required=not field.blank, label=field.verbose_name, to_field_name="code"
    )


def point(**options: Any) -> GeometryField:
    missing = _("Mark the place on the map, or type coordinates or an address.")
    return GeometryField(kind="Point", missing=missing, label=_("place"), **options)


def line(**options: Any) -> GeometryField:
    missing = _("Draw the line on the map.")
    return GeometryField(kind="LineString", missing=missing, label=_("line"), **options)


def drawing() -> forms.CharField:
    """What the browser must know to show a drawing again after a refusal or a reload.

    It comes back as it was sent; nobody here reads it.
    """
    return forms.CharField(required=False, widget=forms.HiddenInput)


def site(by: Any, **options: Any) -> forms.ModelChoiceField:
    """A site that is chosen on the map."""
    options = {"widget": forms.HiddenInput, **options}
    return forms.ModelChoiceField(Site.objects.visible_to(by), to_field_name="public_id", **options)


def next_free_code(model: type[Asset], by: Any, beyond: int = 0) -> str:
    """A code that continues the one given last: "S-104" after "S-103"; empty for the first.

    `beyond` skips so many free ones, for forms that make several objects.
    """
    last = model._default_manager.visible_to(by).order_by("-pk").values_list("code", flat=True)
    match = NUMBERED.match(last.first() or "")
    if match is None:
        return ""
    stem, number = match["stem"], match["number"]
    tries = [f"{stem}{int(number) + step:0{len(number)}d}" for step in range(1, TRIED + 1)]
    taken = set(model._default_manager.filter(code__in=tries).values_list("code", flat=True))
    free = [one for one in tries if one not in taken and len(one) <= MAX_CODE]
    return free[beyond] if len(free) > beyond else ""


def usual_owner(model: type[Asset], by: Any) -> Organisation | None:
    """Whoever owns what was recorded last, if the person may name it; else the own organisation."""
    seen = Organisation.objects.visible_to(by)
    last = model._default_manager.visible_to(by).order_by("-pk").values_list("owner", flat=True)
    return (
        seen.filter(pk=last.first() or 0).first()
        or seen.filter(pk__in=by.organisation_ids).order_by("pk").first()
    )


def usual_kind(model: type[Asset], by: Any) -> str:
    """The kind of what was recorded last: whoever places one often places several."""
    last = model._default_manager.visible_to(by).order_by("-pk").values_list("kind", flat=True)
    return last.first() or ""
