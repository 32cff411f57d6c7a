"""/overview/: lengths, capacity and data quality at a glance."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gis.overview import sections_for


@require_safe
@never_cache
@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What the viewer's role may see of the sums; 403 with a sentence where that is nothing."""
    sections = sections_for(request.user)
    status = 200 if sections else 403
    return render(request, "citygis/overview.html", {"sections": sections}, status=status)
