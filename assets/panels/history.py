"""What changed lately: the last part of every panel, for roles that may see the history."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import Viewer
from assets.models import Asset
from gis.panel_page import Contents, Entry
from history.describe import DescribedChange, described
from history.models import Operation
from history.queries import changes_of

ROWS = 20
STEPS = 5
FIELDS = 4
"""Changed rows read, steps shown of them, and fields named in each step."""

PARTS = {
    "cable": ("sections", "documents"),
    "duct": ("sections", "documents"),
    "gateway": ("antennas", "documents"),
    "segment": ("documents",),
    "site": ("documents",),
}


def latest_changes(asset: Asset, viewer: Viewer) -> Contents | None:
    """The last steps that changed the object or its parts; a step is one transaction."""
    if not viewer.can(Capability.SEE_HISTORY):
        return None
    model = str(asset._meta.model_name)
    changes = described(changes_of(asset, *PARTS[model])[:ROWS])
    steps = [list(rows) for _key, rows in groupby(changes, lambda one: one.change.transaction)]
    return Contents(
        _("Latest changes"),
        [_entry(step, asset) for step in steps[:STEPS]],
        _("No change of this object is recorded."),
        _whole_history(asset, model, viewer),
    )


def _whole_history(asset: Asset, model: str, viewer: Any) -> tuple[str, str] | None:
    """The page of the administration, to those who may open that."""
    if not getattr(viewer, "is_staff", False):
        return None
    return reverse(f"admin:assets_{model}_history", args=[asset.pk]), _("Whole history")


def _entry(step: Sequence[DescribedChange], asset: Asset) -> Entry:
    """When and who; below, what was done and why."""
    change = step[0].change
    when = date_format(localtime(change.at), "SHORT_DATETIME_FORMAT")
    words = [_words(one) for one in step if one.change.table_name == asset._meta.db_table]
    words = words or [_("Parts of it were changed.")]
    reason = _("Reason: %(reason)s") % {"reason": change.reason} if change.reason else ""
    return Entry(f"{when} · {change.actor_label}", " · ".join([*words, reason]).rstrip(" ·"))


def _words(one: DescribedChange) -> str:
    if one.change.operation != Operation.UPDATE:
        return str(one.change.get_operation_display())
    said = [f"{field.name}: {field.before or '–'} → {field.after or '–'}" for field in one.fields]
    more = len(said) - FIELDS
    if more > 0:
        said[FIELDS:] = [_("and %(count)d more") % {"count": more}]
    return ", ".join(said) or str(one.change.get_operation_display())
