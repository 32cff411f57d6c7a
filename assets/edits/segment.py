"""Segments on the map: change with their corners, reverse, delete."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

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
    of,
    touched,
)
from assets.models import Segment
from assets.services import segment
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched

MAIN = ("kind", "code", "name", "owner", "life_cycle", "surface", "depth_cm")
ADVANCED = (
    "cover_cm", "built_year", "accuracy", "funding", "stated_length_m", *PARTIES, *ORIGIN,
)  # fmt: skip


class SegmentForm(FactsForm):
    model = Segment
    main = MAIN
    advanced = ADVANCED

    def prepare(self) -> None:
        super().prepare()
        self.fields["geom"] = fields.line()


class ChangeForm(SegmentForm):
    """The facts and the corners; an end that is dragged onto another site ends there."""

    def prepare(self) -> None:
        super().prepare()
        self.fields["start_site"] = fields.site(self.by, label=_("start"))
        self.fields["end_site"] = fields.site(self.by, label=_("end"))


def _reverse(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    reason = form.cleaned_data["reason"]
    return [
        touched(
            "segment", segment.reverse(segment=form.asset, by=by, version=version, reason=reason)
        )
    ]


class ReverseForm(EditForm):
    def way_back(self) -> list[dict[str, Any]]:
        return [{"edit": "segment-reverse", "object": "segment", "values": {}}]


CHANGE = Edit(
    name="segment-change",
    title=_("Change segment"),
    explain=_("Facts and course. What lies in the segment stays in it."),
    save=_("Save segment"),
    form=ChangeForm,
    run=changing("segment", segment.change, moves=True),
    draws="vertices",
    **of(Segment),
)
REVERSE = Edit(
    name="segment-reverse",
    title=_("Reverse segment"),
    explain=_("Start and end change places. Ducts and cables in it keep their own direction."),
    save=_("Reverse segment"),
    form=ReverseForm,
    run=_reverse,
    **of(Segment),
)
DELETE = Edit(
    name="segment-delete",
    title=_("Delete segment"),
    explain=_(
        "For mistakes only: the segment disappears as if it had never been recorded. What was"
        " there gets the life cycle “removed” instead."
    ),
    save=_("Delete segment"),
    form=DeleteForm,
    run=deleting("segment", segment.delete),
    danger=True,
    **of(Segment),
)


def register() -> None:
    registry.register(CHANGE)


def register_rest() -> None:
    for edit in (REVERSE, DELETE):
        registry.register(edit)
