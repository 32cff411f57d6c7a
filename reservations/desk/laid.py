"""Reports of what was laid as the desk reads them: each cable beside the way that was granted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gis.numbers import rounded
from reservations.access import built
from reservations.models import AccessRequest, AsBuiltLine, AsBuiltReport


@dataclass(frozen=True)
class LaidCable:
    """`mapped_m`: metres of the way that is held of its duct; None where nothing of it is."""

    line: AsBuiltLine
    mapped_m: Decimal | None

    @property
    def difference(self) -> str:
        """With its sign, in metres and per cent of the way."""
        if not self.mapped_m:
            return ""
        more = self.line.length_m - self.mapped_m
        sign = "+" if more > 0 else ""
        return f"{sign}{rounded(more, 1)} m ({rounded(100 * more / self.mapped_m, 0)} %)"


@dataclass(frozen=True)
class LaidReport:
    report: AsBuiltReport
    cables: Sequence[LaidCable]


def reports_on(case: AccessRequest) -> list[LaidReport]:
    """The newest first."""
    rows = AsBuiltReport.objects.filter(request=case).prefetch_related("lines")
    reports = list(rows.select_related("reported_by").order_by("-pk"))
    mapped = built.lengths([case.pk]).get(case.pk, {}) if reports else {}
    return [LaidReport(one, _cables(one, mapped)) for one in reports]


def _cables(report: AsBuiltReport, mapped: Mapping[str, Decimal]) -> list[LaidCable]:
    return [LaidCable(line, mapped.get(line.duct)) for line in report.lines.all()]
