"""Taking a recorded change back: every row of it gets what it was before, as a new change.

What was deleted comes back under its id and its public id, so that links to it hold again. Whatever
somebody else changed since is never overwritten: then nothing is taken back, and the refusal says
what is otherwise. What the database derives (strands, claim lines, findings) follows by itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.contrib.gis.geos import GEOSGeometry
from django.db.models import ForeignKey, Model
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from accounts.models import User
from assets.models import Asset, Cable, CableSection, Duct, DuctSection, Segment, Site
from assets.services import lock, obstacles, recorded, write_back
from assets.services.editing import edit, visible, within_area
from assets.services.recorded import Recorded, RowChange
from gis.refusals import Refusal
from gis.retry import retried
from history.describe import in_words

SHOWN = 8
LEANT_ON = (Site, Segment, Duct, DuctSection, Cable, CableSection)


@retried
def take_back(*, change: int, by: User | None, reason: str = "") -> list[Asset]:
    """Take back all that was done together with this change of the history; the assets left by it.

    Raises NotFound for what somebody else did, and Refusal NOT_TAKEN_BACK for what was no edit,
    CHANGED_SINCE with what is otherwise now, IN_THE_WAY with what came to rest on it.
    """
    done = recorded.of_transaction(change, by)
    with edit(by, _why(done, reason)):
        _lock(done.rows)
        _refuse_moved_on(done.rows)
        _refuse_unseen(done.rows, by)
        made = [one for one in done.rows if _leant_on(one)]
        rest = [one for one in done.rows if not _leant_on(one)]
        _refuse_lost(rest)
        for kind, rows in groupby(rest, key=_kind):
            _WRITE[kind](list(rows))
        _refuse_leant_on(made, by)
        write_back.take_away(made)
        write_back.open_again(done.openings)
        _refuse_unseen(done.rows, by)
    return assets_of(done.rows)


def assets_of(rows: Iterable[RowChange]) -> list[Asset]:
    """The assets among the rows that exist now."""
    found: list[Asset] = []
    for model, ids in _by_model(rows).items():
        if issubclass(model, Asset):
            found += model._base_manager.filter(pk__in=ids).order_by("pk")
    return found


def _why(done: Recorded, reason: str) -> str:
    when = date_format(localtime(done.change.at), "SHORT_DATETIME_FORMAT")
    words = _("Change of %(when)s taken back") % {"when": when}
    return ": ".join(filter(None, (words, reason)))


def _leant_on(row: RowChange) -> bool:
    """Made rows that others may refer to: they go only after all that was made with them."""
    return row.made and issubclass(row.model, LEANT_ON)


def _kind(row: RowChange) -> str:
    return "made" if row.made else "gone" if row.gone else "changed"


_WRITE = {
    "made": write_back.take_away,
    "gone": write_back.bring_back,
    "changed": write_back.change_back,
}


def _by_model(rows: Iterable[RowChange]) -> dict[type[Model], list[int]]:
    found: dict[type[Model], list[int]] = {}
    for one in rows:
        found.setdefault(one.model, []).append(one.id)
    return found


# --- locks
def _named(rows: Sequence[RowChange], wanted: type[Model]) -> set[int]:
    """The ids of a model's rows that the rows are, or refer to, before, after or now."""
    found: set[int] = set()
    for model, ids in _by_model(rows).items():
        if model is wanted:
            found.update(ids)
        columns = [
            field.column
            for field in model._meta.local_fields
            if isinstance(field, ForeignKey) and field.related_model is wanted
        ]
        if columns:
            sides = [side for one in rows if one.model is model for side in (one.before, one.after)]
            sides += recorded.now(model, ids).values()
            found.update(side[name] for side in sides if side for name in columns if side.get(name))
    return found


def _lock(rows: Sequence[RowChange]) -> None:
    ducts, cables = lock.contents(_by_model(rows).get(Segment, []))
    lock.ducts_to_edit(ducts | _named(rows, Duct))
    lock.cables(cables | _named(rows, Cable))
    lock.segments(_named(rows, Segment))
    lock.sites(_named(rows, Site))


# --- what stands in the way
def _refuse_moved_on(rows: Sequence[RowChange]) -> None:
    """Refuse where a row is not as the change left it, with both values of each difference."""
    words: list[str] = []
    for model, ids in _by_model(rows).items():
        current = recorded.now(model, ids)
        for one in (row for row in rows if row.model is model):
            other = recorded.moved_on(one, current.get(one.id))
            if other is not None:
                words.append(_in_words(one, current.get(one.id), other))
    if words:
        listed = "; ".join(dict.fromkeys(words[:SHOWN]))
        sentence = _("Somebody else went on with it in the meantime: %(list)s.")
        raise Refusal("CHANGED_SINCE", sentence % {"list": listed}, None)


def _in_words(row: RowChange, current: Any, other: Any) -> str:
    """An asset with each field as it is now and as the change left it; of other rows the kind."""
    concept = str(row.model._meta.verbose_name)
    if not issubclass(row.model, Asset):
        return concept
    name = f"{concept} {(current or row.after or row.before or {}).get('code', '')}".strip()
    if not other:
        there = _("%(what)s exists again") if row.gone else _("%(what)s does not exist any more")
        return there % {"what": name}
    fields = {one.column: str(one.verbose_name) for one in row.model._meta.local_fields}
    left = in_words(row.model, {column: one[0] for column, one in other.items()})
    now = in_words(row.model, {column: one[1] for column, one in other.items()})
    told = [
        _("%(field)s is now “%(now)s”, you left “%(left)s”")
        % {"field": fields.get(column, column), "now": now[column], "left": left[column]}
        for column in other
    ]
    return f"{name}: {', '.join(told)}"


def _refuse_unseen(rows: Sequence[RowChange], by: User | None) -> None:
    """Before and after it, all of it must be the person's to see and to write."""
    for asset in assets_of(rows):
        visible(asset, by)
    within_area(by, *_places(rows))


def _places(rows: Sequence[RowChange]) -> list[GEOSGeometry]:
    """Where the rows lie now and where they lay: sites, and the segments of all else."""
    shapes = [
        GEOSGeometry(side["geom"])
        for one in rows
        for side in (one.before, one.after)
        if side and side.get("geom")
    ]
    lines = Segment.objects.filter(pk__in=_named(rows, Segment)).values_list("geom", flat=True)
    sites = Site.objects.filter(pk__in=_named(rows, Site)).values_list("geom", flat=True)
    return [*shapes, *lines, *sites]


def _refuse_lost(rows: Sequence[RowChange]) -> None:
    """Refuse where what a row referred to is gone; what comes back with it counts as there."""
    back = {(one.model, one.id) for one in rows if one.gone}
    for model in {one.model for one in rows}:
        for field in model._meta.local_fields:
            if isinstance(field, ForeignKey):
                # Keys as Python has them: the history writes the one of a file as a text.
                wanted = {
                    field.target_field.to_python(one.before[field.column])
                    for one in rows
                    if one.model is model and one.before and one.before.get(field.column)
                }
                _refuse_missing(field, wanted, back)


def _refuse_missing(field: ForeignKey, wanted: set[Any], back: set[Any]) -> None:
    related: Any = field.related_model
    known = set(related._base_manager.filter(pk__in=wanted).values_list("pk", flat=True))
    if any(one not in known and (related, one) not in back for one in wanted):
        message = _("What stood in “%(field)s” then does not exist any more.")
        raise Refusal("NOT_FOUND", message % {"field": field.verbose_name}, "change")


def _refuse_leant_on(made: Sequence[RowChange], by: User | None) -> None:
    """Refuse where something came to refer to what the change had made."""
    besides = _by_model(made)
    going = [
        instance
        for model, ids in besides.items()
        for instance in model._base_manager.filter(pk__in=ids)
    ]
    found = obstacles.to_removal(going, delete=True, besides=besides)
    obstacles.refuse_if_any(found, by)
