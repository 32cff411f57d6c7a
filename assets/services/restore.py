"""An earlier state of an asset, computed from its history, and the way back to it.

What is restored are the facts that people change (`assets/services/facts.py`), by the service that
changes them, so that every rule of today holds for them. The way of a duct or cable is no fact: it
is changed by edits of its own.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.gis.db.models import GeometryField
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Field, ForeignKey
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from assets.models import Segment
from assets.services import cable, duct, facts, gateway, segment, site
from gis.refusals import NotFound, Refusal, StaleVersion
from history.models import Change, Operation

ENDS = ("start_site", "end_site")

_CHANGE: dict[str, Callable[..., Any]] = {
    "site": site.change,
    "segment": segment.change,
    "duct": duct.change,
    "cable": cable.change,
    "gateway": gateway.change,
}
_FACTS: dict[str, type] = {
    "site": facts.SiteFacts,
    "segment": facts.SegmentFacts,
    "duct": facts.DuctFacts,
    "cable": facts.CableFacts,
    "gateway": facts.GatewayFacts,
}


def restore(
    *, asset: Any, change: int, by: User | None, version: int | None = None, reason: str = ""
) -> Any:
    """Give the asset the facts that it had after this change of its history, as a new change.

    Raises Refusal NOTHING_TO_RESTORE, OTHER_ENDS, NOT_FOUND with the field whose value is gone, and
    what the change itself is refused with.
    """
    if version is not None and version != asset.version:
        raise StaleVersion(asset.version)
    noun = str(asset._meta.model_name)
    wanted = {name: value() for name, value in differences(asset, change).items()}
    if not wanted:
        message = _("The object is in this state already.")
        raise Refusal("NOTHING_TO_RESTORE", message, "change")
    if isinstance(asset, Segment) and "geom" in wanted:
        _refuse_other_ends(asset, change)
    return _CHANGE[noun](
        **{noun: asset}, by=by, version=version or asset.version, reason=reason, **wanted
    )


def differences(asset: Any, change: int) -> dict[str, Callable[[], Any]]:
    """The facts in which the asset was otherwise after this change, each with its value of then.

    Raises NotFound for a change that is none of the asset's.
    """
    noun = str(asset._meta.model_name)
    names = _FACTS[noun].__annotations__.keys() | facts.AssetFacts.__annotations__.keys()
    fields = {field.column: field for field in asset._meta.local_fields}
    return {
        fields[column].name: _value_of(fields[column], value)
        for column, value in recorded(asset, change).items()
        if column in fields
        and fields[column].name in names
        and fields[column].name not in ENDS
        and not _same(fields[column], getattr(asset, fields[column].attname), value)
    }


def recorded(asset: Any, change: int) -> dict[str, Any]:
    """Columns that changed since, with the values of then as the history has them."""
    own = Change.objects.filter(table_name=asset._meta.db_table, object_id=asset.pk)
    if not own.filter(pk=change).exists():
        raise NotFound("change")
    then: dict[str, Any] = {}
    for row in own.filter(pk__gt=change, operation=Operation.UPDATE).order_by("-pk"):
        then |= row.before or {}
    return then


def _same(field: Field, now: Any, recorded_value: Any) -> bool:
    if isinstance(field, GeometryField):
        return now is not None and now.equals_exact(GEOSGeometry(recorded_value), 1e-6)
    return field.to_python(recorded_value) == now


def _value_of(field: Field, recorded_value: Any) -> Callable[[], Any]:
    """Looked up only when it is needed: what it refers to may be gone."""

    def value() -> Any:
        if recorded_value is None:
            return None
        if isinstance(field, GeometryField):
            return GEOSGeometry(recorded_value)
        if not isinstance(field, ForeignKey):
            return field.to_python(recorded_value)
        found = field.related_model._base_manager.filter(pk=recorded_value).first()  # type: ignore[union-attr]
        if found is None:
            message = _("What stood in “%(field)s” then does not exist any more.")
            raise Refusal("NOT_FOUND", message % {"field": field.verbose_name}, field.name)
        return found

    return value


def _refuse_other_ends(asset: Segment, change: int) -> None:
    if {f"{end}_id" for end in ENDS} & recorded(asset, change).keys():
        message = _(
            "Since then the segment ends at other sites, because it was split, merged or turned."
            " Its line of that time does not fit any more."
        )
        raise Refusal("OTHER_ENDS", message, "geom")
