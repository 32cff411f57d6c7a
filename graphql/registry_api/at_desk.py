"""A request as the desk sees it: for questions that are the desk's own."""

from __future__ import annotations

from typing import Any

from accounts.viewer import Viewer
from gis.refusals import NotFound
from registry_api.nodes import find
from registry_api.plan.fields import concept_called
from reservations.models import AccessRequest
from reservations.services.message import works_on


def case_at_desk(viewer: Viewer, reference: str, field: str = "request") -> AccessRequest:
    """Raises NotFound for who does not deal with it at the desk, the applicant included."""
    case: Any = find(concept_called("access_request.AccessRequest"), viewer, reference, field)
    if not works_on(case, viewer):
        raise NotFound(field)
    return case
