"""/tables/<layer>/: the objects of a layer as a table, filtered as on the map."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gis import filtering, tables
from gis.counting import COUNTED_EXACTLY
from gis.exporting.formats import FORMATS
from gis.filter_form import Control, FilterForm, filter_form
from gis.refusals import Refusal
from gis.table_page import AFTER, SORT, filtered_by, read_page, selection


@require_safe
@login_required
def first_table(request: HttpRequest) -> HttpResponse:
    return redirect("table", tables.all_tables()[0].name)


@require_safe
@never_cache
@login_required
def table_page(request: HttpRequest, name: str) -> HttpResponse:
    """A page of the table; what is wrong in the address is said above the unfiltered form."""
    table, listing = tables.find(name), filtering.find(name)
    if table is None or listing is None:
        raise Http404
    context = {
        "table": table,
        "listing": listing,
        "printout": table.printout_for(request.user),
        "others": [(one.name, filtering.find(one.name)) for one in tables.all_tables()],
        "formats": FORMATS.values(),
        "most": COUNTED_EXACTLY,
        "reset": not request.GET,
    }
    try:
        context |= _contents(request, name)
    except Refusal as refusal:
        context["refusal"] = refusal
        return render(request, "citygis/table.html", context, status=400)
    return render(request, "citygis/table.html", context)


def _contents(request: HttpRequest, name: str) -> dict[str, Any]:
    filtered = filtered_by(name, request.GET, request.user)
    chosen = selection(filtered, request.GET)
    query = query_of(request.GET)
    names = {one.name for one in chosen.columns}
    return {
        "form": _without_unused_view(filter_form(filtered)),
        "page": read_page(chosen, request.GET, f"table {name} {query}"),
        "columns": [(one, one.name in names) for one in chosen.table.offered(request.user)],
        "sort": request.GET.get(SORT, ""),
        "query": query,
        "map_query": filtered.query,
    }


def query_of(given: QueryDict) -> str:
    """What the address says about rows, columns and order, without the page."""
    kept = given.copy()
    kept.pop(AFTER, None)
    for name in list(kept):
        if not any(kept.getlist(name)):
            del kept[name]
    return kept.urlencode()


def _without_unused_view(form: FilterForm) -> FilterForm:
    """Beside a table there is no map whose view could be taken."""

    def shown(control: Control) -> bool:
        return control.look != "view" or bool(control.value)

    return FilterForm(list(filter(shown, form.foremost)), list(filter(shown, form.others)))
