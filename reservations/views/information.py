"""/cases/<public id>/information.pdf and information.gpkg"""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis.refusals import NotFound, Refusal
from gis.views.refused import refused
from reservations.models import AccessRequest
from reservations.services import information as packages

CONTENT_TYPES = {"pdf": "application/pdf", "gpkg": "application/geopackage+sqlite3"}


@require_safe
@login_required
@cache_control(private=True, no_store=True)
def information(request: HttpRequest, public_id: UUID, form: str) -> HttpResponse:
    """The package; 404 for what may not be seen, 400 says what cannot be put together."""
    viewer: Any = request.user
    cases = AccessRequest.objects.visible_to(viewer)
    case = get_object_or_404(cases, public_id=public_id)
    try:
        body = packages.read(case, form, viewer)
    except NotFound as missing:
        raise Http404 from missing
    except Refusal as refusal:
        return refused(refusal)
    request.look_is_recorded = True  # type: ignore[attr-defined]
    answer = HttpResponse(body, content_type=CONTENT_TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{case}-information.{form}"'
    return answer
