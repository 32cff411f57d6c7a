"""Pulling a cable on the map: through ducts that are chosen by the room in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits import fields
from assets.edits.asset import (
    ORIGIN,
    PARTIES,
    DeleteForm,
    FactsForm,
    changing,
    deleting,
    may_edit,
    of,
    touched,
)
from assets.edits.path import PathField, as_lines, named
from assets.models import Cable, Duct
from assets.services import cable
from assets.services.path import Step
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched
from gis.refusals import NotFound


class InsideField(forms.CharField):
    """Public ids of ducts, one for each segment of the path; empty where the cable is buried."""

    widget = forms.HiddenInput

    def __init__(self, by: Any) -> None:
        super().__init__(required=False)
        self.by = by

    def clean(self, value: Any) -> list[Duct | None]:
        text = super().clean(value)
        said = text.split(",") if text else []
        try:
            found = {str(one.public_id): one for one in named(Duct, text, self.by, "inside")}
        except NotFound as refusal:
            raise ValidationError(str(refusal)) from None
        return [found.get(one) for one in said]


class CableForm(FactsForm):
    model = Cable
    main = ("code", "name", "owner", "life_cycle", "route_quality")
    advanced = ("sheath_start_m", "sheath_end_m", "stated_length_m", *PARTIES, *ORIGIN)


class PullForm(CableForm):
    main = ("type", *CableForm.main)

    def prepare(self) -> None:
        super().prepare()
        self.fields["path"] = PathField(self.by)
        self.fields["start_site"] = fields.site(self.by)
        self.fields["inside"] = InsideField(self.by)
        self.fields["drawing"] = fields.drawing()

    def drawn(self) -> Any:
        segments = getattr(self, "cleaned_data", {}).get("path")
        return as_lines(segments) if segments else None

    def starting_values(self) -> Mapping[str, Any]:
        return {**super().starting_values(), "route_quality": "surveyed"}

    def steps(self) -> list[Step]:
        path, inside = self.cleaned_data["path"], self.cleaned_data["inside"]
        ducts = inside if len(inside) == len(path) else [None] * len(path)
        return [Step(segment, inside=duct) for segment, duct in zip(path, ducts, strict=True)]


def _pull(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, PullForm)
    said = form.cleaned_data
    own = {"path", "inside", "start_site", "drawing"}
    facts = {name: value for name, value in form.facts().items() if name not in own}
    pulled = cable.create(
        path=form.steps(), start_site=said["start_site"], by=by, reason=said["reason"], **facts
    )
    return [touched("cable", pulled)]


EDITS = (
    Edit(
        name="cable-create",
        title=_("Pull cable"),
        explain=_(
            "Click the site at which it starts and the one at which it ends, then choose the"
            " ducts: each says how full it is before and after."
        ),
        save=_("Pull cable"),
        form=PullForm,
        run=_pull,
        allowed=may_edit,
        draws="pull",
    ),
    Edit(
        name="cable-change",
        title=_("Change cable"),
        explain=_("The facts; the way of a cable stays."),
        save=_("Save cable"),
        form=CableForm,
        run=changing("cable", cable.change),
        **of(Cable),
    ),
    Edit(
        name="cable-delete",
        title=_("Delete cable"),
        explain=_(
            "For mistakes only: the cable disappears as if it had never been recorded. What was"
            " there gets the life cycle “removed” instead."
        ),
        save=_("Delete cable"),
        form=DeleteForm,
        run=deleting("cable", cable.delete),
        danger=True,
        **of(Cable),
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
