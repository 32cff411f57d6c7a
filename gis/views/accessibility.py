"""/accessibility/: the statement that public bodies owe (§ 10e BGG NRW)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """For everybody, also without a login."""
    context = {
        "city": settings.CITY_NAME,
        "contact": settings.ACCESSIBILITY_CONTACT,
        "enforcement": settings.ACCESSIBILITY_ENFORCEMENT,
    }
    return render(request, "citygis/accessibility.html", context)
