"""/desk/calendar/: the own secret address of the calendar, and the calendar itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from reservations.desk.calendar import calendar_of
from reservations.desk.door import desk_only
from reservations.models import CalendarAddress
from reservations.services import calendar_address


@require_http_methods(["GET", "HEAD", "POST"])
@desk_only
def calendar(request: HttpRequest) -> HttpResponse:
    """POST makes a new address, shown in this answer only, or revokes it."""
    by: Any = request.user
    address = ""
    if request.method == "POST":
        if request.POST.get("action") == "revoke":
            calendar_address.revoke(by=by)
            messages.success(request, _("The address is revoked. It opens nothing any more."))
            return redirect("desk_calendar")
        issued = calendar_address.replace(by=by)
        address = request.build_absolute_uri(reverse("desk_calendar_file", args=[issued.text]))
    known = CalendarAddress.objects.visible_to(by).first()
    return render(request, "desk/calendar.html", {"address": address, "known": known})


@require_safe
@cache_control(private=True, no_store=True)
def calendar_file(request: HttpRequest, secret: str) -> HttpResponse:
    """For calendar programs, which have no login: the address is the proof."""
    reader = calendar_address.reader_of(secret)
    if reader is None:
        raise Http404
    site = request.build_absolute_uri("/").rstrip("/")
    response = HttpResponse(calendar_of(reader, site), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="desk.ics"'
    return response
