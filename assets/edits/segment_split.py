"""Splitting and merging segments on the map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.edits import fields
from assets.edits.asset import TAKE_BACK, box_of, of, touched
from assets.models import Segment, Site
from assets.models.site import SiteKind
from assets.services import segment
from gis.editing import registry
from gis.editing.form import EditForm
from gis.editing.registry import Edit, Touched

BY_HAND_M = 2.0
"""How far, in metres, a mark on the line may be from it: tiles round to some centimetres."""


class SplitForm(EditForm):
    advanced = ("code",)
    renamed = {"code": "site_code"}

    def prepare(self) -> None:
        self.fields["at"] = fields.point()
        self.fields["site"] = fields.site(self.by, required=False)
        self.fields["site_code"] = forms.CharField(
            label=_("Code of the new site"), required=False, max_length=80
        )
        self.fields["site_kind"] = forms.ChoiceField(
            label=_("Kind of the new site"), choices=SiteKind.choices
        )
        self.fields["code"] = forms.CharField(
            label=_("Code of the second half"),
            required=False,
            max_length=80,
            help_text=_("Empty: the next free one."),
        )

    def starting_values(self) -> Mapping[str, Any]:
        return {
            "site_code": fields.next_free_code(Site, self.by),
            "site_kind": SiteKind.HANDHOLE,
        }

    def data_for_map(self) -> dict[str, str]:
        """The sites at which the segment ends, where it cannot be split."""
        ends = (self.asset.start_site.public_id, self.asset.end_site.public_id)
        return {"ends": " ".join(str(one) for one in ends)}

    def drawn(self) -> Any:
        return self.cleaned_data.get("at") if hasattr(self, "cleaned_data") else None

    def way_back(self) -> list[dict[str, Any]]:
        """By its record: halves that are merged keep the corner at which they were split."""
        return TAKE_BACK


def _split(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    said = form.cleaned_data
    place = {"site": said["site"]} if said["site"] else {"at": said["at"]}
    kept, half = segment.split(
        segment=form.asset,
        new_site={"code": said["site_code"], "kind": said["site_kind"]},
        code=said["code"],
        within_m=BY_HAND_M,
        by=by,
        version=version,
        reason=said["reason"],
        **place,
    )
    found = [touched("kept", kept), touched("half", half)]
    return found if said["site"] else [*found, touched("made", kept.end_site)]


class MergeForm(EditForm):
    def prepare(self) -> None:
        ends = [self.asset.start_site_id, self.asset.end_site_id]
        seen = Segment.objects.visible_to(self.by).in_use().exclude(pk=self.asset.pk)
        neighbours = seen.filter(Q(start_site__in=ends) | Q(end_site__in=ends))
        self.fields["other"] = forms.ModelChoiceField(
            neighbours, to_field_name="public_id", label=_("Segment that continues it")
        )
        self.fields["drop_site"] = forms.BooleanField(
            label=_("Delete the site between them"), required=False, initial=True
        )

    def way_back(self) -> list[dict[str, Any]]:
        return TAKE_BACK


def _merge(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
    said = form.cleaned_data
    other = said["other"]
    before, site = box_of(other), _common(form.asset, other)
    kept = segment.merge(
        segment=form.asset,
        other=other,
        drop_site=said["drop_site"],
        by=by,
        version=version,
        reason=said["reason"],
    )
    gone = [("half", other), *([("made", site)] if said["drop_site"] else [])]
    return [
        touched("kept", kept, before),
        *(touched(name, one, before, gone=True) for name, one in gone),
    ]


def _common(one: Segment, other: Segment) -> Site:
    """A site at which both end; the service refuses where there is none or more than one."""
    own = {one.start_site_id, one.end_site_id}
    return other.start_site if other.start_site_id in own else other.end_site


def _has_neighbour(asset: Any) -> bool:
    ends = [asset.start_site_id, asset.end_site_id]
    others = Segment.objects.in_use().exclude(pk=asset.pk)
    return others.filter(Q(start_site__in=ends) | Q(end_site__in=ends)).exists()


SPLIT = Edit(
    name="segment-split",
    title=_("Split segment"),
    explain=_(
        "The segment is divided at a site. Ducts, cables, reservations and history stay;"
        " everything in it goes through both halves."
    ),
    save=_("Split segment"),
    form=SplitForm,
    run=_split,
    draws="on-line",
    **of(Segment),
)
MERGE = Edit(
    name="segment-merge",
    title=_("Merge with neighbour"),
    explain=_(
        "Possible where both segments hold the same and nothing else is at the site between them."
    ),
    save=_("Merge segments"),
    form=MergeForm,
    run=_merge,
    offered=_has_neighbour,
    **of(Segment),
)


def register() -> None:
    registry.register(SPLIT)
    registry.register(MERGE)
