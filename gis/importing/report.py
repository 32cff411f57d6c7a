"""What an import did and what it found, as text, JSON and GeoPackage."""

import json
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from pyogrio.raw import write

from gis import srid
from gis.importing.findings import Finding, Severity
from gis.importing.problems import ImportProblem
from gis.importing.table import objects
from gis.importing.targets import Counts

EXAMPLES = 5
COUNT_NAMES = ("read", "created", "changed", "unchanged", "refused", "conflict")


@dataclass
class Report:
    """Counts per target and every finding of one run."""

    source: str
    mapping: str
    dry_run: bool
    counts: dict[str, Counts] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0

    def add(self, target: str, counts: Counts) -> None:
        """Add what became of rows of ``target``."""
        self.counts[target] = self.counts.get(target, Counts()) + counts

    def total(self, name: str) -> int:
        """Sum of one count over all targets."""
        return sum(getattr(counts, name) for counts in self.counts.values())

    def of(self, code: str) -> list[Finding]:
        """The findings with this code."""
        return [finding for finding in self.findings if finding.code == code]

    def as_text(self) -> str:
        """For people: a table of counts, then each kind of finding with its first examples."""
        title = _("Trial run, nothing was changed") if self.dry_run else _("Import")
        lines = [f"{title}: {self.source} ({self.mapping}), {self.seconds:.1f} s", ""]
        lines += _count_table(self.counts)
        for severity in Severity:
            lines += _section(severity, [f for f in self.findings if f.severity is severity])
        return "\n".join(lines) + "\n"

    def as_json(self) -> str:
        """For programs: everything."""
        content = {
            "source": self.source,
            "mapping": self.mapping,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 3),
            "counts": {name: vars(counts) for name, counts in self.counts.items()},
            "findings": [_as_record(finding) for finding in self.findings],
        }
        return json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n"

    def write(self, path: Path) -> None:
        """Write to ``path`` in the format of its ending: .txt, .json or .gpkg."""
        writers = {
            ".txt": lambda: path.write_text(self.as_text(), encoding="utf-8"),
            ".json": lambda: path.write_text(self.as_json(), encoding="utf-8"),
            ".gpkg": lambda: _write_geopackage(path, self.findings),
        }
        check_report_path(path)
        writers[path.suffix.lower()]()


def check_report_path(path: Path) -> None:
    """Raise ``ImportProblem`` before any work if no report can be written to ``path``."""
    if path.suffix.lower() not in {".txt", ".json", ".gpkg"}:
        raise ImportProblem("bad_report", _("A report ends in .txt, .json or .gpkg."), path.name)
    if not path.resolve().parent.is_dir():
        raise ImportProblem("bad_report", _("There is no such folder for the report."), str(path))


def _count_table(counts: dict[str, Counts]) -> list[str]:
    titles = [
        pgettext("count of an import", "read"),
        pgettext("count of an import", "created"),
        pgettext("count of an import", "changed"),
        pgettext("count of an import", "unchanged"),
        pgettext("count of an import", "refused"),
        pgettext("count of an import", "conflicts"),
    ]
    width = max([len(name) for name in counts] + [8])
    lines = [" " * width + "".join(f"{title:>14}" for title in titles)]
    for name, row in counts.items():
        cells = "".join(f"{getattr(row, key):>14}" for key in COUNT_NAMES)
        lines.append(f"{name:<{width}}{cells}")
    return lines


def _section(severity: Severity, findings: list[Finding]) -> list[str]:
    if not findings:
        return []
    titles = {
        Severity.ERROR: _("Refused"),
        Severity.WARNING: _("Look at"),
        Severity.INFO: _("For the record"),
    }
    lines = ["", f"{titles[severity]} ({len(findings)})"]
    for code, number in Counter(finding.code for finding in findings).most_common():
        lines.append(f"  {code}: {number}")
        group = [finding for finding in findings if finding.code == code]
        lines += [f"    {_one_line(finding)}" for finding in islice(group, EXAMPLES)]
        if number > EXAMPLES:
            lines.append("    " + _("… and %(count)d more") % {"count": number - EXAMPLES})
    return lines


def _one_line(finding: Finding) -> str:
    place = " ".join(part for part in (finding.layer, finding.source_id) if part)
    return f"{place}: {finding.message}" if place else finding.message


def _as_record(finding: Finding) -> dict[str, Any]:
    shape = finding.geometry
    return {
        "severity": finding.severity.value,
        "code": finding.code,
        "layer": finding.layer,
        "source_id": finding.source_id,
        "message": finding.message,
        "values": finding.values,
        "geometry": None if shape is None else shapely.to_wkt(shape, rounding_precision=3),
    }


def _write_geopackage(path: Path, findings: list[Finding]) -> None:
    """One layer "findings" in the stored reference system; GDAL writes beside, then it is
    moved in.
    """
    records = [_as_record(finding) for finding in findings]
    names = ["severity", "code", "layer", "source_id", "message"]
    draft = path.with_name(f".{path.stem}.part.gpkg")
    draft.unlink(missing_ok=True)
    write(
        draft,
        shapely.to_wkb(objects([finding.geometry for finding in findings])),
        [np.array([record[name] for record in records], dtype=object) for name in names],
        names,
        layer="findings",
        geometry_type="Unknown",
        crs=f"EPSG:{srid.STORAGE}",
        driver="GPKG",
    )
    draft.replace(path)
