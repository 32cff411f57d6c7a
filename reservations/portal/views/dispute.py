"""/portal/<id>/dispute/: the applicant notes that it has called the dispute body."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from reservations.forms.dispute import DisputeForm
from reservations.portal.door import portal_only
from reservations.portal.views.step import own_case
from reservations.services import dispute as disputes
from reservations.views.dialogue import acted, carried_out, opened, shown


@require_http_methods(["GET", "HEAD", "POST"])
@portal_only
def dispute(request: HttpRequest, public_id: UUID) -> HttpResponse:
    own = own_case(request, public_id)
    by: Any = request.user
    form = DisputeForm(**opened(request, own))

    def act() -> HttpResponse | None:
        todo = partial(disputes.file, request=own.case, by=by, **form.cleaned_data)
        return carried_out(request, own, form, todo, _("It is noted; the city is told."))

    return acted(request, own, form, act) or shown(request, "portal/dispute.html", own, form)
