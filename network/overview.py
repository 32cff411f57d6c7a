"""Sections of the overview: lengths by kind, and capacity by district, from the stored figures."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.models.segment import SegmentKind
from gis import navigation, overview
from gis.charts import Bar, BarChart
from gis.layers import Viewer
from gis.overview import Section
from network.models import OverviewFigure

STATES = ("free_m", "reserved_m", "occupied_m", "blocked_m")


def may_look(user: Viewer) -> bool:
    """Sums over all plant are for those who see all of it."""
    return viewer_of(user).can(Capability.SEE_EXACT_PLANT)


def lengths(user: Viewer) -> Section | None:
    if not may_look(user):
        return None
    sums = OverviewFigure.objects.values_list("kind").annotate(m=Sum("length_m")).order_by("-m")
    chart = BarChart(
        name="lengths",
        title=_("Routes by kind"),
        description=_("Kilometres of route segments in use, for each kind."),
        unit="km",
        bars=[Bar(str(SegmentKind(kind).label), [metres / 1000]) for kind, metres in sums],
        note=_("Lengths on the ellipsoid, computed from the lines; of risers as stated."),
    )
    return Section(chart, _moment(), _missing())


def capacity(user: Viewer) -> Section | None:
    if not may_look(user):
        return None
    sums = OverviewFigure.objects.values_list("district__name").annotate(
        *(Sum(state) for state in STATES)
    )
    rows = sorted(sums, key=lambda row: (row[0] is None, row[0] or ""))
    bars = [
        Bar(str(name or _("outside of all districts")), [metres / 1000 for metres in parts])
        for name, *parts in rows
    ]
    chart = BarChart(
        name="capacity",
        title=_("Tubes by district: what is free"),
        description=_(
            "Kilometres of innermost tubes that are free, reserved, occupied and blocked today, for"
            " each district."
        ),
        unit="km",
        bars=[bar for bar in bars if bar.total],
        note=_("Length of each segment times its innermost tubes, by the ledger of what is taken."),
        legend=(_("free"), _("reserved"), _("occupied"), _("blocked")),
    )
    return Section(chart, _moment(), _missing())


def fill(user: Viewer) -> Section | None:
    """How full the network is, in percent of its tube metres."""
    if not may_look(user):
        return None
    sums = OverviewFigure.objects.aggregate(*(Sum(state) for state in STATES))
    metres = [sums[f"{state}__sum"] or 0 for state in STATES]
    total = sum(metres)
    names = (_("free"), _("reserved"), _("occupied"), _("blocked"))
    chart = BarChart(
        name="fill",
        title=_("How full the network is"),
        description=_("Share of the innermost tubes of the whole network in each state."),
        unit="%",
        bars=[Bar(name, [100 * m / total]) for name, m in zip(names, metres, strict=True)]
        if total
        else [],
        note=_("Weighted by length."),
    )
    return Section(chart, _moment(), _missing())


def _moment() -> datetime | None:
    return OverviewFigure.objects.aggregate(at=Max("computed_at"))["at"]


def _missing() -> str:
    return _("Nothing is added up yet: the command refresh_overview does so, once a day.")


def register() -> None:
    overview.register(fill, order=0)
    overview.register(lengths, order=10)
    overview.register(capacity, order=20)
    navigation.register(
        navigation.NavigationEntry("overview", gettext_lazy("Overview"), may_look, order=20)
    )
