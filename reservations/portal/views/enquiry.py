"""/portal/enquiry/: is there room from A to B, at what price. The address is the share link."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from reservations.portal.door import case_or_404, portal_only
from reservations.portal.enquiry import Answer, ask
from reservations.portal.forms.enquiry import EnquiryForm


@require_safe
@portal_only
def enquiry(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request.user)
    form = EnquiryForm(request.GET)
    answer: Answer | None = None
    if form.is_bound and form.is_valid():
        answer = ask(form, viewer)
    context: dict[str, Any] = {
        "form": form,
        "answer": answer,
        "share": request.build_absolute_uri() if answer else "",
        "case": _case(request, form),
        "ways": answer.geometries if answer else [],
        "ends": answer.ends if answer else {},
    }
    status = 400 if form.is_bound and form.errors else 200
    return render(request, "portal/enquiry.html", context, status=status)


def _case(request: HttpRequest, form: EnquiryForm) -> Any:
    """The own case that takes a way over; of another's one hears that there is none."""
    field = form.fields["case"]
    try:
        public_id = field.clean(request.GET.get("case"))
    except ValidationError:
        return None
    return case_or_404(request.user, public_id) if public_id else None
