"""Ducts on the map: lay along a proposed path, change, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
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
from assets.edits.path import PathField, as_lines
from assets.models import Duct
from assets.services import duct
from assets.services.path import Step
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched


class DuctForm(FactsForm):
    model = Duct
    main = ("code", "name", "owner", "life_cycle", "commercial_availability")
    advanced = (*PARTIES, *ORIGIN)


class LayForm(DuctForm):
    """A tube, a protection duct or a bundle with its tubes, directly in the trench."""

    main = ("type", *DuctForm.main)

    def prepare(self) -> None:
        super().prepare()
        self.fields["path"] = PathField(self.by)
        self.fields["start_site"] = fields.site(self.by)
        self.fields["drawing"] = fields.drawing()

    def drawn(self) -> Any:
        segments = getattr(self, "cleaned_data", {}).get("path")
        return as_lines(segments) if segments else None

    def way_back(self) -> list[dict[str, Any]]:
        gone = {"with_tubes": "true"}
        return [{"edit": "duct-delete", "object": "duct", "values": gone}]


class DuctDeleteForm(DeleteForm):
    def prepare(self) -> None:
        if self.asset.tubes.exists():
            self.fields["with_tubes"] = forms.BooleanField(
                label=_("With the tubes in it"), required=False, initial=True
            )

    def notes(self) -> list[str]:
        """The tubes of a bundle go with it, so that they are not in the way."""
        return [] if self.asset.tubes.exists() else super().notes()


def _lay(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    said = form.cleaned_data
    own = {"path", "start_site", "drawing"}
    facts = {name: value for name, value in form.facts().items() if name not in own}
    laid = duct.lay(
        path=[Step(segment) for segment in said["path"]],
        start_site=said["start_site"],
        by=by,
        reason=said["reason"],
        **facts,
    )
    return [touched("duct", laid)]


LAY = Edit(
    name="duct-create",
    title=_("Lay duct or bundle"),
    explain=_(
        "Click the site at which it starts and the one at which it ends. The shortest way is"
        " proposed; click segments to go through them or to leave them out."
    ),
    save=_("Lay duct"),
    form=LayForm,
    run=_lay,
    allowed=may_edit,
    draws="path",
)
CHANGE = Edit(
    name="duct-change",
    title=_("Change duct"),
    explain=_("The facts; the way of a duct changes by cutting and rerouting."),
    save=_("Save duct"),
    form=DuctForm,
    run=changing("duct", duct.change),
    **of(Duct),
)
DELETE = Edit(
    name="duct-delete",
    title=_("Delete duct"),
    explain=_(
        "For mistakes only: the duct disappears as if it had never been recorded. What was there"
        " gets the life cycle “removed” instead."
    ),
    save=_("Delete duct"),
    form=DuctDeleteForm,
    run=deleting("duct", duct.delete, "with_tubes"),
    danger=True,
    **of(Duct),
)


def register() -> None:
    registry.register(LAY)
    registry.register(CHANGE)


def register_rest() -> None:
    registry.register(DELETE)
