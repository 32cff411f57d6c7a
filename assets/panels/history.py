"""What changed, step by step: the last part of every panel, for roles that may see the history.

A step is one transaction. Each shows when, who and why, and every field before and after; a change
of the geometry can be shown on the map, and who may edit can restore what stood there after a step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.urls import reverse
from django.utils.text import capfirst

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Asset, Document
from gis.editing import places
from gis.panel_page import Section
from history.describe import DescribedChange, described
from history.models import Change, Operation
from history.queries import changes_of

ROWS = 200
STEPS = 5
LINES = 12
"""Changed rows read, steps shown of them, and fields named in each step."""

PARTS = {
    "cable": ("sections", "documents"),
    "duct": ("sections", "documents"),
    "gateway": ("antennas", "documents"),
    "segment": ("documents",),
    "site": ("documents",),
}


@dataclass(frozen=True)
class Line:
    """A field before and after; without `field` something happened to the thing as a whole.

    `document` is the public id of the photo or document that it happened to: also one that was
    removed has a panel, from which it can be brought back.
    """

    what: str
    field: str = ""
    before: str = ""
    after: str = ""
    document: UUID | None = None


@dataclass(frozen=True)
class Step:
    """`last` is its newest change: the state after the step is the state after that change."""

    change: Change
    last: int
    lines: Sequence[Line]
    more: int
    before: str
    after: str
    """The geometry as GeoJSON where it changed, else empty."""


def latest_changes(asset: Asset, viewer: Viewer) -> Section | None:
    """The last steps that changed the object or its parts."""
    if not viewer.can(Capability.SEE_HISTORY):
        return None
    return Section("assets/history.html", context(asset, viewer))


def context(asset: Asset, viewer: Viewer, older_than: int | None = None) -> dict[str, Any]:
    """The steps for the template, from the newest or from before a change."""
    noun = str(asset._meta.model_name)
    found = changes_of(asset, *PARTS[noun])
    if older_than is not None:
        found = found.filter(pk__lt=older_than)
    rows = list(found[: ROWS + 1])
    steps = [list(part) for _key, part in groupby(rows, lambda row: row.transaction)]
    shown = steps[:STEPS]
    if len(rows) > ROWS and len(shown) == len(steps) > 1:
        shown = shown[:-1]  # of the last one there may be more
    rest = len(shown) < len(steps)
    return {
        "steps": _described(shown, asset),
        "noun": noun,
        "object": asset.public_id,
        "may_restore": viewer.can(Capability.EDIT_ASSETS),
        "current": _current(rows, asset) if older_than is None else None,
        "older": _older(asset, shown[-1][-1].pk) if shown and rest else "",
        "whole": _whole_history(asset, noun, viewer),
    }


def _current(rows: Sequence[Change], asset: Asset) -> int | None:
    """The change that made the object what it is now."""
    table = asset._meta.db_table
    newest = next((row.pk for row in rows if row.table_name == table), None)
    return newest or changes_of(asset).values_list("pk", flat=True).first()


def _older(asset: Asset, before: int) -> str:
    address = reverse("asset-history", args=[asset._meta.model_name, asset.public_id])
    return f"{address}?before={before}"


def _whole_history(asset: Asset, model: str, viewer: Any) -> str:
    """The page of the administration, to those who may open that."""
    if not getattr(viewer, "is_staff", False):
        return ""
    return reverse(f"admin:assets_{model}_history", args=[asset.pk])


def _described(steps: Sequence[Sequence[Change]], asset: Asset) -> list[Step]:
    """All in words at once: what they refer to is looked up once."""
    rows = [row for step in steps for row in step]
    words = {one.change.pk: one for one in described(rows)}
    documents = _documents(rows)
    return [_step([words[row.pk] for row in step], asset, documents) for step in steps]


def _documents(rows: Iterable[Change]) -> dict[int, Document]:
    changed = {row.object_id for row in rows if row.table_name == Document._meta.db_table}
    return Document.objects.in_bulk(changed) if changed else {}


def _step(
    changes: Sequence[DescribedChange], asset: Asset, documents: Mapping[int, Document]
) -> Step:
    table = asset._meta.db_table
    own = [one.change for one in changes if one.change.table_name == table]
    lines = list(_lines(changes, table, documents))
    before, after = _shapes(own, asset)
    return Step(
        change=changes[0].change,
        last=max((one.pk for one in own), default=0),
        lines=lines[:LINES],
        more=max(len(lines) - LINES, 0),
        before=before,
        after=after,
    )


def _lines(
    changes: Iterable[DescribedChange], table: str, documents: Mapping[int, Document]
) -> Iterable[Line]:
    """The object's own fields first, then those of its parts, each with the part's name."""
    for one in sorted(changes, key=lambda change: change.change.table_name != table):
        own = one.change.table_name == table
        what = "" if own else capfirst(one.concept)
        document = None
        if one.change.table_name == Document._meta.db_table:
            document = documents.get(one.change.object_id)
        about = document and document.public_id
        what = f"{what} {document.title}" if document else what
        if one.change.operation != Operation.UPDATE:
            said = str(one.change.get_operation_display())
            yield Line(f"{what} {said}" if what else capfirst(said), document=about)
            continue
        for field in one.fields:
            yield Line(what, capfirst(field.name), field.before or "–", field.after or "–", about)


def _shapes(rows: Sequence[Change], asset: Asset) -> tuple[str, str]:
    """The geometry before the oldest and after the newest of these changes."""
    column = next(
        (one.column for one in asset._meta.local_fields if isinstance(one, GeometryField)), None
    )
    changed = [
        row for row in rows if row.operation == Operation.UPDATE and column in (row.after or {})
    ]
    if not changed or column is None:
        return "", ""
    return _shape(changed[-1].before, column), _shape(changed[0].after, column)


def _shape(recorded: Any, column: str) -> str:
    return places.as_json(GEOSGeometry(recorded[column]))
