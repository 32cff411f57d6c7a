"""Who comes in: people who ask for capacity, each to the cases of the own organisation."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.roles import Capability
from accounts.viewer import viewer_of
from reservations.models import AccessRequest

View = Callable[..., HttpResponse]


def asks_for_capacity(user: Any) -> bool:
    """Whoever may reserve and does not decide: those who decide have the desk."""
    viewer = viewer_of(user)
    return viewer.can(Capability.RESERVE) and not viewer.can(Capability.CONFIRM)


def portal_only(view: View) -> View:
    """For applicants, with a session: tokens have GraphQL."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if viewer_of(request.user).scopes is not None or not asks_for_capacity(request.user):
            raise PermissionDenied
        return view(request, *arguments, **named)

    return never_cache(login_required(guarded))


def own_cases(user: Any) -> QuerySet[AccessRequest]:
    """The cases of the person's organisations, however much else the person may see."""
    viewer = viewer_of(user)
    own = AccessRequest.objects.visible_to(viewer)
    return own.filter(organisation_id__in=viewer.organisation_ids)


def case_or_404(user: Any, public_id: UUID) -> AccessRequest:
    """An own case; of everybody else's one hears that there is none."""
    rows = own_cases(user).select_related("organisation", "created_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
