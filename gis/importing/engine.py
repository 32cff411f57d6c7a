"""The import from end to end, in one transaction: all of a delivery or nothing."""

import logging
import time
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from django.db import DatabaseError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.translation import gettext as _

from gis.importing.archive import Limits
from gis.importing.columns import build
from gis.importing.context import Context, Progress
from gis.importing.crs import Area, by_code
from gis.importing.geometry import clean
from gis.importing.joins import join_all, keys
from gis.importing.mapping import Entry, Mapping
from gis.importing.problems import ImportProblem
from gis.importing.report import Report
from gis.importing.sources import ReadOptions, Source
from gis.importing.table import Table
from gis.importing.targets import Counts, Target
from gis.importing.text_geometry import GeometryColumns
from gis.refusals import refusal_from
from gis.statistics import count_what_was_filled

logger = logging.getLogger(__name__)
LOCK_SPACE = 0x1A907  # any number that no other advisory lock of the project uses


def quiet(_step: str, _layer: str, _rows: int) -> None:
    """Progress that nobody watches."""


@dataclass
class Job:
    """One import: what, by which mapping, into which area, and who watches."""

    source: Path
    mapping: Mapping
    mapping_name: str
    targets: Lookup[str, Target]
    area: Area | None
    limits: Limits | None = None
    dry_run: bool = False
    progress: Progress = quiet
    _tables: dict[tuple[str, ReadOptions], Table] = field(default_factory=dict)


def run(job: Job) -> Report:
    """Import ``job`` and return its report; raises ``ImportProblem`` with nothing changed."""
    begun = time.monotonic()
    report = Report(job.source.name, job.mapping_name, job.dry_run)
    with Source(job.source, job.limits) as source:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                _begin(cursor, job.mapping.source_system)
                _run_entries(job, source, report, cursor)
                job.progress(_("checking"), "", report.total("created") + report.total("changed"))
                count_what_was_filled()
                # The deferred checks speak now, while their answer can still be worded.
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
                transaction.set_rollback(job.dry_run)
        except DatabaseError as error:
            raise _refused_by_database(error) from error
    report.seconds = time.monotonic() - begun
    return report


def _begin(cursor: CursorWrapper, source_system: str) -> None:
    """Two imports of the same source wait for each other, or both would create the same objects."""
    cursor.execute("SET LOCAL statement_timeout = 0")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [LOCK_SPACE, source_system])


def _run_entries(job: Job, source: Source, report: Report, cursor: CursorWrapper) -> None:
    delivered: dict[str, set[str]] = {}
    taken: dict[str, set[str]] = {}
    for entry in sorted(job.mapping.entries, key=lambda entry: job.targets[entry.target].order):
        context = Context(
            cursor,
            job.mapping,
            entry,
            report,
            lambda name, entry=entry: _read(job, source, name, entry),
            job.progress,
        )
        ids = delivered.setdefault(entry.target, set())
        before = taken.setdefault(entry.target, set())
        report.add(entry.target, _run_entry(job, source, context, ids, before))
    for name, ids in delivered.items():
        if finish := job.targets[name].finish:
            finish(context, ids)


def _run_entry(
    job: Job, source: Source, context: Context, delivered: set[str], taken: set[str]
) -> Counts:
    """Read, map, clean and apply one entry.

    Adds the ids it names to ``delivered``. An id that another entry of the target has ``taken`` is
    another object with the same id: it would overwrite the first.
    """
    entry, target = context.entry, job.targets[context.entry.target]
    layer = source.find(entry.layer, "layer")[0].name
    job.progress(_("reading"), layer, 0)
    table = join_all(_read(job, source, entry.layer, entry), entry, context.read)
    delivered.update(keys(table, entry.source_id))
    batch = build(table, entry, job.mapping, target)
    batch.refuse(np.array([id_ in taken for id_ in batch.ids], dtype=bool), "duplicate_id")
    taken.update(batch.ids)
    job.progress(_("cleaning"), layer, len(batch))
    clean(batch, entry, target, table.crs, job.area)
    job.progress(_("applying"), layer, len(batch))
    counts = target.apply(context, batch)
    context.say(*batch.findings)
    return Counts(read=batch.read, refused=batch.refused) + counts


def _read(job: Job, source: Source, name: str | None, entry: Entry) -> Table:
    """A layer, read once per way of reading, in the reference system the mapping says or it
    declares.
    """
    layers = source.find(name, "layer")
    own = entry if name == entry.layer else None
    geometry = own and own.geometry and GeometryColumns(**own.geometry.model_dump())
    header = tuple(own.header) if own and own.header else None
    options = ReadOptions(job.mapping.encoding, job.mapping.separator, geometry, header)
    key = ("|".join(f"{layer.path}|{layer.name}" for layer in layers), options)
    if key not in job._tables:
        job._tables[key] = source.read(layers, options)
    code = entry.crs or job.mapping.crs
    return replace(job._tables[key], crs=by_code(code)) if code else job._tables[key]


def _refused_by_database(error: DatabaseError) -> ImportProblem:
    """The database has the last word; its refusal is worded as at every other door."""
    refusal = refusal_from(error)
    if refusal is None:
        logger.error("import: %s", error)
    diagnosis = getattr(error.__cause__, "diag", None)
    sentence = refusal.message if refusal else _("the reason is in the server's log")
    return ImportProblem(
        "refused_by_database",
        _("The database refused the import, nothing was changed: %(sentence)s")
        % {"sentence": sentence},
        getattr(diagnosis, "constraint_name", None) or "",
    )
