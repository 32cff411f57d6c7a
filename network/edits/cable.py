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

    def drawn(self) -> Any:
        segments = getattr(self, "cleaned_data", {}).get("path")
        return as_lines(segments) if segments else None

    def starting_values(self) -> Mapping[str, Any]:
        known = super().starting_values()
        if self.asset is None:
            return {**known, "route_quality": "surveyed"}
        sections = self.asset.sections.select_related("segment", "duct_section__duct")
        ordered = list(sections.order_by("rank"))
        ducts = [one.duct_section.duct if one.duct_section_id else None for one in ordered]
        return {
            **known,
            "path": ",".join(str(one.segment.public_id) for one in ordered),
            "inside": ",".join("" if one is None else str(one.public_id) for one in ducts),
            "start_site": self.asset.start_site,
        }

    def steps(self) -> list[Step]:
        path, inside = self.cleaned_data["path"], self.cleaned_data["inside"]
        ducts = inside if len(inside) == len(path) else [None] * len(path)
        return [Step(segment, inside=duct) for segment, duct in zip(path, ducts, strict=True)]


class CableDeleteForm(DeleteForm):
    again = PullForm

    def way_back(self) -> list[dict[str, Any]] | None:
        """Slack and what was spliced is not put back, so that only a plain cable comes back."""
        plain = self.asset.sections.exists() and not self.asset.sections.filter(slack_m__gt=0)
        return super().way_back() if plain else None


def _pull(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, PullForm)
    said = form.cleaned_data
    own = {"path", "inside", "start_site"}
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
        form=CableDeleteForm,
        run=deleting("cable", cable.delete),
        danger=True,
        **of(Cable),
    ),
)


def register() -> None:
    for edit in EDITS:
        registry.register(edit)
