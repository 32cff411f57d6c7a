"""The base of all forms of the map: bound to what was said, else to what the object says.

A form that changes an object is sent only the fields that were changed, so that it can never
overwrite what somebody else changed in another field.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _

from gis.editing import places
from gis.refusals import Refusal

Said = Mapping[str, Any]
"""Values of fields as the browser sends them: texts, lists of texts, true or false."""


@dataclass(frozen=True)
class Conflict:
    """A field in which the person and somebody else said different things."""

    name: str
    label: str
    mine: str
    theirs: str
    mine_value: str
    theirs_value: str


@dataclass(frozen=True)
class Difference:
    """A value that the edit will change without asking for it, in words."""

    label: str
    now: str
    then: str


class EditForm(forms.Form):
    """`asset` is the object it begins with, None for a new one; `by` is the person."""

    opened_with: tuple[str, ...] = ()
    """Fields whose first values come with the address of the form."""

    advanced: tuple[str, ...] = ()
    """Fields that are folded away at first."""
    renamed: Mapping[str, str] = {}
    """Names of the service's fields that have another one in the form."""

    reason = forms.CharField(
        label=_("Reason for this change"),
        required=False,
        max_length=300,
        help_text=_("Is kept in the history."),
    )

    def __init__(self, said: Said | None = None, *, by: Any, asset: Any = None) -> None:
        super().__init__(auto_id="edit-%s")
        self.by, self.asset = by, asset
        self.conflicts: list[Conflict] = []
        self.problems: list[dict[str, Any]] = []
        self.prepare()
        self.said = {} if said is None else {key: said[key] for key in said if key in self.fields}
        self.order_fields([name for name in self.fields if name != "reason"])
        for name, value in self.starting_values().items():
            if name in self.fields:
                self.fields[name].initial = value
        if said is not None:
            self.is_bound, self.data = True, self._data()
        for field in self.fields.values():
            _dress(field)

    # --- what a concept's form says
    def prepare(self) -> None:
        """Narrow choices to what the person may see."""

    def starting_values(self) -> Mapping[str, Any]:
        """What stands in the form at first."""
        return {}

    def way_back(self) -> list[dict[str, Any]] | None:
        """The steps that undo this edit, or None where nothing does.

        `object` names something the edit touched. Values of a step with `only` are sent only for
        the fields that were changed; a value with "@" names something touched, one with "$" a
        value of the form. A step about what was not touched is left out.
        """
        return None

    def data_for_map(self) -> Mapping[str, str]:
        """What the drawing must know besides, as data attributes of the form."""
        return {}

    def notes(self) -> list[str]:
        """What stands in the way of it, as far as the person may see."""
        return []

    def differences(self) -> list[Difference]:
        """What it will change, where that is not what one fills in."""
        return []

    @property
    def drawing_errors(self) -> list[str]:
        """What is wrong with the drawing; that a part of it is missing is said once."""
        known = self.errors.as_data()
        errors = [known[field.name][0] for field in self.hidden_fields() if field.errors]
        missing = [one for one in errors if one.code == "required"]
        return [one.messages[0] for one in errors if one not in missing[1:]]

    def drawn(self) -> GEOSGeometry | None:
        """The geometry that the form is about, to show refusals at their place."""
        return self.cleaned_data.get("geom") if hasattr(self, "cleaned_data") else None

    def where(self) -> GEOSGeometry | None:
        """Where the object lies, to show refusals there if nothing is drawn."""
        return getattr(self.asset, "geom", None)

    # --- what was said
    def facts(self) -> dict[str, Any]:
        """The valid values: of all fields for a new object, else of those that were sent."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "reason" and (self.asset is None or name in self.said)
        }

    def text_of(self, name: str, value: Any = None) -> str:
        """A value as the browser sends it; by default the one that stands there at first."""
        field = self.fields[name]
        value = self.get_initial_for_field(field, name) if value is None else value
        return as_text(field, value)

    def values(self) -> dict[str, str]:
        """What stands in the form at first, as the browser would send it."""
        return {name: self.text_of(name) for name in self.fields if name != "reason"}

    def compare(self, said: Said) -> None:
        """Note each field in which `said` differs from what the object says now.

        What the form was opened with is no fact of the object.
        """
        for name, value in said.items():
            if name in ("reason", *self.opened_with) or name not in self.fields:
                continue
            mine, theirs = str(value), self.text_of(name)
            if mine != theirs:
                label = str(self.fields[name].label)
                words = self._words(name, mine), self._words_of_other(name, theirs)
                self.conflicts.append(Conflict(name, label, *words, mine, theirs))

    def refuse(self, refusal: Refusal) -> None:
        """Show a refusal at its field and note it with its place on the map."""
        fields = refusal.details.get("fields") or {refusal.field: [str(refusal)]}
        at = places.of(refusal, self.drawn(), self.where())
        for said, sentences in fields.items():
            name = self.renamed.get(said, said)
            known = name if name in self.fields else None
            self.add_error(known, [str(one) for one in sentences])
            for sentence in sentences:
                self._note(known, str(sentence), refusal.code, at)

    def note_errors(self) -> None:
        """Note what the form itself refuses."""
        for name, errors in self.errors.items():
            for sentence in errors:
                self._note(name if name in self.fields else None, str(sentence), "INVALID_VALUE")

    def _note(self, field: str | None, message: str, code: str, at: Any = None) -> None:
        self.problems.append({"field": field, "message": message, "code": code, "place": at})

    def _data(self) -> QueryDict | MultiValueDict[str, Any]:
        data: MultiValueDict[str, Any] = MultiValueDict()
        for name, field in self.fields.items():
            value = self.said.get(name, self.text_of(name))
            many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            if isinstance(field, forms.BooleanField) and str(value).lower() != "true":
                continue
            data.setlist(name, list(value) if many and isinstance(value, list) else [value])
        return data

    def _words(self, name: str, text: str) -> str:
        """A value as people read it."""
        field = self.fields[name]
        if isinstance(field, places.GeometryField):
            return str(_("as on the map")) if text else "–"
        for value, label in getattr(field, "choices", ()):
            if str(value) == text:
                return str(label)
        return {"true": str(_("yes")), "false": str(_("no"))}.get(text, text) or "–"

    def _words_of_other(self, name: str, text: str) -> str:
        """Another person's value; a place is drawn dashed beside one's own."""
        if text and isinstance(self.fields[name], places.GeometryField):
            return str(_("dashed on the map"))
        return self._words(name, text)

    # --- for the template
    def main_fields(self) -> Iterator[forms.BoundField]:
        return (one for one in self.visible_fields() if one.name not in self.advanced)

    def more_fields(self) -> list[forms.BoundField]:
        return [one for one in self.visible_fields() if one.name in self.advanced]

    def more_are_wrong(self) -> bool:
        return any(one.errors for one in self.more_fields())


def as_text(field: forms.Field, value: Any) -> str:
    """A value as the browser sends it for this field."""
    if isinstance(field, forms.BooleanField):
        return "true" if value else "false"
    text = field.widget.format_value(field.prepare_value(value))
    if isinstance(text, list):
        text = text[0] if text else ""
    return "" if text is None else str(text)


def _dress(field: forms.Field) -> None:
    """Give a field the look of the design system."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        widget.attrs["class"] = "kern-form-check__checkbox"
    elif isinstance(widget, forms.Select):
        widget.attrs["class"] = "kern-form-input__select"
    else:
        widget.attrs["class"] = "kern-form-input__input"
