"""The section of the overview about data quality: open findings by rule."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from accounts.roles import Capability
from accounts.viewer import viewer_of
from gis import overview
from gis.charts import Bar, BarChart
from gis.layers import Viewer
from gis.overview import Section
from quality.models import CheckRun
from quality.rules import BY_CODE

MOST = 10_000
"""Counted up to here for each rule: more is more than anybody will work off today."""

_COUNTS = """
SELECT r.code, (SELECT count(*) FROM (SELECT FROM quality_finding f
                                      WHERE f.state = 'open' AND f.rule = r.code LIMIT %s) open)
FROM unnest(%s::text[]) r (code)
"""


def findings(user: Viewer) -> Section | None:
    """For those who see all plant; everybody else has the work list."""
    if not viewer_of(user).can(Capability.SEE_EXACT_PLANT):
        return None
    counted = [(code, number) for code, number in _counts() if number]
    bars = [
        Bar(str(BY_CODE[code].title), [number])
        for code, number in sorted(counted, key=lambda one: -one[1])
    ]
    address = reverse("quality")
    chart = BarChart(
        name="findings",
        title=_("Open findings of data quality"),
        description=_("How many findings are open, for each rule that found something."),
        unit=_("findings"),
        bars=bars,
        note=_("Each rule is counted up to %(most)s.")
        % {"most": number_format(MOST, force_grouping=True)},
        decimals=0,
    )
    links = {
        str(BY_CODE[code].title): f"{address}?all=1&state=open&rule={code}" for code, _n in counted
    }
    return Section(chart, _checked_at(), _("No finding is open."), links)


def _counts() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [MOST, list(BY_CODE)])
        return cursor.fetchall()


def _checked_at() -> datetime | None:
    run = CheckRun.objects.exclude(finished_at=None).order_by("-pk").first()
    return run.finished_at if run else None


def register() -> None:
    overview.register(findings, order=30)
