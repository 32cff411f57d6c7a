"""Photos and documents: attach, rename, remove and bring back."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from uuid import UUID, uuid4

from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Capability
from assets.hooks import Cut, Merge, Split, takes_part
from assets.models import Document, Gateway, Segment, Site
from assets.services.editing import edit, locked, permit, store, visible, within_area
from gis.refusals import NotFound, Refusal
from gis.uploads import take
from gis.uploads.take import Checked


def may_attach(asset: Any, by: User | None) -> None:
    """Refuse whoever may not attach anything here, before a file is looked at."""
    permit(by, Capability.EDIT_ASSETS)
    visible(asset, by)
    within_area(by, *_places(asset))


def attach(
    *,
    asset: Any,
    file: Checked,
    by: User | None,
    title: str = "",
    public_id: UUID | None = None,
    reason: str = "",
) -> Document:
    """A new document of the asset; its title is by default the name of the file.

    Sent again with the same `public_id`, because no answer came, it is the document made then.
    """
    with edit(by, reason):
        may_attach(asset, by)
        kind = str(asset._meta.model_name)
        made = Document.objects.filter(public_id=public_id).first() if public_id else None
        if made is not None:
            return _same(made, asset, kind, by)
        title = _legible(title) or PurePath(file.name).stem
        document = Document(public_id=public_id or uuid4(), title=title, **{kind: asset})
        document.file = take.store(file, by=by)
        return store(document)


def _legible(title: str) -> str:
    if "\0" in title:
        raise Refusal("INVALID_VALUE", _("Null characters are not allowed."), "title")
    return title.strip()


def _same(made: Document, asset: Any, kind: str, by: User | None) -> Document:
    if getattr(made, f"{kind}_id") != asset.pk or made.file.by != by:
        raise NotFound()
    return made


def change(
    *,
    document: Document,
    by: User | None,
    title: str,
    version: int | None = None,
    reason: str = "",
) -> Document:
    """Give it another title."""
    with edit(by, reason):
        row = _locked(document, by, version)
        row.title = _legible(title)
        return store(row)


def remove(
    *, document: Document, by: User | None, version: int | None = None, reason: str = ""
) -> Document:
    """Take it away; the file stays, so that it can come back."""
    return _set_removed(document, by, version, reason, True)


def bring_back(
    *, document: Document, by: User | None, version: int | None = None, reason: str = ""
) -> Document:
    """Undo a removal."""
    return _set_removed(document, by, version, reason, False)


def _set_removed(
    document: Document, by: User | None, version: int | None, reason: str, removed: bool
) -> Document:
    with edit(by, reason):
        row = _locked(document, by, version)
        row.removed = removed
        return store(row)


def _locked(document: Document, by: User | None, version: int | None) -> Document:
    row = locked(document, by, version)
    within_area(by, *_places(row.asset))
    return row


def _places(asset: Any) -> list[GEOSGeometry]:
    """Where an asset lies, for those who may write in an area only."""
    if isinstance(asset, Site | Segment):
        return [asset.geom]
    if isinstance(asset, Gateway):
        return [asset.site.geom]
    lines = Segment.objects.filter(
        **{f"{asset._meta.model_name}_sections__{asset._meta.model_name}": asset}
    )
    return list(lines.values_list("geom", flat=True))


# --- what is divided or joined keeps its documents
@takes_part(Split)
def copy_to_new_half(event: Split) -> None:
    """Nobody knows which half a document shows: both have it."""
    _copy("segment", {event.kept.pk: event.new.pk})


@takes_part(Cut)
def copy_to_new_pieces(event: Cut) -> None:
    _copy("duct", {old.pk: new.pk for old, new in event.pieces})


@takes_part(Merge)
def move_to_kept(event: Merge) -> None:
    """Of a file that both halves have, one document stays."""
    known = event.kept.documents.current().values_list("file_id", flat=True)
    event.gone.documents.filter(file__in=list(known)).delete()
    event.gone.documents.update(segment=event.kept)


def _copy(kind: str, twins: dict[int, int]) -> None:
    Document.objects.bulk_create(
        Document(
            title=one.title,
            file_id=one.file_id,
            removed=one.removed,
            **{f"{kind}_id": twins[getattr(one, f"{kind}_id")]},
        )
        for one in Document.objects.filter(**{f"{kind}__in": twins})
    )
