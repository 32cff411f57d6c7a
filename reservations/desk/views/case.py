"""/desk/<id>/: one case with everything that belongs to it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.viewer import viewer_of
from reservations.desk.case import DeskCase
from reservations.desk.door import case_or_404, desk_only


def desk_case(request: HttpRequest, public_id: UUID) -> DeskCase:
    """The case for whoever looks; Http404 where it is none of theirs."""
    return DeskCase(case_or_404(request.user, public_id), viewer_of(request.user))


@require_safe
@desk_only
def case_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return render(request, "desk/case.html", desk_case(request, public_id).context())
