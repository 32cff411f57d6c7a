"""Makes the file of an export beside the requests, says how far it is, and stops when told to."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from django.db import connection
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gis.exporting.formats import FORMATS
from gis.models import BREATH, Export, ExportState
from gis.refusals import Refusal
from gis.table_page import filtered_by, selection
from gis.tables import Selection

CHUNK = 2_000
"""Rows read and written at a time: what an export needs of memory."""

MOST_AT_ONCE = 4
MOST_OF_A_PERSON = 2
KEPT = timedelta(days=1)
TOLD_EVERY_S = 0.5

log = logging.getLogger(__name__)


class _Cancelled(Exception):
    """Somebody does not want the file any more."""


def begin(*, person: Any, table: str, query: str, file_format: str, language: str) -> Export:
    """Note what is wanted, and sweep out what is over a day old.

    Raises Refusal UNKNOWN_FORMAT, TOO_MANY_EXPORTS, and what is wrong with the query.
    """
    if file_format not in FORMATS:
        raise Refusal("UNKNOWN_FORMAT", gettext_lazy("There is no such format."), "format")
    _chosen(table, query, person)
    forget_old()
    running = Export.objects.filter(state=ExportState.MAKING, alive_at__gt=timezone.now() - BREATH)
    if running.count() >= MOST_AT_ONCE or running.filter(person=person).count() >= MOST_OF_A_PERSON:
        message = gettext_lazy("Other exports are still being made. Please try again in a moment.")
        raise Refusal("TOO_MANY_EXPORTS", message)
    return Export.objects.create(
        person=person,
        table=table,
        query=query,
        format=file_format,
        language=language,
        sight=person.sight,
    )


def is_for(person: Any, export: Export) -> bool:
    """Whether the person made it and still sees what it was made for: no grant or role ended."""
    return export.person_id == person.pk and export.sight == person.sight


def _chosen(table: str, query: str, person: Any) -> Selection:
    given = QueryDict(query)
    return selection(filtered_by(table, given, person), given)


def make_beside(export: Export) -> threading.Thread:
    """Make it in a thread of its own, which the person need not wait for."""
    thread = threading.Thread(target=_make_and_close, args=(export,), daemon=True)
    thread.start()
    return thread


def _make_and_close(export: Export) -> None:
    try:
        make(export)
    finally:
        connection.close()


def make(export: Export) -> None:
    """Write the file, or say why not; afterwards the state tells which."""
    with translation.override(export.language):
        try:
            _write(export)
            state, problem = ExportState.DONE, ""
        except _Cancelled:
            state, problem = ExportState.CANCELLED, ""
        except Refusal as refusal:
            state, problem = ExportState.FAILED, str(refusal)
        except Exception:
            log.exception("export %s failed", export.pk)
            state, problem = ExportState.FAILED, _("Something went wrong on our side.")
    if state != ExportState.DONE:
        export.path.unlink(missing_ok=True)
    Export.objects.filter(pk=export.pk).update(
        state=state, problem=problem, alive_at=timezone.now()
    )


def _write(export: Export) -> None:
    file_format = FORMATS[export.format]
    chosen = _chosen(export.table, export.query, export.person)
    export.rows_total = chosen.rows.order_by().count()
    Export.objects.filter(pk=export.pk).update(rows_total=export.rows_total)
    export.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file_format.write(export.path, chosen, _told(export, chosen, file_format.geometry))


def _told(export: Export, chosen: Selection, geometry: bool) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows, part by part; in between it is said how many are done."""
    done, told = 0, 0.0
    for rows in chosen.chunks(CHUNK, geometry=geometry):
        yield rows
        done += len(rows)
        if time.monotonic() - told > TOLD_EVERY_S:
            told = time.monotonic()
            _tell(export, done)
    _tell(export, done)


def _tell(export: Export, done: int) -> None:
    making = Export.objects.filter(pk=export.pk, state=ExportState.MAKING)
    if not making.update(rows_done=done, alive_at=timezone.now()):
        raise _Cancelled


def cancel(export: Export) -> None:
    """Its maker notices with the next part; what is finished is deleted at once."""
    if export.state == ExportState.DONE:
        export.path.unlink(missing_ok=True)
    Export.objects.filter(pk=export.pk).update(state=ExportState.CANCELLED)


def forget_old() -> None:
    """Delete exports that are over a day old, with their files."""
    for export in Export.objects.filter(created_at__lt=timezone.now() - KEPT):
        export.path.unlink(missing_ok=True)
        export.delete()
