"""/accessibility/: the statement that public bodies owe (§ 10e BGG NRW)."""

from datetime import date

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

CHECKED = date(2026, 11, 27)
"""When somebody last read the statement and tried on the pages what it says."""


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For everybody, also without a login."""
    context = {
        "city": settings.CITY_NAME,
        "checked": CHECKED,
        "contact": settings.ACCESSIBILITY_CONTACT,
        "enforcement": settings.ACCESSIBILITY_ENFORCEMENT,
    }
    return render(request, "citygis/accessibility.html", context)
