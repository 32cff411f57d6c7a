"""/search/?q="""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from gis import search


@require_safe
@cache_control(private=True, no_cache=True)
def find(request: HttpRequest) -> JsonResponse:
    """What the viewer may see for the text `q`, best first."""
    results = search.find(request.user, request.GET.get("q", ""))
    return JsonResponse({"results": [result.as_json() for result in results]})
