"""/desk/statistics/: charts with their numbers, and both as CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from gis.exporting.csv_file import excel_lines
from reservations.desk import case_list
from reservations.desk.door import desk_only
from reservations.desk.forms.statistics import StatisticsForm
from reservations.desk.statistics import Statistics, rows_of


@require_safe
@desk_only
def statistics(request: HttpRequest) -> HttpResponse:
    form = StatisticsForm(request.GET)
    valid = form.is_valid()
    sections = _statistics(request, form).sections if valid else []
    context = {"form": form, "sections": sections, "query": request.GET.urlencode()}
    return render(request, "desk/statistics.html", context, status=200 if valid else 400)


@require_safe
@desk_only
def figures_file(request: HttpRequest) -> HttpResponse:
    """The numbers of all charts."""
    form = StatisticsForm(request.GET)
    if not form.is_valid():
        return statistics(request)
    heading = [_("Figure"), _("Of what"), _("Part"), _("Number"), _("Unit")]
    return _file("figures", heading, rows_of(_statistics(request, form).sections))


@require_safe
@desk_only
def cases_file(request: HttpRequest) -> HttpResponse:
    """What was received in that time, a row each."""
    form = StatisticsForm(request.GET)
    if not form.is_valid():
        return statistics(request)
    given = form.cleaned_data
    rows = list(case_list.rows(viewer_of(request.user), given["first"], given["last"]))
    return _file("requests", case_list.headings(), rows)


def _statistics(request: HttpRequest, form: StatisticsForm) -> Statistics:
    return Statistics(viewer_of(request.user), **form.cleaned_data)


def _file(name: str, headings: Sequence[str], rows: Iterable[Iterable[Any]]) -> HttpResponse:
    lines = excel_lines(headings, rows)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response  # type: ignore[return-value]
