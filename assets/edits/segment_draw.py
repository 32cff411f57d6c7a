"""Drawing a segment on the map, with the sites and splits that its ends need."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits import fields
from assets.edits.asset import TAKE_BACK, may_edit, touched
from assets.edits.segment import SegmentForm
from assets.models import Segment, Site
from assets.models.site import SiteKind
from assets.services.segment_draw import Drawn, End, Ending, draw
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched

NEW_SITES = (
    ("start", _("Code of the site at the start"), _("Kind of the site at the start")),
    ("end", _("Code of the site at the end"), _("Kind of the site at the end")),
)


class EndField(forms.CharField):
    """Where a line ends: "site:" or "split:" and a public id; empty for a new site."""

    widget = forms.HiddenInput

    def __init__(self, by: Any, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.by = by

    def clean(self, value: Any) -> End:
        kind, _colon, public_id = super().clean(value).partition(":")
        if not kind:
            return End()
        model = {"site": Site, "split": Segment}.get(kind)
        if model is None:
            raise ValidationError(_("There is no such object."))
        try:
            found = model._default_manager.visible_to(self.by).filter(public_id=public_id).first()
        except ValidationError:
            found = None
        if found is None:
            raise ValidationError(_("There is no such object."))
        return End(site=found) if kind == "site" else End(split=found)


class DrawForm(SegmentForm):
    """A new segment; each end that is no site yet gets a code and a kind."""

    renamed = {"start_site": "start", "end_site": "end"}

    def prepare(self) -> None:
        super().prepare()
        self.fields["start"], self.fields["end"] = EndField(self.by), EndField(self.by)
        self.fields["drawing"] = fields.drawing()
        for end, code, kind in NEW_SITES:
            self.fields[f"{end}_code"] = forms.CharField(label=code, max_length=80, required=False)
            self.fields[f"{end}_kind"] = forms.ChoiceField(
                label=kind, choices=SiteKind.choices, initial=SiteKind.HANDHOLE
            )

    def starting_values(self) -> Mapping[str, Any]:
        codes = [fields.next_free_code(Site, self.by, beyond) for beyond in (0, 1)]
        return {**super().starting_values(), "start_code": codes[0], "end_code": codes[1]}

    def end_of(self, name: str) -> End:
        said = self.cleaned_data
        end: End = said[name]
        new = {"code": said[f"{name}_code"], "kind": said[f"{name}_kind"]}
        new["life_cycle"] = said["life_cycle"]
        return End(site=end.site, split=end.split, new_site=new)  # type: ignore[arg-type]

    def facts(self) -> dict[str, Any]:
        own = {*self.main, *self.advanced, "geom"}
        return {name: value for name, value in self.cleaned_data.items() if name in own}

    def way_back(self) -> list[dict[str, Any]]:
        """By its record: halves that are merged keep the corner at which they were split."""
        return TAKE_BACK


def _draw(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, DrawForm)
    reason = form.cleaned_data["reason"]
    ends = {"start": form.end_of("start"), "end": form.end_of("end")}
    drawn = draw(by=by, reason=reason, **ends, **form.facts())
    return [touched("segment", drawn.segment), *_endings(drawn)]


def _endings(drawn: Drawn) -> Iterable[Touched]:
    for name, ending in (("start", drawn.start), ("end", drawn.end)):
        yield from _ending(name, ending)


def _ending(name: str, ending: Ending) -> Iterable[Touched]:
    """A site that a split made goes when the halves are merged, so that it is not named."""
    if ending.halves is not None:
        kept, half = ending.halves
        kept.refresh_from_db()
        half.refresh_from_db()
        yield touched(f"{name}_kept", kept)
        yield touched(f"{name}_half", half)
    elif ending.made:
        yield touched(f"{name}_site", ending.site)


DRAW = Edit(
    name="segment-create",
    title=_("New route segment"),
    explain=_(
        "Draw the line corner by corner. Ends snap to sites; on a line they offer to split it."
        " Elsewhere a new site is made."
    ),
    save=_("Save segment"),
    form=DrawForm,
    run=_draw,
    allowed=may_edit,
    draws="line",
)


def register() -> None:
    registry.register(DRAW)
