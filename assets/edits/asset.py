"""What the edits of all assets share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import Extent
from django.contrib.gis.geos import GEOSGeometry, LineString, MultiLineString
from django.db.models import Q

from accounts.models import User
from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.edits import fields
from assets.models import Asset, Cable, Duct, Gateway, Segment, Site
from assets.services import obstacles
from gis import srid
from gis.editing.form import EditForm
from gis.editing.registry import Run, Touched
from gis.panel_page import degrees

TAKE_BACK: list[dict[str, Any]] = [
    {"edit": "change-take-back", "object": None, "values": {"change": "@change"}}
]
"""The way back of edits that take something away: the recorded change itself is taken back."""

PARTIES = ("operator", "used_by")
ORIGIN = (
    "valid_from", "valid_to", "publication", "provenance", "project", "source_system", "source_id",
    "remarks",
)  # fmt: skip

Box = tuple[float, float, float, float]


def may_edit(user: Any) -> bool:
    return viewer_of(user).can(Capability.EDIT_ASSETS)


def finder(model: type[Asset]) -> Callable[[Any, UUID], Any]:
    """Finds an object that the viewer may see."""

    def find(user: Any, public_id: UUID) -> Asset | None:
        rows = model._default_manager.visible_to(viewer_of(user))
        return rows.filter(public_id=public_id).first()

    return find


class AssetForm(EditForm):
    """A form about an asset, which knows where it lies."""

    def where(self) -> GEOSGeometry | None:
        return place_of(self.asset)


class FactsForm(AssetForm):
    """The facts of one concept, for a new object or for one that exists."""

    model: type[Asset]
    main: tuple[str, ...] = ()
    advanced: tuple[str, ...] = ()

    def prepare(self) -> None:
        names = (*self.main, *self.advanced)
        made = fields.of_model(self.model, names, self.by)
        self.fields.update({name: made[name] for name in names if name in made})

    def starting_values(self) -> Mapping[str, Any]:
        if self.asset is not None:
            return {name: getattr(self.asset, name, None) for name in self.fields}
        known = {
            "code": fields.next_free_code(self.model, self.by),
            "owner": fields.usual_owner(self.model, self.by),
        }
        return (
            {**known, "kind": fields.usual_kind(self.model, self.by)}
            if "kind" in self.main
            else known
        )

    @property
    def noun(self) -> str:
        return str(self.model._meta.model_name)

    def way_back(self) -> list[dict[str, Any]] | None:
        """What was made is deleted; what was changed gets the values that it has now."""
        if self.asset is None:
            return [{"edit": f"{self.noun}-delete", "object": self.noun, "values": {}}]
        return [
            {
                "edit": f"{self.noun}-change",
                "object": self.noun,
                "values": self.values(),
                "only": True,
            }
        ]


class DeleteForm(AssetForm):
    """Says what stands in the way before anybody presses the button."""

    def notes(self) -> list[str]:
        found = obstacles.to_removal([self.asset], delete=True)
        listed, hidden = obstacles.shown_to(self.by, found)
        return obstacles.in_words(listed, hidden)

    def way_back(self) -> list[dict[str, Any]]:
        return TAKE_BACK


def place_of(asset: Any) -> GEOSGeometry | None:
    """Where an asset lies, in the storage system: ducts and cables on the lines they go through."""
    if isinstance(asset, Gateway):
        return asset.site.geom
    if isinstance(asset, Duct | Cable):
        sections = asset.sections.order_by("rank").select_related("segment")
        return MultiLineString([one.segment.geom for one in sections], srid=srid.STORAGE)
    return getattr(asset, "geom", None)


def union(*boxes: Box | None) -> Box | None:
    known = [box for box in boxes if box is not None]
    if not known:
        return None
    west, south, east, north = zip(*known, strict=True)
    return min(west), min(south), max(east), max(north)


def _moved_with(site: Site) -> Iterator[Box]:
    """The boxes of the stretches that follow the site: from it to the next corner of each line."""
    ending = Segment.objects.filter(Q(start_site=site) | Q(end_site=site))
    for line, start, end in ending.values_list("geom", "start_site", "end_site"):
        corners = line.coords
        if start == site.pk:
            yield LineString(corners[:2]).extent
        if end == site.pk:
            yield LineString(corners[-2:]).extent


def box_of(asset: Any) -> Box | None:
    """The box of an object and of what is drawn with it, in the storage system."""
    if isinstance(asset, Site):
        return union(asset.geom.extent, *_moved_with(asset))
    if isinstance(asset, Gateway):
        return asset.site.geom.extent
    if isinstance(asset, Duct | Cable):
        inside = Segment.objects.filter(
            **{f"{asset._meta.model_name}_sections__{asset._meta.model_name}": asset}
        )
        return inside.aggregate(box=Extent("geom"))["box"]
    return asset.geom.extent


def touched(
    name: str, asset: Any, *also: Box | None, gone: bool = False, public_id: UUID | None = None
) -> Touched:
    """An object as an edit leaves it; `also` are boxes that it filled before."""
    box = None if gone else box_of(asset)
    return Touched(
        name=name,
        kind=str(asset._meta.model_name),
        id=public_id or asset.public_id,
        version=None if gone else asset.version,
        bounds=degrees(union(box, *also)),
    )


def of(model: type[Asset]) -> dict[str, Any]:
    """What edits have in common that begin with an object of this model."""
    kind = str(model._meta.model_name)
    return {"allowed": may_edit, "kind": kind, "find": finder(model)}


def changing(noun: str, change: Callable[..., Any], *, moves: bool = False) -> Run:
    """Calls the service that changes an object; `moves`: it may lie elsewhere afterwards."""

    def run(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
        before = box_of(form.asset) if moves else None
        said = {"by": by, "version": version, "reason": form.cleaned_data["reason"]}
        changed = change(**{noun: form.asset}, **said, **form.facts())
        return [touched(noun, changed, before)]

    return run


def deleting(noun: str, delete: Callable[..., Any], *options: str) -> Run:
    """Calls the service that deletes an object; `options` are fields of the form that it takes."""

    def run(form: EditForm, by: User, version: int | None) -> Sequence[Touched]:
        box = box_of(form.asset)
        said = {"by": by, "version": version, "reason": form.cleaned_data["reason"]}
        chosen = {name: form.cleaned_data.get(name, False) for name in options}
        delete(**{noun: form.asset}, **said, **chosen)
        return [touched(noun, form.asset, box, gone=True)]

    return run
