"""Works on a delivery beside the requests: reads it, tries it, imports it."""

from __future__ import annotations

import json
import logging
import threading
from collections import defaultdict
from typing import Any

import shapely
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from pyproj import Transformer

from assets.importing import preview
from assets.importing.draft import draft
from assets.importing.shipped import choose_area
from assets.importing.watch import Cancelled, Watch
from assets.models import Delivery
from assets.models.delivery import DeliveryState
from gis import srid
from gis.importing.archive import Limits
from gis.importing.engine import Job
from gis.importing.engine import run as run_engine
from gis.importing.findings import Finding
from gis.importing.inspection import inspect
from gis.importing.mapping import parsed
from gis.importing.problems import ImportProblem
from gis.importing.report import Report
from gis.importing.sources import Source
from gis.importing.targets import registered
from gis.refusals import Refusal
from history.context import acting
from history.queries import newest_of_transaction

EXAMPLES = 20
ON_THE_MAP = 5_000
"""Findings of a kind that are listed, and of all that are drawn."""

REPORTS = ("txt", "json", "gpkg")

log = logging.getLogger(__name__)
_to_degrees = Transformer.from_crs(srid.STORAGE, srid.WEB, always_xy=True)


def beside(delivery: Delivery) -> threading.Thread:
    """Work in a thread of its own, for which the person need not wait."""
    thread = threading.Thread(target=_work_and_close, args=(delivery,), daemon=True)
    thread.start()
    return thread


def _work_and_close(delivery: Delivery) -> None:
    try:
        work(delivery)
    finally:
        connection.close()


def work(delivery: Delivery) -> None:
    """Do what its state says; afterwards the state tells what came of it."""
    problem = ""
    with translation.override(delivery.language), Watch(delivery) as watch:
        try:
            _WORK[DeliveryState(delivery.state)](delivery, watch)
        except Cancelled:
            return
        except (ImportProblem, Refusal) as error:
            problem = str(error)
        except Exception:
            log.exception("delivery %s failed", delivery.pk)
            problem = _("Something went wrong on our side.")
        if problem and not watch.stopped:
            watch.end()
            _become(delivery, DeliveryState.FAILED, problem=problem)


def _become(delivery: Delivery, state: DeliveryState, **facts: Any) -> bool:
    """Leave the running state, unless somebody cancelled meanwhile."""
    own = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    return bool(own.update(state=state, alive_at=timezone.now(), **facts))


def _limits() -> Limits:
    return Limits(total_bytes=settings.IMPORT_MAX_UNPACKED_MB * 1_000_000)


def _read(delivery: Delivery, watch: Watch) -> None:
    watch.progress(_("reading"), delivery.name, 0)
    with Source(delivery.path, _limits()) as source:
        layers = inspect(source)
    text = "\n".join(draft(layers, delivery.path.stem, settings.CITY_AREA)) + "\n"
    watch.progress("", "", 0)
    watch.end()
    records = [preview.as_record(one) for one in layers]
    _become(delivery, DeliveryState.READ, layers=records, draft=text)


def _try(delivery: Delivery, watch: Watch) -> None:
    report = _run(delivery, watch, dry_run=True)
    _keep(delivery, report)
    watch.end()
    _become(delivery, DeliveryState.TRIED, result=summary(report))


def _import(delivery: Delivery, watch: Watch) -> None:
    reason = f"import {delivery.name} ({delivery.mapping_name})"
    with acting(delivery.person, reason):
        report = _run(delivery, watch, dry_run=False)
        _keep(delivery, report)
        watch.end()
        result = {**summary(report), "change": newest_of_transaction()}
        # Imported and said to be imported are one: who cancels before this line undoes it all.
        if not _become(delivery, DeliveryState.IMPORTED, result=result):
            raise Cancelled


_WORK = {
    DeliveryState.READING: _read,
    DeliveryState.TRYING: _try,
    DeliveryState.IMPORTING: _import,
}


def _run(delivery: Delivery, watch: Watch, *, dry_run: bool) -> Report:
    mapping = parsed(delivery.mapping, delivery.mapping_name, registered())
    return run_engine(
        Job(
            source=delivery.path,
            mapping=mapping,
            mapping_name=delivery.mapping_name,
            targets=registered(),
            area=choose_area(None, mapping),
            limits=_limits(),
            dry_run=dry_run,
            progress=watch.progress,
        )
    )


def _keep(delivery: Delivery, report: Report) -> None:
    for ending in REPORTS:
        report.write(delivery.report(ending))
    features = [_feature(one) for one in report.findings if one.geometry is not None]
    content = {"type": "FeatureCollection", "features": features[:ON_THE_MAP]}
    delivery.report("geojson").write_text(json.dumps(content), encoding="utf-8")


def _feature(finding: Finding) -> dict[str, Any]:
    shape = shapely.transform(finding.geometry, _to_degrees.transform, interleaved=False)
    return {
        "type": "Feature",
        "geometry": json.loads(shapely.to_geojson(shapely.force_2d(shape))),
        "properties": {
            "severity": finding.severity.value,
            "title": " ".join(filter(None, (finding.layer, finding.source_id))),
            "message": finding.message,
        },
    }


def summary(report: Report) -> dict[str, Any]:
    """What the page shows: counts, and each kind of finding with its first examples."""
    kinds: dict[str, list[Finding]] = defaultdict(list)
    for finding in report.findings:
        kinds[finding.code].append(finding)
    order = {severity: number for number, severity in enumerate(("error", "warning", "info"))}
    groups = sorted(kinds.values(), key=lambda group: (order[group[0].severity.value], -len(group)))
    return {
        "dry_run": report.dry_run,
        "seconds": round(report.seconds, 1),
        "counts": {name: vars(counts) for name, counts in report.counts.items()},
        "drawn": min(sum(one.geometry is not None for one in report.findings), ON_THE_MAP),
        "kinds": [
            {
                "severity": group[0].severity.value,
                "count": len(group),
                "examples": [_example(one) for one in group[:EXAMPLES]],
                "more": max(len(group) - EXAMPLES, 0),
            }
            for group in groups
        ],
    }


def _example(finding: Finding) -> dict[str, Any]:
    place = None
    if finding.geometry is not None and not shapely.is_empty(finding.geometry):
        point = shapely.point_on_surface(finding.geometry)
        lon, lat = _to_degrees.transform(point.x, point.y)
        place = f"{lat:.6f},{lon:.6f}"
    return {
        "title": " ".join(filter(None, (finding.layer, finding.source_id))),
        "message": finding.message,
        "place": place,
    }
