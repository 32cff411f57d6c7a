"""How the desk works, in numbers: the figures of its statistics."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Any

import graphene
from graphql import GraphQLResolveInfo

from accounts.roles import Capability
from accounts.viewer import not_permitted
from gis.charts import BarChart
from registry_api.enums import plain_enum
from registry_api.period import PeriodInput, days_of
from reservations.desk.door import works_at_desk
from reservations.desk.forms.statistics import MONTH, QUARTER, YEAR
from reservations.desk.statistics import Statistics


class StatisticsStep(Enum):
    """Into what a time is divided."""

    MONTH = MONTH
    QUARTER = QUARTER
    YEAR = YEAR


class FigureRow(graphene.ObjectType):
    """One line of a figure."""

    label = graphene.String(required=True, description="Kind, ground, or the step of the time.")
    parts = graphene.List(
        graphene.NonNull(graphene.Float),
        required=True,
        description="One number for each part, in the order of `legend`.",
    )


class Figure(graphene.ObjectType):
    """One figure of the statistics, with its numbers."""

    name = graphene.String(
        required=True,
        description="`times`, `punctuality`, `decisions`, `grounds`, `leased`, `revenue-EUR` …",
    )
    title = graphene.String(required=True, description="In the language asked for.")
    description = graphene.String(required=True)
    unit = graphene.String(required=True, description="Of its numbers.")
    note = graphene.String(required=True, description="How the numbers come about.")
    legend = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Names of the parts, if any."
    )
    rows = graphene.List(graphene.NonNull(FigureRow), required=True)

    @staticmethod
    def resolve_rows(chart: BarChart, _info: GraphQLResolveInfo) -> Any:
        return chart.bars


class StatisticsQueries:
    statistics = graphene.List(
        graphene.NonNull(Figure),
        required=True,
        period=PeriodInput(required=True, description="Counted is what was done in it."),
        step=graphene.Argument(
            plain_enum(StatisticsStep),
            default_value=StatisticsStep.QUARTER,
            description="Into what the time is divided.",
        ),
        description="For the desk: times, refusals by ground, capacity leased and revenue of the "
        "requests it deals with.",
    )

    @staticmethod
    def resolve_statistics(
        _root: Any, info: GraphQLResolveInfo, period: Mapping[str, Any], step: StatisticsStep
    ) -> list[BarChart]:
        viewer = info.context.viewer
        if not works_at_desk(viewer):
            raise not_permitted(viewer, Capability.SEE_QUEUE)
        days = days_of(period)
        figures = Statistics(viewer, days.first, days.last, step.value)
        return [section.chart for section in figures.sections]
