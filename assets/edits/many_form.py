"""The forms of changing many objects at once, and of giving each back what it had."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from assets.edits import fields
from assets.models import Asset, Cable, Duct, Gateway, Segment, Site
from gis import filtering
from gis.editing.form import EditForm, as_text
from gis.editing.registry import MOST_TOGETHER
from gis.refusals import Refusal

MODELS: dict[str, type[Asset]] = {
    "segment": Segment, "site": Site, "duct": Duct, "cable": Cable, "gateway": Gateway,
}  # fmt: skip
ATTRIBUTES = (
    "life_cycle", "owner", "operator", "used_by", "publication", "accuracy", "provenance",
    "project",
)  # fmt: skip


def attributes_of(model: type[Asset]) -> list[str]:
    """The attributes that objects of this kind have."""
    known = {field.name for field in model._meta.fields}
    return [name for name in ATTRIBUTES if name in known]


class AttributesForm(EditForm):
    """The attributes that many may share; empty leaves each as it is."""

    def prepare(self) -> None:
        self.fields["kind"] = forms.ChoiceField(
            choices=[(name, name) for name in MODELS], widget=forms.HiddenInput
        )
        for name, field in fields.of_model(Site, ATTRIBUTES, self.by).items():
            field.required = False
            field.initial = None
            field.help_text = ""
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("leave as it is")
            elif isinstance(field, forms.ChoiceField):
                offered = [one for one in field.choices if one[0]]
                field.choices = [("", _("leave as it is")), *offered]
            self.fields[name] = field

    def data_for_map(self) -> dict[str, str]:
        """The kinds in the order in which they are offered, with their attributes and list."""
        lists = {listing.kind: listing.name for listing in filtering.all_listings()}
        kinds = [
            {"name": name, "title": capfirst(str(model._meta.verbose_name_plural))}
            | {"attributes": attributes_of(model), "list": lists[name]}
            for name, model in MODELS.items()
        ]
        return {"kinds": json.dumps(kinds)}

    def texts_of(self, asset: Asset) -> dict[str, str]:
        """The attributes of an object as the form sends them."""
        names = attributes_of(type(asset))
        return {name: as_text(self.fields[name], getattr(asset, name)) for name in names}

    def words_of(self, asset: Asset) -> dict[str, str]:
        """The same for people."""
        return {name: self._words(name, text) for name, text in self.texts_of(asset).items()}


class ManyForm(AttributesForm):
    def prepare(self) -> None:
        super().prepare()
        self.at: Any = None
        self.fields["chosen"] = forms.CharField(
            widget=forms.HiddenInput,
            error_messages={"required": _("Choose objects on the map first.")},
        )
        # Kept by the browser for the way back; the server needs it only then.
        self.fields["before"] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.fields["drawing"] = fields.drawing()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not any(said.get(name) for name in ATTRIBUTES):
            raise ValidationError(_("Choose at least one attribute to change."))
        known = attributes_of(MODELS.get(said.get("kind", ""), Site))
        for name in ATTRIBUTES:
            if said.get(name) and name not in known:
                self.add_error(name, _("Objects of this kind have no such attribute."))
        return said

    def clean_chosen(self) -> list[tuple[str, int]]:
        try:
            pairs = [one.split(":") for one in self.cleaned_data["chosen"].split(",")]
            chosen = [(public_id, int(version)) for public_id, version in pairs]
        except ValueError:
            raise ValidationError(_("The request cannot be read.")) from None
        if len(chosen) > MOST_TOGETHER:
            raise ValidationError(_("Choose at most %(most)d objects.") % {"most": MOST_TOGETHER})
        return chosen

    def drawn(self) -> Any:
        return self.at

    def way_back(self) -> list[dict[str, Any]]:
        values = {"kind": "$kind", "rows": "$before"}
        return [{"edit": "many-restore", "object": None, "values": values}]


class RestoreForm(AttributesForm):
    """Gives each object its old attributes, if it still has those of the change."""

    def prepare(self) -> None:
        super().prepare()
        self.at: Any = None
        self.fields["rows"] = forms.JSONField(widget=forms.HiddenInput)

    def drawn(self) -> Any:
        return self.at

    def facts_of(self, asset: Asset, row: Mapping[str, Any]) -> dict[str, Any]:
        """The old values of the attributes that were changed. Refuses what moved on."""
        now = self.texts_of(asset)
        if any(now.get(name) != text for name, text in row["from"].items()):
            raise Refusal("OVERTAKEN", _("Somebody else changed this object in the meantime."))
        return {
            name: self.fields[name].clean(text) for name, text in row["to"].items() if name in now
        }
