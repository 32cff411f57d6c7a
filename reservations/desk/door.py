"""Who comes in: access officers to all requests, road officers to the consents, nobody else."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache

from accounts.roles import Capability
from accounts.viewer import Viewer, viewer_of
from reservations.models import AccessRequest

View = Callable[..., HttpResponse]


def works_at_desk(user: Any) -> bool:
    return viewer_of(user).can(Capability.SEE_QUEUE)


def desk_only(view: View) -> View:
    """For people of the desk, with a session: tokens have GraphQL."""

    @wraps(view)
    def guarded(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponse:
        if viewer_of(request.user).scopes is not None or not works_at_desk(request.user):
            raise PermissionDenied
        return view(request, *arguments, **named)

    return never_cache(login_required(guarded))


def case_or_404(user: Any, public_id: UUID) -> AccessRequest:
    """The case as the desk sees it; who does not deal with its kind hears that there is none."""
    viewer: Viewer = viewer_of(user)
    rows = AccessRequest.objects.at_desk(viewer).select_related("organisation", "created_by")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
