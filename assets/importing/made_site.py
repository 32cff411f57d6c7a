"""Sites made where delivered lines end and none is near."""

import numpy as np
import shapely
from django.utils.translation import gettext_lazy as _

from assets.importing.known_site import KnownSites
from assets.importing.site import CONCEPT
from assets.importing.upsert import Outcome, upsert
from assets.models import Provenance
from assets.models.site import SiteKind
from gis.importing.batch import Batch
from gis.importing.context import Context
from gis.importing.snapping import Pieces, Snapped
from gis.importing.table import objects

ENDS = {"start": _("start"), "end": _("end")}
INHERITED = ("owner_id", "operator_id", "life_cycle")


def write(
    context: Context, batch: Batch, sites: KnownSites, snapped: Snapped, pieces: Pieces
) -> tuple[np.ndarray, np.ndarray]:
    """Make the sites that the pieces still need; return start and end keys (None: no site to use).

    A made site is named after the first line that ends there, so that it can be told whose it is.
    """
    known = len(sites.keys)
    ends = np.concatenate([pieces.start, pieces.end]).astype(int)
    wanted, first = np.unique(ends, return_index=True)
    wanted, first = wanted[wanted >= known], first[wanted >= known]
    degree = np.bincount(ends, minlength=len(snapped.sites))[wanted]
    made = _inherit(batch, first)
    made.geometry = shapely.points(snapped.sites[wanted]).astype(object)
    kind = context.entry.created_site_kind
    kinds = [kind or (SiteKind.BLIND_END if d == 1 else SiteKind.BURIED_BRANCH) for d in degree]
    made.columns["kind"] = objects([str(kind) for kind in kinds])
    outcome = upsert(context, CONCEPT, made)
    _report(context, batch, made, outcome, degree)
    keys = objects([*sites.keys, *[None] * len(snapped.made_at)])
    usable = np.flatnonzero(~outcome.is_one_of("conflict", "deleted"))
    keys[wanted[usable]] = outcome.ids[usable]
    return keys[pieces.start], keys[pieces.end]


def names(batch: Batch, snapped: Snapped) -> list[str]:
    """What the sites to be made will be called, for reports."""
    ends = np.concatenate([snapped.start, snapped.end])
    wanted, first = np.unique(ends, return_index=True)
    known = len(snapped.sites) - len(snapped.made_at)
    called = dict(zip(wanted.tolist(), _names(batch, first), strict=True))
    return [called.get(known + number, "") for number in range(len(snapped.made_at))]


def _names(batch: Batch, first: np.ndarray) -> list[str]:
    """By the line's id and its end; ``first`` counts starts, then ends."""
    count = max(len(batch), 1)
    return [f"{batch.ids[end % count]}#{'start' if end < count else 'end'}" for end in first]


def _inherit(batch: Batch, first: np.ndarray) -> Batch:
    """A row per made site with what it has from its line."""
    lines = first % max(len(batch), 1)
    columns = {name: batch.columns[name][lines] for name in INHERITED if name in batch.columns}
    columns["provenance"] = objects([Provenance.COMPUTED.value] * len(lines))
    return Batch(batch.layer, objects(_names(batch, first)), columns)


def _report(
    context: Context, batch: Batch, made: Batch, outcome: Outcome, degree: np.ndarray
) -> None:
    """Made sites count as sites; an end that meets nothing else is dangling."""
    context.report.add("site", outcome.counts)
    context.say(*made.findings)
    made.findings = []
    lonely = np.flatnonzero(degree == 1)
    made.remark(lonely, "dangling_end", lambda row: {"end": ENDS[made.ids[row].rsplit("#", 1)[1]]})
    batch.findings += made.findings
