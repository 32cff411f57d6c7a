"""/desk/<id>/: one case with everything that belongs to it, and who may act on it there."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.viewer import viewer_of
from reservations.desk.case import DeskCase
from reservations.desk.door import View, case_or_404, desk_only


def desk_case(request: HttpRequest, public_id: UUID) -> DeskCase:
    """The case for whoever looks; Http404 where it is none of theirs."""
    return DeskCase(case_or_404(request.user, public_id), viewer_of(request.user))


def on_case(view: Callable[..., HttpResponse]) -> View:
    """For the dialogues of a case. Who may take no step on it reads why, instead of a form."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @desk_only
    @wraps(view)
    def guarded(request: HttpRequest, public_id: UUID, **named: Any) -> HttpResponse:
        desk = desk_case(request, public_id)
        if desk.is_own_matter:
            return render(request, "desk/own_matter.html", desk.context(), status=403)
        return view(request, desk, **named)

    return guarded


@require_safe
@desk_only
def case_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    return render(request, "desk/case.html", desk_case(request, public_id).context())
