"""/desk/: the queue."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from reservations.desk.door import desk_only
from reservations.desk.forms.queue import QueueForm
from reservations.desk.queue import COUNTED, OPEN, read_page, rows_for, summary
from reservations.models import AccessRequest


@require_safe
@desk_only
def queue(request: HttpRequest) -> HttpResponse:
    """Open requests in the order of receipt; what cannot be meant is said, with status 400."""
    viewer = viewer_of(request.user)
    form = QueueForm(request.GET)
    valid = form.is_valid()
    show = form.cleaned_data.get("show") or OPEN
    rows = rows_for(viewer, form.cleaned_data) if valid else AccessRequest.objects.none()
    context = {
        "form": form,
        "show": show,
        "tabs": form.fields["show"].choices,
        "page": read_page(rows, show, request.GET.get("after", "")),
        "most": COUNTED,
        "summary": summary(viewer),
        "filtered": any(form.cleaned_data.get(name) for name in form.fields if name != "show"),
    }
    return render(request, "desk/queue.html", context, status=200 if valid else 400)
