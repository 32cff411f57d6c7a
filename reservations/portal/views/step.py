"""The case on which an applicant takes a step."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest

from accounts.viewer import viewer_of
from reservations.portal.case import OwnCase
from reservations.portal.door import case_or_404


def own_case(request: HttpRequest, public_id: UUID) -> OwnCase:
    """The case for whoever looks; Http404 where it is none of theirs."""
    return OwnCase(case_or_404(request.user, public_id), viewer_of(request.user))
