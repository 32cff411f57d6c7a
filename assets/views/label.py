"""/labels/: sheets of labels for sites; /s/: the site behind a label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.roles import Capability
from accounts.viewer import viewer_of
from assets.labels import SHEETS, Sheet, draw
from assets.models import Site
from gis import filtering
from gis.counting import counted
from gis.refusals import Refusal

SHEET, SKIPPED, ONE = "sheet", "skipped", "site"
OWN = {SHEET, SKIPPED, ONE, *("columns", "sort", "after")}
"""What the address says beside the filters; the last come with the address of a table."""

MOST = 2_000


@require_safe
@login_required
def labelled_site(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """To the map, with the panel of the site open; 404 for a site that the person may not see."""
    if not Site.objects.visible_to(viewer_of(request.user)).filter(public_id=public_id).exists():
        raise Http404
    return redirect(f"{reverse('map')}?p=site:{public_id}")


def for_who_may_print(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Labels name sites: only for those who see the plant itself; the others get 403."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        if not viewer_of(request.user).can(Capability.SEE_EXACT_PLANT):
            raise PermissionDenied
        return view(request)

    return never_cache(login_required(guarded))


@require_safe
@for_who_may_print
def labels_page(request: HttpRequest) -> HttpResponse:
    """How many labels it will be, and the choice of the sheet."""
    return _page(request)


@require_safe
@for_who_may_print
def labels_pdf(request: HttpRequest) -> HttpResponse:
    """The sheets; what cannot be printed is said above the form."""
    try:
        sites = _sites(request)
        sheet, skipped = _sheet(request)
    except Refusal as refusal:
        return _page(request, refusal)

    def address_of(site: Site) -> str:
        return request.build_absolute_uri(reverse("labelled-site", args=[site.public_id]))

    pdf = draw(sites, sheet, skipped, address_of)
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="labels-{len(sites)}.pdf"'
    return answer


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    context: dict[str, Any] = {"sheets": SHEETS.values(), "chosen": request.GET.get(SHEET)}
    try:
        context["count"] = counted(_rows(request))
    except Refusal as of_the_rows:
        refusal = of_the_rows
    kept = [(name, one) for name, values in request.GET.lists() for one in values]
    context["kept"] = [(name, one) for name, one in kept if name not in (SHEET, SKIPPED)]
    context["skipped"] = request.GET.get(SKIPPED, "0")
    context["refusal"] = refusal
    return render(request, "assets/labels.html", context, status=400 if refusal else 200)


def _rows(request: HttpRequest) -> Any:
    """The named site, else what the filters leave of all that the person may see."""
    viewer = viewer_of(request.user)
    if named := request.GET.getlist(ONE):
        return Site.objects.visible_to(viewer).filter(public_id__in=[_uuid(one) for one in named])
    return filtering.read_for("sites", request.GET, viewer, OWN).rows


def _sites(request: HttpRequest) -> Sequence[Site]:
    found = list(_rows(request).select_related("address").order_by("code", "pk")[: MOST + 1])
    if not found:
        raise Refusal("NOTHING_FOUND", _("There is no site for which a label could be printed."))
    if len(found) > MOST:
        message = _("More than %(most)d labels at a time are not printed. Filter more.")
        raise Refusal("TOO_MANY", message % {"most": MOST})
    return found


def _sheet(request: HttpRequest) -> tuple[Sheet, int]:
    sheet = SHEETS.get(request.GET.get(SHEET, ""))
    if sheet is None:
        raise Refusal("BAD_INPUT", _("Choose one of the sheets."), SHEET)
    skipped = request.GET.get(SKIPPED) or "0"
    if not skipped.isdecimal() or len(skipped) > 3 or int(skipped) >= sheet.count:
        message = _("Between 0 and %(most)d labels of the first sheet can be left out.")
        raise Refusal("BAD_INPUT", message % {"most": sheet.count - 1}, SKIPPED)
    return sheet, int(skipped)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refusal("BAD_INPUT", _("This site is not known."), ONE) from None
