"""Changing attributes of many objects of a kind at once: previewed, then all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.viewer import viewer_of
from assets.edits.asset import box_of, finder, may_edit, place_of, touched
from assets.edits.many_form import ATTRIBUTES, MODELS, AttributesForm, ManyForm, RestoreForm
from assets.models import Asset
from assets.services import cable, duct, gateway, segment, site
from gis import filtering, srid
from gis.editing import questions, registry
from gis.editing.form import EditForm
from gis.editing.places import geometry
from gis.editing.registry import MOST_TOGETHER, Edit, Touched
from gis.refusals import NotFound, NotPermitted, Refusal

CHANGE: dict[str, Any] = {
    "site": site.change,
    "segment": segment.change,
    "duct": duct.change,
    "cable": cable.change,
    "gateway": gateway.change,
}
SHOWN = ("owner", "operator", "used_by", "project")


def _found(kind: str, public_id: str, by: User) -> Asset:
    try:
        found = finder(MODELS[kind])(by, UUID(public_id))
    except ValueError:
        found = None
    if found is None:
        raise NotFound("chosen")
    return found


def _named(asset: Asset, refusal: Refusal) -> Refusal:
    """Of many the sentence must say which one is refused."""
    return Refusal(refusal.code, f"{asset.code}: {refusal}", None, **refusal.details)


def _change_each(
    form: Any, by: User, rows: Sequence[tuple[Asset, int | None, dict[str, Any]]]
) -> Iterator[Touched]:
    kind, reason = form.cleaned_data["kind"], form.cleaned_data["reason"]
    for number, (asset, version, facts) in enumerate(rows):
        before = box_of(asset)
        try:
            made = CHANGE[kind](**{kind: asset}, by=by, version=version, reason=reason, **facts)
        except Refusal as refusal:
            form.at = place_of(asset)
            raise _named(asset, refusal) from None
        yield touched(f"n{number}", made, before)


def _change(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, ManyForm)
    said = form.cleaned_data
    facts = {name: said[name] for name in ATTRIBUTES if said[name]}
    rows = [
        (_found(said["kind"], public_id, by), version, facts)
        for public_id, version in said["chosen"]
    ]
    return list(_change_each(form, by, rows))


def _restore(form: EditForm, by: User, _version: int | None) -> Sequence[Touched]:
    assert isinstance(form, RestoreForm)
    said = form.cleaned_data
    rows = []
    for row in said["rows"][:MOST_TOGETHER]:
        asset = _found(said["kind"], str(row["id"]), by)
        try:
            rows.append((asset, asset.version, form.facts_of(asset, row)))
        except Refusal as refusal:
            form.at = place_of(asset)
            raise _named(asset, refusal) from None
    return list(_change_each(form, by, rows))


def preview(user: Any, asked: QueryDict) -> dict[str, Any]:
    """The objects of a kind in an area, of a filter or both: as sent, and in words.

    `filter` is what list and map are narrowed by, as the address of the map holds it.
    """
    viewer = viewer_of(user)
    if not may_edit(viewer):
        raise NotPermitted()
    model = MODELS.get(asked.get("kind", ""))
    if model is None:
        raise NotFound("kind")
    rows = model._default_manager.visible_to(viewer).in_use()
    narrow = QueryDict(asked.get("filter", ""))
    if narrow:
        rows = rows.filter(pk__in=_filtered(narrow, asked["kind"], viewer).values("pk"))
    if "area" in asked or not narrow:
        rows = rows.filter(rows.shown_in_area(_area(asked.get("area", "")), viewer))
    # Whoever changes the same ones at the same time locks them in the same order.
    found = list(rows.select_related(*SHOWN).order_by("code")[: MOST_TOGETHER + 1])
    if len(found) > MOST_TOGETHER:
        raise Refusal("TOO_MANY", _("Choose at most %(most)d objects.") % {"most": MOST_TOGETHER})
    form = AttributesForm(by=user)
    return {"rows": [_row(one, form) for one in found]}


def _filtered(narrow: QueryDict, kind: str, viewer: Any) -> QuerySet[Any]:
    filtered = filtering.read(narrow, viewer)
    if filtered.listing.kind != kind:
        raise NotFound("filter")
    return filtered.rows


def _row(asset: Any, form: AttributesForm) -> dict[str, Any]:
    return {
        "id": str(asset.public_id),
        "code": asset.code,
        "version": asset.version,
        "values": form.texts_of(asset),
        "words": form.words_of(asset),
    }


def _area(text: str) -> GEOSGeometry:
    """The polygon inside a line of at least three corners, as GeoJSON; closed here."""
    try:
        corners = list(geometry(text, "LineString").coords)
    except ValidationError as error:
        raise Refusal("INVALID_GEOMETRY", error.messages[0], "area") from None
    if len(corners) < 3:
        raise Refusal("INVALID_GEOMETRY", _("An area has at least three corners."), "area")
    area = Polygon([*corners, corners[0]], srid=srid.WEB)
    if not area.valid:
        raise Refusal("INVALID_GEOMETRY", _("The outline of the area crosses itself."), "area")
    area.transform(srid.STORAGE)
    return area


MANY = Edit(
    name="many-change",
    title=_("Change many"),
    explain=_(
        "Outline an area on the map, look through what lies in it, and choose what shall hold for"
        " all. Either all are changed or none."
    ),
    save=_("Change all"),
    form=ManyForm,
    run=_change,
    allowed=may_edit,
    draws="many",
)
RESTORE = Edit(
    name="many-restore",
    title=_("Change many back"),
    explain="",
    save=_("Change all"),
    form=RestoreForm,
    run=_restore,
    allowed=may_edit,
)


def register() -> None:
    questions.register("many", preview)
    registry.register(MANY)
    registry.register(RESTORE)
