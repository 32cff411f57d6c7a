"""How the desk works: times, decisions, refusals by ground, capacity leased, revenue.

What is counted belongs to the day on which the decision was signed, or the step was done.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import (
    Aggregate,
    CharField,
    Count,
    DurationField,
    F,
    Func,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.viewer import Viewer
from gis.charts import Bar, BarChart
from gis.overview import Section
from network.models import ClaimLine, HeldUnit
from reservations.models import (
    AccessRequest,
    Deadline,
    Decision,
    DecisionGround,
    DecisionOutcome,
    ExtensionAnswer,
    LegalStep,
    PeriodExtension,
    RefusalGround,
    RequestKind,
)
from reservations.tariffs.quote import lengths_of

_ANSWERS = (LegalStep.ANSWER, LegalStep.OFFER, LegalStep.DECISION, LegalStep.PERMIT)
_GRANTED = (DecisionOutcome.GRANTED, DecisionOutcome.PARTLY_GRANTED)
_FORMATS = {"month": "YYYY-MM", "quarter": 'YYYY"-Q"Q', "year": "YYYY"}


class _Median(Aggregate):
    function = "percentile_cont"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


@dataclass(frozen=True)
class Statistics:
    """For cases that the viewer sees at the desk; days are the first and last, both included."""

    viewer: Viewer
    first: dt.date
    last: dt.date
    step: str

    @property
    def sections(self) -> list[Section]:
        """The charts in their order."""
        return [self.times, self.punctuality, self.decisions, self.grounds, *self.leased_and_paid]

    @cached_property
    def times(self) -> Section:
        rows = self._cases.filter(answered_at__range=self._moments, complete_at__isnull=False)
        taken = rows.values("kind").annotate(days=_Median(F("answered_at") - F("complete_at")))
        known = {row["kind"]: row["days"] / dt.timedelta(days=1) for row in taken.order_by()}
        chart = BarChart(
            name="times",
            title=_("Days until the answer"),
            description=_("From the complete request to the offer or decision, by kind."),
            unit=_("days"),
            bars=[Bar(kind.label, [known[kind]]) for kind in RequestKind if kind in known],
            note=_("Median of calendar days: half of the requests were answered faster."),
        )
        return self._section(chart)

    @cached_property
    def punctuality(self) -> Section:
        rows = Deadline.objects.filter(
            request__in=self._cases, step__in=_ANSWERS, met_on__range=(self.first, self.last)
        )
        late = Count("pk", filter=Q(met_on__gt=F("due_on")))
        counted = rows.values("request__kind").annotate(all=Count("pk"), late=late).order_by()
        known = {row["request__kind"]: row for row in counted}
        bars = [
            Bar(kind.label, [known[kind]["all"] - known[kind]["late"], known[kind]["late"]])
            for kind in RequestKind
            if kind in known
        ]
        chart = BarChart(
            name="punctuality",
            title=_("Legal deadlines kept"),
            description=_("How many answers came in time and how many too late, by kind."),
            unit=_("deadlines"),
            bars=bars,
            legend=[_("in time"), _("too late")],
            decimals=0,
        )
        return self._section(chart)

    @cached_property
    def decisions(self) -> Section:
        rows = self._decisions.annotate(when=self._bucket("signed_at"))
        counted = rows.values_list("when", "outcome").annotate(n=Count("pk")).order_by("when")
        by_time: dict[str, dict[str, int]] = defaultdict(dict)
        for when, outcome, number in counted:
            by_time[when][outcome] = number
        outcomes = list(DecisionOutcome)
        chart = BarChart(
            name="decisions",
            title=_("Decisions"),
            description=_("Signed decisions by outcome, over time."),
            unit=_("decisions"),
            bars=[
                Bar(when, [by_time.get(when, {}).get(one, 0) for one in outcomes])
                for when in self._times(by_time)
            ],
            legend=[one.label for one in outcomes],
            decimals=0,
        )
        return self._section(chart)

    @cached_property
    def grounds(self) -> Section:
        rows = DecisionGround.objects.filter(decision__in=self._decisions)
        counted = dict(rows.values_list("ground").annotate(n=Count("pk")).order_by())
        known = RefusalGround.objects.in_bulk(counted)
        bars = [Bar(str(known[pk]), [number]) for pk, number in counted.items()]
        bars.sort(key=_most_first)
        chart = BarChart(
            name="grounds",
            title=_("Refusals by ground"),
            description=_("How often each ground of the closed lists was used."),
            unit=_("refusals"),
            bars=bars,
            note=_("A refusal may rest on several grounds."),
            decimals=0,
        )
        return self._section(chart)

    @cached_property
    def leased_and_paid(self) -> list[Section]:
        return [self._section(self._leased()), *map(self._section, self._revenue())]

    def _leased(self) -> BarChart:
        lines = ClaimLine.objects.filter(
            holder__claim__request__decision__in=self._granted, inside=False
        ).annotate(when=self._bucket("holder__claim__request__decision__signed_at"))
        metres: dict[str, float] = defaultdict(float)
        for unit in ("section__segment__length_m", "strand__cable__sections__segment__length_m"):
            summed = lines.values_list("when").annotate(m=Sum(unit)).order_by("when")
            for when, length in summed:
                metres[when] += length or 0
        for when, length in self._given_back_unused():
            metres[when] += length
        return BarChart(
            name="leased",
            title=_("Capacity leased"),
            description=_("Length of the ducts and strands that were granted, over time."),
            unit="m",
            bars=[Bar(when, [metres.get(when, 0)]) for when in self._times(metres)],
            note=_(
                "Geodesic lengths; each duct and each strand counts as it was granted, like its"
                " price, even if it was given back since."
            ),
        )

    def _given_back_unused(self) -> list[tuple[str, float]]:
        """Lengths of what was given back before its first day: the ledger has no lines of it."""
        units = HeldUnit.objects.filter(
            holder__period__isempty=True,
            holder__claim__decided_at__isnull=False,
            holder__claim__request__decision__in=self._granted,
        ).annotate(when=self._bucket("holder__claim__request__decision__signed_at"))
        found = list(units.values_list("pk", "holder", "when"))
        lengths = lengths_of(*{holder for _pk, holder, _when in found})
        return [(when, float(lengths.get(pk, 0))) for pk, _holder, when in found]

    def _revenue(self) -> list[BarChart]:
        longer = PeriodExtension.objects.filter(
            request__in=self._cases,
            answer=ExtensionAnswer.GRANTED,
            answered_at__range=self._moments,
        )
        sources = (self._granted.filter(net__isnull=False), "signed_at"), (longer, "answered_at")
        nets: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for rows, moment in sources:
            by_time = rows.annotate(when=self._bucket(moment)).values_list("currency", "when")
            for currency, when, net in by_time.annotate(sum=Sum("net")).order_by():
                nets[currency][when] += float(net)
        return [
            BarChart(
                name=f"revenue-{currency}",
                title=_("Revenue"),
                description=_(
                    "Net value of what was granted on accepted offers, and of more time."
                ),
                unit=currency,
                bars=[Bar(when, [by_time.get(when, 0)]) for when in self._times(by_time)],
                note=_(
                    "For the whole term, in the period in which it was granted; what is given back"
                    " early is not credited."
                ),
                decimals=2,
            )
            for currency, by_time in sorted((nets or {"EUR": {}}).items())
        ]

    @property
    def _cases(self) -> QuerySet[AccessRequest]:
        return AccessRequest.objects.at_desk(self.viewer)

    @property
    def _decisions(self) -> QuerySet[Decision]:
        return Decision.objects.filter(request__in=self._cases, signed_at__range=self._moments)

    @property
    def _granted(self) -> QuerySet[Decision]:
        return self._decisions.filter(outcome__in=_GRANTED)

    @property
    def _moments(self) -> tuple[dt.datetime, dt.datetime]:
        begin = timezone.make_aware(dt.datetime.combine(self.first, dt.time.min))
        return begin, timezone.make_aware(dt.datetime.combine(self.last, dt.time.max))

    def _bucket(self, moment: str) -> Func:
        """The month, quarter or year in the city in which a moment lies, as text that sorts."""
        local = Func(Value(timezone.get_default_timezone_name()), F(moment), function="timezone")
        text = Value(_FORMATS[self.step])
        return Func(local, text, function="to_char", output_field=CharField())

    def _times(self, known: Mapping[str, Any]) -> list[str]:
        """All months, quarters or years of the time, as `_bucket` writes them.

        One left out would make what came long after look like the next. Without anything to show
        there are none.
        """
        ends = (self.first, self.last)
        first, last = (day.year * 12 + day.month - 1 for day in ends)
        months = (divmod(month, 12) for month in range(first, last + 1) if known)
        return list(dict.fromkeys(_name(self.step, year, month) for year, month in months))

    def _section(self, chart: BarChart) -> Section:
        return Section(chart, None, _("Nothing happened in this time."))


def _name(step: str, year: int, month: int) -> str:
    names = {"month": f"{year:04}-{month + 1:02}", "quarter": f"{year:04}-Q{month // 3 + 1}"}
    return names.get(step, f"{year:04}")


def _most_first(bar: Bar) -> tuple[float, str]:
    return -bar.total, str(bar.label)


def rows_of(sections: Sequence[Section]) -> list[list[Any]]:
    """All numbers of the charts as rows: figure, of what, part, number, unit."""
    rows: list[list[Any]] = []
    for section in sections:
        chart = section.chart
        for bar in chart.bars:
            for part, value in enumerate(bar.parts):
                words = str(chart.legend[part]) if chart.legend else ""
                number = Decimal(f"{value:.{chart.decimals}f}")
                rows.append([str(chart.title), str(bar.label), words, number, str(chart.unit)])
    return rows
