"""/panel/<kind>/<public id>/"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis import panels


@require_safe
@cache_control(private=True, no_cache=True)
def panel(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """The facts of one object as an HTML fragment; 404 for what may not be seen, too."""
    view = panels.find(kind)
    if view is None:
        raise Http404
    return view(request, public_id)
