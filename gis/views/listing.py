"""/list/?layer=<name>&<filters> and /filter/?layer=<name>&<filters>"""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis import cursors, filtering
from gis.counting import COUNTED_EXACTLY, counted
from gis.editing.registry import MOST_TOGETHER
from gis.filter_form import filter_form
from gis.filtering import Filtered
from gis.panel_page import degrees
from gis.refusals import Refusal
from gis.views.refused import refused

PAGE = 50
AFTER = "after"


@require_safe
@cache_control(private=True, no_cache=True)
def result_list(request: HttpRequest) -> HttpResponse:
    """A page of what the filters leave, by code, as an HTML fragment; 400 says what is wrong."""
    try:
        filtered = filtering.read(request.GET, request.user, {AFTER})
        context = _page(filtered, request.GET.get(AFTER))
    except Refusal as refusal:
        return refused(refusal)
    return render(request, "citygis/list.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
def filter_fields(request: HttpRequest) -> HttpResponse:
    """The controls of a list's filters as an HTML fragment, filled in as the address says."""
    try:
        filtered = filtering.read(request.GET, request.user)
    except Refusal as refusal:
        return refused(refusal)
    return render(request, "citygis/filter.html", {"form": filter_form(filtered)})


def _page(filtered: Filtered, after: str | None) -> dict[str, Any]:
    listing, rows = filtered.listing, filtered.rows
    mark = f"list {listing.name} {filtered.query}"
    found = list(_beyond(rows, mark, after).order_by("code", "pk")[: PAGE + 1])
    shown = found[:PAGE]
    last = shown[-1] if len(found) > PAGE else None
    count = counted(rows) if after is None else 0
    return {
        "listing": listing,
        "query": filtered.query,
        "entries": [(row, listing.detail(row)) for row in shown],
        "next": cursors.encode(mark, (last.code, last.pk)) if last is not None else "",
        "is_first": after is None,
        "count": count,
        "bounds": _bounds(filtered) if 0 < count <= COUNTED_EXACTLY else "",
        "most": COUNTED_EXACTLY,
        "most_together": MOST_TOGETHER,
    }


def _bounds(filtered: Filtered) -> str:
    """West, south, east, north in degrees of what is shown; empty where that has no place."""
    box = degrees(filtered.rows.shown_extent(filtered.viewer))
    return "" if box is None else ",".join(f"{edge:.6f}" for edge in box)


def _beyond(rows: QuerySet[Any], mark: str, after: str | None) -> QuerySet[Any]:
    """The rows behind the one that a cursor names."""
    if after is None:
        return rows
    code, pk = cursors.decode(mark, after, AFTER)
    # The first condition is implied; it lets PostgreSQL start in the index.
    return rows.filter(Q(code__gte=code), Q(code__gt=code) | Q(code=code, pk__gt=pk))
